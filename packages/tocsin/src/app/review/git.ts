import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { gitEnvironment } from "../../shared/git-environment.mjs";
import { nearest } from "../../shared/nearest.ts";
import { UsageError } from "../../shared/usage-error.ts";

/** Git could not do what it was asked to; `message` is what it said. */
export class GitFailed extends Error {
  override readonly name = "GitFailed";
}

/**
 * Runs git in a folder, in the repository of that folder, and gives what it printed, trimmed. No hook of the repository
 * runs, and nothing is asked for.
 * @throws GitFailed
 */
export async function git(folder: string, ...args: string[]): Promise<string> {
  const quiet = ["-c", "core.hooksPath=/dev/null", "-c", "advice.detachedHead=false"];
  try {
    const { stdout } = await promisify(execFile)("git", [...quiet, ...args], {
      cwd: folder,
      env: { ...gitEnvironment(), GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" },
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout.trim();
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") throw new GitFailed("git is not on PATH");
    const stderr = cause instanceof Error && "stderr" in cause ? String(cause.stderr) : String(cause);
    throw new GitFailed(saidByGit(stderr) ?? "git failed", { cause });
  }
}

/** Lines of git's that are shown: what is wrong, and what it advises behind that. */
const mostLines = 4;

/** What git says from the line on that tells what is wrong, as one sentence or several; what it did before that is left out. Null for nothing. */
export function saidByGit(stderr: string): string | null {
  const lines = stderr
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const wrong = lines.findLastIndex((line) => /^(fatal|error): /.test(line));
  const told = wrong === -1 ? lines.slice(-1) : lines.slice(wrong);
  const [first, ...advice] = told.slice(0, mostLines).map((line) => line.replace(/^(fatal|error|hint): /, ""));
  return first === undefined
    ? null
    : advice.reduce((text, line) => `${text}${/[.:,]$/.test(text) ? "" : "."} ${line}`, first);
}

/** A commit to compare with. */
export interface Commit {
  id: string;
  /** What the reader should know about the choice; null for nothing. */
  note: string | null;
}

/**
 * The commit that `ref` stands for, or with `fork` the one at which the current branch left it: what has happened on the
 * base since then is no change of this branch.
 * @throws GitFailed with what to do, UsageError where there is no git, no repository, or no such commit
 */
export async function commitFor(folder: string, ref: string, fork: boolean): Promise<Commit> {
  const shallow = await isShallow(folder);
  let id: string;
  try {
    id = await git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`);
  } catch (cause) {
    if (!shallow) throw await noSuchRef(folder, ref);
    const remedy = `this is a shallow clone: get it with \`git fetch --depth=1 origin ${ref}\` and name what was fetched, or check out with \`fetch-depth: 0\``;
    throw new GitFailed(`git knows no commit "${ref}": ${remedy}`, { cause });
  }
  if (!fork) return { id, note: null };
  try {
    const left = await git(folder, "merge-base", id, "HEAD");
    if (left === id) return { id, note: null };
    return {
      id: left,
      note: `Compared with ${left.slice(0, 10)}, where this branch left ${ref}; ${ref} has moved on since.`,
    };
  } catch {
    const why = shallow ? "this is a shallow clone" : "the two have no common commit";
    return {
      id,
      note: `Compared with ${ref} itself, as where this branch left it is not known (${why}): what has happened on ${ref} since shows as if it were undone here.`,
    };
  }
}

/** No base can be had without git and a repository: then nothing is reviewed, as the head alone would say that everything is new. */
async function isShallow(folder: string): Promise<boolean> {
  try {
    return (await git(folder, "rev-parse", "--is-shallow-repository")) === "true";
  } catch (cause) {
    if (!(cause instanceof GitFailed)) throw cause;
    throw new UsageError(
      `--base compares with a commit, and git cannot be asked here: ${cause.message}. --base-json FILE needs no git: \`tocsin compile --json\` prints such a file.`,
      { cause },
    );
  }
}

/** Mistyped, most likely: nothing is reviewed, as the head alone would say that everything is new. */
async function noSuchRef(folder: string, ref: string): Promise<UsageError> {
  const names = await git(
    folder,
    "for-each-ref",
    "--format=%(refname:short)",
    "refs/heads",
    "refs/remotes",
    "refs/tags",
  );
  const [near] = nearest(ref, names.split("\n"));
  const hint = near === undefined ? "`git branch --all` lists what there is" : `Did you mean ${near}?`;
  return new UsageError(
    `git knows no commit "${ref}". ${hint}${near === undefined ? ", " : " "}\`git fetch\` gets what is missing.`,
  );
}

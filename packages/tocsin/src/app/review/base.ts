import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { digestsOf } from "../../gate/digest.ts";
import { loadProject } from "../../project/project.ts";
import { type CompiledState, compiledFrom, emptyState, parseCompiled } from "../../review/state.ts";
import { messageOf } from "../../shared/failure.mjs";
import { readExceptions } from "../exceptions-file.ts";
import { commitFor, GitFailed, git } from "./git.ts";
import { inWorktree, linkPackages } from "./worktree.ts";

/** The base, or why there is none. */
export type Base =
  | { state: CompiledState; commit: string; notes: string[] }
  | { state: null; commit: string | null; reason: string };

/** What decides what definitions compile to, beside themselves: what is installed, and in a checkout of the tool its sources. */
const tool = ["packages", "tools", "package.json", "package-lock.json"];

/** Where a checkout of the tool has its command. */
const ownCommand = path.join("packages", "tocsin", "bin", "tocsin.mjs");

/** Longest time for setting up and running the base's own tool, in milliseconds. */
const patience = 300_000;

/**
 * Compiles a stack as it was at `ref`, in a clean worktree, by the tool that the base has. Nothing is thrown for what is
 * wrong with the base: the rest of a review can still be made.
 * @param fork compare with where the current branch left `ref`
 */
export async function compileBase(root: string, ref: string, stack: string, fork: boolean): Promise<Base> {
  let commit: string | null = null;
  try {
    const chosen = await commitFor(root, ref, fork);
    commit = chosen.id;
    const sameTool = await unchangedSince(root, chosen.id);
    return await inWorktree(root, chosen.id, async (folder) => {
      const compiled = await compileIn(folder, root, stack, sameTool);
      if (typeof compiled === "string") return { state: null, commit, reason: compiled };
      const notes = [chosen.note, compiled.note].filter((note) => note !== null);
      return { state: compiled.state, commit: chosen.id, notes };
    });
  } catch (error) {
    if (!(error instanceof GitFailed)) throw error;
    return { state: null, commit, reason: `${error.message}.` };
  }
}

/** Whether the tool in the working copy is the one of the commit. */
async function unchangedSince(root: string, commit: string): Promise<boolean> {
  try {
    await git(root, "diff", "--quiet", commit, "--", ...tool);
    return true;
  } catch {
    return false;
  }
}

interface Compiled {
  state: CompiledState;
  note: string | null;
}

/** A text is the reason why it does not compile. */
async function compileIn(folder: string, root: string, stack: string, sameTool: boolean): Promise<Compiled | string> {
  const has = (name: string) => existsSync(path.join(folder, name));
  if (!has("alerts") && !has("synthetics")) {
    return { state: emptyState(stack), note: "The base has no definitions: every alert is new." };
  }
  if (!has(`Pulumi.${stack}.yaml`)) {
    return { state: emptyState(stack), note: `The base has no stack ${stack}: every alert of it is new.` };
  }
  if (sameTool) {
    linkPackages(root, folder, { each: false });
    return byOurs(folder, stack);
  }
  if (!has(ownCommand)) {
    linkPackages(root, folder, { each: false });
    const compiled = await byOurs(folder, stack);
    if (typeof compiled === "string") return compiled;
    return { ...compiled, note: "The base has no tool of its own: it was compiled by this one." };
  }
  if (sameText(root, folder, "package-lock.json")) linkPackages(root, folder, { each: true });
  const own = await byItsOwn(folder, stack);
  if ("state" in own) return { state: own.state, note: null };
  if (own.isConfiguration) return own.reason;
  const compiled = await byOurs(folder, stack);
  if (typeof compiled === "string") return `its own tool does not run (${own.reason}), and this one says: ${compiled}`;
  return {
    ...compiled,
    note: `The base was compiled by this version of the tool, as its own does not run: ${own.reason}`,
  };
}

function sameText(a: string, b: string, file: string): boolean {
  const read = (folder: string) => {
    const name = path.join(folder, file);
    return existsSync(name) ? readFileSync(name, "utf8") : null;
  };
  return read(a) === read(b);
}

async function byOurs(folder: string, stack: string): Promise<Compiled | string> {
  try {
    const project = await loadProject(folder, stack);
    return {
      state: compiledFrom({
        ...project,
        digests: digestsOf(project),
        exceptions: readExceptions(folder).map(({ number: _number, line: _line, ...entry }) => entry),
      }),
      note: null,
    };
  } catch (error) {
    return messageOf(error);
  }
}

/** What a tool needs to run. Compiling needs no credential, so it gets none. */
const passedOn = /^(PATH|HOME|TMPDIR|TEMP|LANG|LC_.*|CI|npm_config_.*|NODE_EXTRA_CA_CERTS|https?_proxy|no_proxy)$/i;

type Own = { state: CompiledState } | { reason: string; isConfiguration: boolean };

async function byItsOwn(folder: string, stack: string): Promise<Own> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => passedOn.test(name)));
  const command = [path.join(folder, ownCommand), "compile", "--stack", stack, "--json"];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, command, {
      cwd: folder,
      env: { ...env, NO_COLOR: "1" },
      maxBuffer: 512 * 1024 * 1024,
      timeout: patience,
    });
    return { state: parseCompiled(stdout, "what the base's tool printed") };
  } catch (error) {
    const stderr = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
    const code = error instanceof Error && "code" in error ? error.code : null;
    const message = stderr !== "" ? stderr : messageOf(error);
    return { reason: message, isConfiguration: code === 2 };
  }
}

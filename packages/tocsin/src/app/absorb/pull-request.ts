/** Opens a pull request with edited definition files, without touching the checkout. */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Absorption } from "../../absorb/outcome.ts";
import { fenced } from "../../review/escape.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { GitHub, GitHubRefused, type Repository, repositoryFrom } from "../github.ts";
import { GitFailed, git } from "../review/git.ts";
import type { EditedFile } from "./absorb.ts";

const right = "contents: write, pull-requests: write";

/** @throws UsageError naming what is missing */
export function pullRequestTarget(env: Record<string, string | undefined>): Repository {
  const target = repositoryFrom(env);
  if (target !== null) return target;
  throw new UsageError(`--pull-request needs GITHUB_TOKEN (with \`${right}\`) and GITHUB_REPOSITORY (owner/name).`);
}

const sha = z.object({ sha: z.string() });
const pull = z.object({ html_url: z.string() });

/**
 * One commit on a branch of its own, which is named by what it holds: a second run finds it, and opens nothing twice.
 * @returns the pull request's address
 * @throws VendorError when GitHub cannot be read or written
 * @throws UsageError when the default branch has other texts than this checkout
 */
export async function openPullRequest(
  root: string,
  target: Repository,
  { stack, files, outcome }: { stack: string; files: readonly EditedFile[]; outcome: Absorption },
): Promise<string> {
  const github = new GitHub({ ...target, right });
  const { default_branch: base } = await github.get("", z.object({ default_branch: z.string() }));
  const head = await github.get(`/git/ref/heads/${base}`, z.object({ object: sha }));
  const folder = await folderInRepository(root);
  const changed = files.map((one) => ({ ...one, path: `${folder}${one.file}` }));
  for (const { path, before } of changed) {
    const there = await github.get(`/contents/${path}?ref=${head.object.sha}`, sha);
    if (there.sha !== blobOf(before)) {
      throw new UsageError(`${path} on ${base} is not what this checkout has: check out ${base}, and absorb again.`);
    }
  }
  const commit = await github.get(`/git/commits/${head.object.sha}`, z.object({ tree: sha }));
  const tree = await github.write("POST", "/git/trees", sha, {
    base_tree: commit.tree.sha,
    tree: changed.map(({ path, after }) => ({ path, mode: "100644", type: "blob", content: after })),
  });
  const title = `Take over what was changed in ${stack}: ${subject(outcome)}`;
  const made = await github.write("POST", "/git/commits", sha, {
    message: title,
    tree: tree.sha,
    parents: [head.object.sha],
  });
  const branch = `tocsin/absorb-${stack}-${tree.sha.slice(0, 12)}`;
  try {
    await github.write("POST", "/git/refs", z.object({ ref: z.string() }), {
      ref: `refs/heads/${branch}`,
      sha: made.sha,
    });
  } catch (error) {
    if (!(error instanceof GitHubRefused)) throw error;
    const [owner = ""] = target.repository.split("/");
    const open = await github.get(`/pulls?state=open&head=${owner}:${branch}`, z.array(pull));
    if (open[0] !== undefined) return open[0].html_url;
  }
  const opened = await github.write("POST", "/pulls", pull, {
    title,
    head: branch,
    base,
    body: bodyOf(stack, outcome),
  });
  return opened.html_url;
}

/** The project's folder in its repository, with a slash behind it; "" at the top. */
async function folderInRepository(root: string): Promise<string> {
  try {
    return await git(root, "rev-parse", "--show-prefix");
  } catch (error) {
    if (!(error instanceof GitFailed)) throw error;
    throw new UsageError(`--pull-request needs the project in a checkout of its repository: ${error.message}.`);
  }
}

/** The name that git gives a text. */
const blobOf = (text: string): string =>
  createHash("sha1")
    .update(`blob ${Buffer.byteLength(text)}\0`)
    .update(text)
    .digest("hex");

function subject({ changes }: Absorption): string {
  const ids = [...new Set(changes.map(({ definition }) => definition))];
  return ids.length <= 2 ? ids.join(", ") : `${ids[0]} and ${ids.length - 1} more`;
}

/** The changes in a block where nothing is markup and nobody is mentioned. */
function bodyOf(stack: string, { changes, refused }: Absorption): string {
  const value = (one: unknown) => (one === null ? "(not stated)" : JSON.stringify(one));
  const rows = changes.map(({ definition, path, from, to }) => `${definition} ${path}: ${value(from)} -> ${value(to)}`);
  const left = refused.map(({ definition, path, reason }) => `${definition ?? ""} ${path ?? ""}: ${reason}`.trim());
  return [
    `Somebody changed these alerts of ${stack} at the vendor. With this pull request the definitions say the same; closed, the next update restores what the code says.`,
    fenced(rows.join("\n"), "text"),
    ...(left.length === 0 ? [] : ["Not absorbed:", fenced(left.join("\n"), "text")]),
    "A definition holds for every stack.",
  ].join("\n\n");
}

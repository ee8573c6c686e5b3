import { z } from "zod";
import type { CodeRepository } from "../../review/places.ts";
import { eventOf } from "./event.ts";
import { GitFailed, git } from "./git.ts";

type Environment = Record<string, string | undefined>;

/**
 * The repository that a project's files can be read in: the one whose workflow runs, or else the one at GitHub that `origin` is. Null where
 * there is none; nothing is asked over the network.
 * @param ownHead whether the head is the working copy, and not a file that another job has written
 */
export async function repositoryOf(
  root: string,
  env: Environment,
  { baseCommit, ownHead }: { baseCommit: string | null; ownHead: boolean },
): Promise<CodeRepository | null> {
  try {
    const folder = await git(root, "rev-parse", "--show-prefix");
    const workflow = ofWorkflow(env);
    if (workflow !== null)
      return { ...workflow, folder, base: baseCommit ?? (ownHead ? null : (env.GITHUB_SHA ?? null)) };
    const url = ofOrigin(await git(root, "remote", "get-url", "origin"));
    return url === null ? null : { url, folder, base: baseCommit, head: ownHead ? await published(root) : null };
  } catch (error) {
    // No git, no repository or no remote: then nothing is linked.
    if (error instanceof GitFailed) return null;
    throw error;
  }
}

/** Of the events `pull_request` and `workflow_run`: the branch's own commit, as GITHUB_SHA is a merge or the default branch. */
const eventShape = z.object({
  pull_request: z.object({ head: z.object({ sha: z.string() }) }).optional(),
  workflow_run: z.object({ head_sha: z.string() }).optional(),
});

function ofWorkflow(env: Environment): { url: string; head: string | null } | null {
  const { GITHUB_SERVER_URL: server = "", GITHUB_REPOSITORY: repository = "" } = env;
  if (!/^https:\/\/[\w.-]+(:\d+)?$/.test(server) || !/^[\w.-]+\/[\w.-]+$/.test(repository)) return null;
  const event = eventOf(env, eventShape);
  const head = event?.pull_request?.head.sha ?? event?.workflow_run?.head_sha ?? env.GITHUB_SHA ?? null;
  return { url: `${server}/${repository}`, head };
}

/** `https://github.com/owner/name` of what git calls it; credentials in it are left out. */
function ofOrigin(remote: string): string | null {
  const named = /^(?:https:\/\/(?:[^@/]+@)?|ssh:\/\/git@|git@)github\.com[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(
    remote,
  );
  return named === null ? null : `https://github.com/${named[1]}`;
}

/** The commit of the working copy, if its definitions are as that commit has them and a remote has the commit. */
async function published(root: string): Promise<string | null> {
  if ((await git(root, "status", "--porcelain", "--", ".")) !== "") return null;
  const commit = await git(root, "rev-parse", "HEAD");
  return (await git(root, "branch", "--remotes", "--contains", commit)) === "" ? null : commit;
}

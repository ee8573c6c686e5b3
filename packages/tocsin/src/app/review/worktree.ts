import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { GitFailed, git } from "./git.ts";

const prefix = "tocsin-review-";

/**
 * Runs `use` in a clean worktree of a commit, which is gone afterwards: also when `use` fails, and when the run is
 * interrupted. What a killed run has left is removed by the next.
 * @param use gets the folder of the project within the worktree
 */
export async function inWorktree<T>(root: string, commit: string, use: (folder: string) => Promise<T>): Promise<T> {
  await removeLeftovers(root);
  const within = await git(root, "rev-parse", "--show-prefix");
  const submodules = await submodulesAt(root, within, commit);
  const holder = mkdtempSync(path.join(realpathSync(tmpdir()), `${prefix}${process.pid}-`));
  const folder = path.join(holder, "base");
  const interrupted = (signal: NodeJS.Signals) => {
    rmSync(holder, { recursive: true, force: true });
    process.kill(process.pid, signal);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.once(signal, interrupted);
  try {
    // A sparse checkout leaves out what it does not name: the base is compared whole.
    await git(root, "-c", "core.sparseCheckout=false", "worktree", "add", "--detach", "--quiet", folder, commit);
    for (const one of submodules) await checkOut(one, folder);
    return await use(path.join(folder, within));
  } finally {
    for (const signal of signals) process.off(signal, interrupted);
    rmSync(holder, { recursive: true, force: true });
    await git(root, "worktree", "prune");
    for (const { here } of submodules) if (isRepository(here)) await git(here, "worktree", "prune");
  }
}

/** A repository within the repository, at a commit of its own. */
interface Submodule {
  /** Where it is checked out in the working copy, if it is. */
  here: string;
  /** From the top of the repository. */
  path: string;
  commit: string;
}

const isRepository = (folder: string): boolean => existsSync(path.join(folder, ".git"));

/** The submodules of a commit that hold what a review reads. `within`: the project's folder below the top of the repository. */
async function submodulesAt(root: string, within: string, commit: string): Promise<Submodule[]> {
  const top = await git(root, "rev-parse", "--show-toplevel");
  const read = ["alerts", "synthetics", "runbooks"].map((folder) => `${within}${folder}`);
  const tree = await git(top, "ls-tree", "-r", "--full-tree", commit, "--", ...read);
  return tree.split("\n").flatMap((line): Submodule[] => {
    const [, id, file] = /^160000 commit ([0-9a-f]+)\t(.+)$/.exec(line) ?? [];
    return id === undefined || file === undefined ? [] : [{ here: path.join(top, file), path: file, commit: id }];
  });
}

/**
 * Checks a submodule out below `folder`, from the copy that is here.
 * @throws GitFailed where there is none, or it lacks that commit
 */
async function checkOut({ here, path: file, commit }: Submodule, folder: string): Promise<void> {
  if (!isRepository(here)) {
    throw new GitFailed(`the submodule ${file} is not checked out: run \`git submodule update --init\` and try again`);
  }
  await git(here, "worktree", "add", "--detach", "--quiet", path.join(folder, file), commit).catch((cause: unknown) => {
    throw new GitFailed(`the submodule ${file} lacks ${commit}: run \`git -C ${file} fetch\` and try again`, { cause });
  });
}

/** Worktrees of runs that are no more. */
async function removeLeftovers(root: string): Promise<void> {
  const parent = realpathSync(tmpdir());
  let found = false;
  for (const name of readdirSync(parent)) {
    const pid = Number(new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]);
    if (!Number.isInteger(pid) || pid === 0 || isRunning(pid)) continue;
    rmSync(path.join(parent, name), { recursive: true, force: true });
    found = true;
  }
  if (found) await git(root, "worktree", "prune");
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, and belongs to somebody else.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/**
 * Lets the worktree's code find the packages that are installed here. `each`: one link a package, so that a set-up that runs
 * there can replace its own links and nothing here, and packages that lie in the repository are those of the worktree; else one
 * link for all, which is quicker.
 */
export function linkPackages(from: string, to: string, { each }: { each: boolean }): void {
  const [source, target] = [path.join(from, "node_modules"), path.join(to, "node_modules")];
  if (!existsSync(source) || existsSync(target)) return;
  if (!each) {
    symlinkSync(source, target);
    return;
  }
  mkdirSync(target);
  for (const entry of readdirSync(source, { withFileTypes: true })) {
    const { name } = entry;
    if (name === ".cache") continue;
    const place = path.join(source, name);
    const link = entry.isSymbolicLink() ? readlinkSync(place) : place;
    // npm links a package of the repository by a relative path: the same one leads to the worktree's own.
    symlinkSync(
      path.isAbsolute(link) || existsSync(path.resolve(target, link)) ? link : place,
      path.join(target, name),
    );
  }
}

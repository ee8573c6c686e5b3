import { spawnSync } from "node:child_process";

/** @type {readonly string[] | undefined} */
let names;

/**
 * An environment for git in a folder that we chose. A hook runs with variables that name its repository, its index and its
 * objects (GIT_DIR, GIT_INDEX_FILE, ...): with these, git would work there, whatever folder it is started in, and
 * `git worktree add` in a pre-commit hook would overwrite what is about to be committed.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {NodeJS.ProcessEnv}
 */
export function gitEnvironment(env = process.env) {
  names ??= repositoryVariables();
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names?.includes(name)));
}

/**
 * What git itself lists as bound to one repository; nothing where there is no git, so that its call tells that.
 * @returns {readonly string[]}
 */
function repositoryVariables() {
  const { stdout } = spawnSync("git", ["rev-parse", "--local-env-vars"], { encoding: "utf8" });
  return (stdout ?? "").split("\n").filter((name) => name !== "");
}

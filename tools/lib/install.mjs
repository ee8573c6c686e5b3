import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findOnPath, runChild } from "../../packages/tocsin/src/engine/install/child.mjs";
import { seconds, withElapsed } from "../../packages/tocsin/src/engine/install/progress.mjs";
import { SetUpError } from "../../packages/tocsin/src/shared/failure.mjs";

/**
 * What npm says when it cannot reach its server.
 */
const unreachable =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED|network/;

/**
 * Names what must be installed: the lock file, and the platform, because some packages carry binaries.
 * @param {string} folder
 * @returns {string}
 */
function wanted(folder) {
  const lock = readFileSync(join(folder, "package-lock.json"));
  return createHash("sha256").update(lock).update(`${process.platform} ${process.arch}`).digest("hex");
}

/** @param {string} folder */
function stampFile(folder) {
  return join(folder, "node_modules", ".tocsin-installed");
}

/**
 * Whether the packages of a folder are those of its lock file.
 * @param {string} folder
 * @returns {boolean}
 */
export function isInstalled(folder) {
  const stamp = stampFile(folder);
  if (!existsSync(stamp)) return false;
  return readFileSync(stamp, "utf8") === wanted(folder);
}

/**
 * Brings node_modules to what package-lock.json says, by `npm ci`, unless it is there already. The stamp that remembers
 * it is written last, so an install that was killed is done again.
 *
 * @param {string} folder the one with package.json
 * @param {{log: import("../../packages/tocsin/src/engine/install/progress.mjs").Log, logFile: string, noteChild?: (pid: number) => void, env?: NodeJS.ProcessEnv}} options
 * @returns {Promise<"unchanged" | "adopted" | "installed">} adopted: someone ran npm by hand and the result is right
 * @throws {SetUpError} when npm fails
 */
export async function install(folder, { log, logFile, noteChild, env = process.env }) {
  if (isInstalled(folder)) return "unchanged";
  const hash = wanted(folder);
  if (matchesNpmsRecord(folder)) {
    writeFileSync(stampFile(folder), hash);
    return "adopted";
  }
  const modules = join(folder, "node_modules");
  const reason = existsSync(modules) ? "package-lock.json has changed" : "first time here";
  log(`installing npm packages in ${folder} (${reason})`);
  // npm removes the old tree in no stated order; killed there, its record must not outlive what it records.
  rmSync(npmsRecord(folder), { force: true });
  rmSync(stampFile(folder), { force: true });

  const npm = findOnPath("npm", env);
  if (npm === undefined) throw new SetUpError("npm is not on PATH. It comes with Node: https://nodejs.org");
  const startedAt = Date.now();
  const args = [
    "ci",
    "--no-audit",
    "--no-fund",
    "--prefer-offline",
    "--fetch-retry-mintimeout=1000",
    "--fetch-retry-maxtimeout=5000",
  ];
  const result = await withElapsed(log, "installing npm packages", () =>
    runChild(npm, args, { cwd: folder, env: forNpm(env), logFile, ...(noteChild && { onStart: noteChild }) }),
  );
  if (result.code !== 0) throw new SetUpError(explain(folder, result, logFile));
  mkdirSync(modules, { recursive: true });
  writeFileSync(stampFile(folder), hash);
  log(`npm packages installed in ${seconds(startedAt)} s`);
  return "installed";
}

/**
 * @param {string} folder
 * @param {import("../../packages/tocsin/src/engine/install/child.mjs").ChildResult} result
 * @param {string} logFile
 */
function explain(folder, result, logFile) {
  const remedy = unreachable.test(result.output)
    ? "npm could not reach its server: this step needs the network once. Check the connection and `npm config get proxy`, then run this again."
    : /can only install.*in sync|EUSAGE/.test(result.output)
      ? "package.json and package-lock.json do not fit together: run `npm install` there and commit both."
      : `The whole output is in ${logFile}.`;
  return `\`npm ci\` in ${folder} failed (${result.failure}).\n${result.output}\n${remedy}`;
}

/** @param {string} folder */
function npmsRecord(folder) {
  return join(folder, "node_modules", ".package-lock.json");
}

/**
 * Whether npm's own record of the last install (written when it has finished) and the folders on disk fit the lock file.
 * @param {string} folder
 */
function matchesNpmsRecord(folder) {
  if (!existsSync(npmsRecord(folder))) return false;
  const installed = packagesOf(npmsRecord(folder));
  const locked = packagesOf(join(folder, "package-lock.json"));
  if (Object.keys(installed).some((path) => locked[path] === undefined)) return false;
  return Object.entries(locked).every(([path, entry]) => {
    const own = installed[path];
    if (path === "" || (own === undefined && entry.optional === true)) return true;
    return own?.version === entry.version && own?.integrity === entry.integrity && existsSync(join(folder, path));
  });
}

/**
 * @param {string} file
 * @returns {Record<string, {version?: string, integrity?: string, optional?: boolean}>}
 */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages ?? {};
  } catch {
    return {};
  }
}

/**
 * The environment without what an outer `npx` or `npm run` says about its own run: it would steer the inner one.
 * @param {NodeJS.ProcessEnv} env
 */
function forNpm(env) {
  const about = /^(npm_lifecycle_|npm_package_|npm_command$|npm_config_(local_prefix|yes|call|package)$|INIT_CWD$)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !about.test(name)));
}

import { existsSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * The folder for what is costly to get and the same for every project (the engine, reference programs of the tests).
 * `TOCSIN_CACHE` names another.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string}
 */
export function cacheFolder(env = process.env) {
  if (env.TOCSIN_CACHE) return join(env.TOCSIN_CACHE);
  const home = env.HOME || homedir();
  if (process.platform === "darwin") return join(home, "Library", "Caches", "tocsin");
  const xdg = env.XDG_CACHE_HOME;
  // The XDG specification tells to ignore a relative path.
  return join(xdg && isAbsolute(xdg) ? xdg : join(home, ".cache"), "tocsin");
}

/**
 * Whether a module is the script that Node was started with, through a symbolic link or not.
 * @param {string} moduleUrl the module's `import.meta.url`
 * @returns {boolean}
 */
export function isMain(moduleUrl) {
  const script = process.argv[1];
  return script !== undefined && existsSync(script) && pathToFileURL(realpathSync(script)).href === moduleUrl;
}

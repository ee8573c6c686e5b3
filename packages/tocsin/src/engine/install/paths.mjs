import { existsSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/**
 * The folder of this checkout. Found by its package-lock.json, not by counting folders: this module also runs from the bundle.
 * @returns {string}
 */
function findRoot() {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package-lock.json"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("package-lock.json is missing: this checkout of tocsin is incomplete");
    folder = parent;
  }
  return folder;
}

export const projectRoot = findRoot();

/** What this checkout writes at run time (git-ignored). */
export const localFolder = join(projectRoot, ".local");

/** The entry of the bundled command line. */
export const bundleEntry = join(projectRoot, "dist", "main.js");

/**
 * What the engine starts as plugins: our own providers, and the local stack's stand-ins for official ones.
 * @type {Readonly<Record<string, string>>}
 */
export const pluginSources = {
  sentry: join(projectRoot, "infra", "plugins", "sentry", "main.ts"),
  stripe: join(projectRoot, "infra", "plugins", "stripe", "main.ts"),
  datadog: join(projectRoot, "local", "plugins", "datadog", "main.ts"),
  vercel: join(projectRoot, "local", "plugins", "vercel", "main.ts"),
};

/**
 * The folder for what is costly to get and the same for every checkout (the engine, judges). `TOCSIN_CACHE` names another.
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

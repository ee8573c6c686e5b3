/** Package managers and versions of Node, each pinned by the lock file in `tools/`. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "../../../packages/tocsin/src/engine/install/lock.mjs";
import { install } from "../../lib/install.mjs";
import { localFolder } from "../../lib/paths.mjs";

const folder = join(import.meta.dirname, "tools");
const modules = join(folder, "node_modules");

/** Gets them, where that is not done yet. */
export async function installTools(): Promise<void> {
  const what = "installing package managers for tests";
  await withLock(join(localFolder, "package-tools.lock"), { what, log: () => {} }, (noteChild) =>
    install(folder, { log: () => {}, logFile: join(localFolder, "logs", "npm-ci-package-tools.log"), noteChild }),
  );
}

/** Scripts that Node runs. */
export const pnpm = join(modules, "pnpm", "bin", "pnpm.cjs");
export const yarn = join(modules, "@yarnpkg", "cli-dist", "bin", "yarn.js");

/** The program of this platform; a script of bun's own package moves it there, which npm may not have run. */
export function bun(): string {
  const own = readdirSync(join(modules, "@oven")).map((name) => join(modules, "@oven", name, "bin", "bun"));
  return own.find((file) => existsSync(file)) ?? join(modules, "bun", "bin", "bun.exe");
}

/** Another version of Node. npm has the newest for Linux on x64 only. */
export const node = (major: 22 | 24): string => join(modules, `node-${major}`, "bin", "node");

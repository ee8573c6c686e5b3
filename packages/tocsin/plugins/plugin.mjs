import { existsSync } from "node:fs";

/*
 * `node plugin.mjs NAME`: a provider plugin, as the engine starts it. In a checkout of the repository the built file may be
 * older than its source, and the engine's own command line builds nothing: then the source runs.
 * Prints nothing: the first line on standard output is the plugin's port.
 */
const name = process.argv[2] ?? "";
const source = new URL(`../src/providers/${name}/main.ts`, import.meta.url);
const built = new URL(`../dist/plugin-${name}.js`, import.meta.url);
const isStale =
  existsSync(source) && !(await import(new URL("../../../tools/lib/build.mjs", import.meta.url).href)).isBuilt();
if (isStale) (await import("tsx/esm/api")).register();
await import((isStale ? source : built).href);

import { pathToFileURL } from "node:url";
import { pluginProgram } from "../../../tools/lib/bundle.mjs";
import { pluginSources } from "../src/engine/install/paths.mjs";

/*
 * `node scripts/plugin.mjs NAME`: a plugin, as the engine starts it. From the bundle it is there in a third of the time, and
 * each run of the engine waits for it; but the engine's own command line makes no bundle, so the source must do as well.
 * Prints nothing: the first line on standard output is the plugin's port.
 */
const name = process.argv[2] ?? "";
if (!Object.hasOwn(pluginSources, name)) {
  process.stderr.write(`tocsin: there is no plugin "${name}"; there are ${Object.keys(pluginSources).join(", ")}\n`);
  process.exit(2);
}
const { file, isSource } = pluginProgram(name);
if (isSource) (await import("tsx/esm/api")).register();
await import(pathToFileURL(file).href);

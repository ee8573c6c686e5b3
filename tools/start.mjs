import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundleEntry, projectRoot } from "../packages/tocsin/src/engine/install/paths.mjs";
import { runMain } from "../packages/tocsin/src/shared/failure.mjs";
import { ensureSetUp } from "./setup.mjs";

/** `npm start`: everything that is needed, then the command that shows the whole tool at work on emulated vendors. */
await runMain(async () => {
  await ensureSetUp({ engine: true });
  // As if it had been typed: the command line reads its arguments from there.
  process.argv.splice(1, 1, join(projectRoot, "bin", "tocsin.mjs"), "start");
  await import(pathToFileURL(bundleEntry).href);
});

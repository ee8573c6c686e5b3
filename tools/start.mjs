import { pathToFileURL } from "node:url";
import { runMain } from "../packages/tocsin/src/shared/run-main.mjs";
import { inPackage } from "./lib/paths.mjs";
import { ensureSetUp } from "./setup.mjs";

/** `npm start`: everything that is needed, then the command that shows the whole tool at work on emulated vendors. */
await runMain(async () => {
  await ensureSetUp({ engine: true });
  // As if it had been typed: the command line reads its arguments from there.
  process.argv.splice(1, 1, inPackage("tocsin", "bin", "tocsin.mjs"), "start"); // `npm start -- --verbose` goes on behind it
  await import(pathToFileURL(inPackage("tocsin", "dist", "main.js")).href);
});

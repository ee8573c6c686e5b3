import { pathToFileURL } from "node:url";
import { guardEnding } from "../packages/tocsin/src/shared/ending.mjs";
import { runMain } from "../packages/tocsin/src/shared/run-main.mjs";
import { inPackage } from "./lib/paths.mjs";
import { ensureSetUp } from "./setup.mjs";

/** The command line: set up where that is not done yet, then run as it is built. */
export async function command() {
  guardEnding();
  await runMain(async () => {
    await ensureSetUp({ quiet: true });
    await import(pathToFileURL(inPackage("tocsin", "dist", "main.js")).href);
  });
}

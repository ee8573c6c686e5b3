import { pathToFileURL } from "node:url";
import { bundleEntry } from "../packages/tocsin/src/engine/install/paths.mjs";
import { guardEnding } from "../packages/tocsin/src/shared/ending.mjs";
import { runMain } from "../packages/tocsin/src/shared/failure.mjs";
import { ensureSetUp } from "./setup.mjs";

/** The command line: set up where that is not done yet, then run from its bundle. */
export async function command() {
  guardEnding();
  await runMain(async () => {
    await ensureSetUp({ quiet: true });
    process.exitCode = undefined;
    await import(pathToFileURL(bundleEntry).href);
  });
}

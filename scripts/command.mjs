import { pathToFileURL } from "node:url";
import { guardEnding } from "./lib/ending.mjs";
import { runMain } from "./lib/failure.mjs";
import { bundleEntry } from "./lib/paths.mjs";
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

import { pathToFileURL } from "node:url";
import { progress } from "../packages/tocsin/src/engine/install/progress.mjs";
import { runMain } from "../packages/tocsin/src/shared/run-main.mjs";
import { packedFolder, packPackages } from "./lib/pack.mjs";
import { inPackage } from "./lib/paths.mjs";
import { ensureSetUp } from "./setup.mjs";

/** `npm run create -- DIR`: packs what is published, and creates a project that takes the packages from there. */
await runMain(async () => {
  await ensureSetUp({ quiet: true });
  await packPackages({ log: progress });
  process.argv.push("--packages", packedFolder);
  await import(pathToFileURL(inPackage("create-tocsin", "dist", "main.js")).href);
  return Number(process.exitCode ?? 0);
});

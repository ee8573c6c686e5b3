import { progress } from "../packages/tocsin/src/engine/install/progress.mjs";
import { runMain } from "../packages/tocsin/src/shared/run-main.mjs";
import { packPackages } from "./lib/pack.mjs";
import { ensureSetUp } from "./setup.mjs";

/** `npm run pack`: dist/packages/NAME-VERSION.tgz of every package that is published. */
await runMain(async () => {
  await ensureSetUp({ quiet: true });
  for (const { file, bytes } of await packPackages({ log: progress })) {
    process.stdout.write(`${file}  ${(bytes / 1024).toFixed(0)} kB\n`);
  }
  return 0;
});

#!/usr/bin/env node
import { pathToFileURL } from "node:url";
import { runMain } from "../scripts/lib/failure.mjs";
import { bundleEntry } from "../scripts/lib/paths.mjs";
import { ensureSetUp } from "../scripts/setup.mjs";

await runMain(async () => {
  await ensureSetUp({ quiet: true });
  await import(pathToFileURL(bundleEntry).href);
});

#!/usr/bin/env node
import { existsSync } from "node:fs";

// Until the end is reached, the exit code is "could not tell": also when a file of the tool itself is missing.
process.exitCode = 3;
try {
  process.cwd();
} catch {
  process.stderr.write("tocsin: the current folder is no longer there\n");
  process.exit();
}
/** A checkout of the repository has its sources here: it is set up first, and never runs what was built from older ones. */
const isCheckout = existsSync(new URL("../src/cli/main.ts", import.meta.url));
// What is reported as a bug names places in the sources.
if (process.env.TOCSIN_DEBUG) process.setSourceMapsEnabled(true);
const start = isCheckout
  ? import(new URL("../../../tools/command.mjs", import.meta.url).href).then(({ command }) => command())
  : import(new URL("../dist/main.js", import.meta.url).href);
start.catch((error) => process.stderr.write(`tocsin: this installation is incomplete: ${error.message}\n`));

#!/usr/bin/env node
// Until the end is reached, the exit code is "could not tell": also when a file of the tool itself is missing.
process.exitCode = 3;
import("../../../tools/command.mjs").then(
  ({ command }) => command(),
  (error) => process.stderr.write(`tocsin: this checkout is incomplete: ${error.message}\n`),
);

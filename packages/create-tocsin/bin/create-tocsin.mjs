#!/usr/bin/env node
// Until the end is reached, the exit code is "could not tell".
process.exitCode = 3;
await import(new URL("../dist/main.js", import.meta.url).href);

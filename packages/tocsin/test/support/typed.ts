/** The command line, as it is typed. */
import path from "node:path";

export const binary = path.resolve(import.meta.dirname, "../../bin/tocsin.mjs");

/** Behind `node`. A command ends before it is worth optimizing: without that it needs three quarters of the processor time. */
export const typed = ["--no-opt", "--single-threaded-gc", binary] as const;

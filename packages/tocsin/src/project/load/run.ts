import { pathToFileURL } from "node:url";
import { made as madeIn } from "../../model/language.ts";

/** A definition file has tried to end the process that loads it. */
class ProcessEnded extends Error {
  override readonly name = "ProcessEnded";

  constructor() {
    super("it ends the process (process.exit)");
  }
}

/** What a file gave, kept as Node keeps the module: it runs once. */
const known = new Map<string, readonly unknown[]>();

/** One file runs at a time: while it does, the process's way to end and the list of what is made are those of that file. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Runs a file of definitions. It is data: what would end the process is an error in that file, and what it sets as exit code
 * is undone, for that tells what a command found.
 * @returns what it exports, and all that `alert`, `route` and their like made in it, exported or not
 */
export function runFile(file: string): Promise<Ran> {
  const run = last.then(() => runAlone(file));
  last = run.catch(() => undefined);
  return run;
}

interface Ran {
  exported: unknown;
  made: readonly unknown[];
}

async function runAlone(file: string): Promise<Ran> {
  const { exit, exitCode } = process;
  process.exit = () => {
    throw new ProcessEnded();
  };
  const made: unknown[] = [];
  Reflect.set(globalThis, madeIn, made);
  try {
    const exported: unknown = await import(pathToFileURL(file).href);
    if (!known.has(file)) known.set(file, made);
    return { exported, made: known.get(file) ?? [] };
  } finally {
    Reflect.deleteProperty(globalThis, madeIn);
    process.exit = exit;
    process.exitCode = exitCode;
  }
}

import { pathToFileURL } from "node:url";

/** A definition file has tried to end the process that loads it. */
class ProcessEnded extends Error {
  override readonly name = "ProcessEnded";

  constructor() {
    super("it ends the process (process.exit)");
  }
}

const madeIn = Symbol.for("tocsin.made");

/** What a file gave, kept as Node keeps the module: it runs once. */
const known = new Map<string, readonly unknown[]>();

/**
 * Runs a file of definitions. It is data: what would end the process is an error in that file, and what it sets as exit code
 * is undone, for that tells what a command found.
 * @returns what it exports, and all that `alert`, `route` and their like made in it, exported or not
 */
export async function runFile(file: string): Promise<{ exported: unknown; made: readonly unknown[] }> {
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

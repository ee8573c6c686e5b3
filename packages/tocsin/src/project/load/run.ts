import { pathToFileURL } from "node:url";

/** A definition file has tried to end the process that loads it. */
class ProcessEnded extends Error {
  override readonly name = "ProcessEnded";

  constructor() {
    super("it ends the process (process.exit)");
  }
}

/**
 * Runs a file of definitions. It is data: what would end the process is an error in that file, and what it sets as exit code
 * is undone, for that tells what a command found.
 */
export async function runFile(file: string): Promise<unknown> {
  const { exit, exitCode } = process;
  process.exit = () => {
    throw new ProcessEnded();
  };
  try {
    return await import(pathToFileURL(file).href);
  } finally {
    process.exit = exit;
    process.exitCode = exitCode;
  }
}

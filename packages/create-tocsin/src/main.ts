import { readArguments, usage } from "./arguments.ts";
import { create } from "./create.ts";
import { UsageError } from "./usage-error.ts";

/** The command line. Exit code: 0 created, 1 created but not installed, 2 wrong use, 3 could not tell. */
export async function main(argv: readonly string[] = process.argv.slice(2)): Promise<void> {
  try {
    const given = readArguments(argv);
    const print = (text: string) => void process.stdout.write(text);
    if (given === null) print(usage);
    // npm runs a script in the folder of its package.json; this is where it was typed.
    const from =
      process.env.npm_lifecycle_event === undefined ? process.cwd() : (process.env.INIT_CWD ?? process.cwd());
    process.exitCode = given === null ? 0 : await create(given, { from, env: process.env, print });
  } catch (error) {
    const isUse = error instanceof UsageError;
    process.stderr.write(`${isUse ? error.message : `Could not create the project: ${reasonOf(error)}`}\n`);
    process.exitCode = isUse ? 2 : 3;
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

await main();

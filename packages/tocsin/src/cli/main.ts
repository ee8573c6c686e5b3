import { CommanderError } from "commander";
import { isInterrupted } from "../app/files/journal.ts";
import { guardOutput } from "../project/output.ts";
import { projectAbove, projectRoot } from "../project/root.ts";
import { guardEnding, leave } from "../shared/ending.mjs";
import { createProgram } from "./program.ts";

/** A folder becomes a project by `init`; what is live is audited from anywhere; questions about the tool itself are answered there too. */
const needsProject = (argv: readonly string[]): boolean =>
  argv.length > 2 &&
  !["init", "audit", "completion"].includes(argv[2] ?? "") &&
  !argv.some((word) => ["--help", "-h", "--version"].includes(word));

/** Runs one command line; sets the process's exit code. */
export async function main(argv: readonly string[] = process.argv): Promise<void> {
  try {
    const above = projectAbove(process.cwd());
    const root = needsProject(argv) ? projectRoot(process.cwd()) : (above ?? process.cwd());
    if (isInterrupted(root)) {
      (await import("../app/files/write-all.ts")).finishInterrupted(root);
      process.stderr.write("Finished what an interrupted command had begun to write.\n");
    }
    await (await createProgram(root, argv)).parseAsync([...argv]);
  } catch (error) {
    // Commander has printed its own message; 0 is help and version, anything else is wrong use.
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else {
      const { reportFailure } = await import("./failure.ts");
      process.exitCode = reportFailure(error, projectAbove(process.cwd()) ?? process.cwd());
    }
  }
}

guardEnding();
guardOutput();
// It may hold what a start that fails ends with.
process.exitCode = undefined;
await main();
await leave();

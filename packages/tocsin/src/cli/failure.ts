import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { problemText } from "../lint/problem-text.ts";
import { ConfigurationError, sortProblems } from "../model/problem.ts";
import { colorsFor } from "../shared/colors.ts";
import { diskRefusal, fileReason } from "../shared/disk.mjs";
import { crashText } from "../shared/ending.mjs";
import { messageOf } from "../shared/failure.mjs";
import { withPages } from "../shared/pages.ts";
import { UsageError } from "../shared/usage-error.ts";
import { cannotWrite } from "../shared/whole-file.ts";

/** Errors that know their exit code: 2 for wrong use or configuration, 3 for what could not be told. */
const withExitCode = z.object({ exitCode: z.number().int().min(1).max(255) });

/** Every problem with its line of the file, as `tocsin lint` shows it; the files are below `root`. */
function configurationText({ summary, problems, message }: ConfigurationError, root: string): string {
  if (problems.length === 0) return message;
  const colors = colorsFor(process.stderr);
  const lineOf = (file: string, line: number): string | null => {
    try {
      return readFileSync(path.resolve(root, file), "utf8").split(/\r?\n/)[line - 1] ?? null;
    } catch {
      return null;
    }
  };
  return [`${summary}\n`, ...sortProblems(problems).map((problem) => problemText(problem, lineOf, colors))]
    .join("\n")
    .trimEnd();
}

/**
 * Prints what went wrong and says which exit code it is. A message that we wrote is printed as it is; for anything else the
 * place in the code helps whoever reports it, so it is added only when TOCSIN_DEBUG is set.
 */
export function reportFailure(thrown: unknown, root: string): number {
  const error = fromDisk(thrown);
  const known = withExitCode.safeParse(error);
  if (!known.success) {
    process.stderr.write(`${crashText(error)}\n`);
    return 3;
  }
  const text = error instanceof ConfigurationError ? configurationText(error, root) : messageOf(error);
  process.stderr.write(`${withPages(text, root)}\n`);
  if (process.env.TOCSIN_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return known.data.exitCode;
}

/** What the disk does not allow is no error of ours. */
function fromDisk(thrown: unknown): unknown {
  const refusal = diskRefusal(thrown);
  if (refusal === null) return thrown;
  if (refusal.kind === "opened")
    return new UsageError(`${refusal.file} cannot be opened: ${fileReason(thrown)}.`, { cause: thrown });
  return cannotWrite(refusal.file, thrown);
}

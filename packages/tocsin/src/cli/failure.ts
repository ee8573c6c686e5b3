import { z } from "zod";
import { crashText } from "../shared/ending.mjs";

/** Errors that know their exit code: 2 for wrong use or configuration, 3 for what could not be told. */
const withExitCode = z.object({ exitCode: z.number().int().min(1).max(255) });

/**
 * Prints what went wrong and says which exit code it is. A message that we wrote is printed as it is; for anything else the
 * place in the code helps whoever reports it, so it is added only when TOCSIN_DEBUG is set.
 */
export function reportFailure(error: unknown): number {
  const known = withExitCode.safeParse(error);
  if (!known.success) {
    process.stderr.write(`${crashText(error)}\n`);
    return 3;
  }
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (process.env.TOCSIN_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return known.data.exitCode;
}

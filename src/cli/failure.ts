import { z } from "zod";

/** Errors that know their exit code: 2 for wrong use or configuration, 3 for what could not be told. */
const withExitCode = z.object({ exitCode: z.number().int().min(1).max(255) });

/**
 * Prints what went wrong and says which exit code it is. A message that we wrote is printed as it is; for anything else the
 * place in the code helps whoever reports it, so it is added only when TOCSIN_DEBUG is set.
 */
export function reportFailure(error: unknown): number {
  const known = withExitCode.safeParse(error);
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${known.success ? "" : "Unexpected: "}${message}\n`);
  if (process.env.TOCSIN_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  else if (!known.success) process.stderr.write("Set TOCSIN_DEBUG=1 to see where this happened.\n");
  return known.success ? known.data.exitCode : 3;
}

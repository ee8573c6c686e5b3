/** Options that several commands share, so that they mean the same everywhere. */
import { Option } from "commander";
import { z } from "zod";
import type { Source } from "../app/backtest.ts";
import { UsageError } from "../shared/usage-error.ts";

/** The stack that commands take when none is named. */
const defaultStack = "local";

/**
 * `--stack NAME`: what the command line says, else `TOCSIN_STACK`, else the local stack, which no account hangs on.
 * @param about what the command does with it
 */
export function stackOption(about = "the stack, as in Pulumi.<name>.yaml"): Option {
  return new Option("--stack <name>", about).env("TOCSIN_STACK").default(defaultStack);
}

/**
 * Where a command reads history: from the file that `--history` names, there with the stack that was typed or with none; else
 * from the vendors of a stack, found as `stackOption` finds it.
 */
export const historyFrom = ({
  stack,
  history,
}: {
  stack?: string | undefined;
  history?: string | undefined;
}): Source =>
  history === undefined ? { stack: stack ?? (process.env.TOCSIN_STACK || defaultStack) } : { stack, history };

/** `--json`: the same result for programs, in a shape that stays. */
export const jsonOption = (about = "print the result as JSON"): Option => new Option("--json", about);

/** `--quality [days]`: 28 where no number is given. */
export const qualityDays = z
  .union([z.literal(true).transform(() => 28), z.coerce.number().int().min(1).max(365)])
  .optional();
export const wrongDays = (): UsageError => new UsageError("--quality takes a number of days from 1 to 365.");

/** Calls for the history of the alerts at most. What was read once is kept, so that the next week asks for one week. */
export const mostHistoryCalls = 2000;

/**
 * What was typed, as a command's shape has it.
 * @throws UsageError that names the first option that it does not take
 */
export function optionsOf<S extends z.ZodType>(shape: S, typed: unknown): z.output<S> {
  const read = shape.safeParse(typed);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new UsageError(`--${issue?.path.join(".")} is wrong: ${issue?.message}.`);
}

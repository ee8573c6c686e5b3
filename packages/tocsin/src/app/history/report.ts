import { z } from "zod";
import type { BacktestResult } from "../../evaluate/backtest.ts";

const firing = {
  fires: z.int().nonnegative(),
  longestMs: z.number(),
  flaps: z.int().nonnegative(),
  timeInAlertMs: z.number(),
};
const iso = z.iso.datetime();
const state = z.enum(["ok", "warn", "alert", "no-data"]);

const result = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("evaluated"),
    /** Where evaluation began and ended; `firstData` and `lastData` are when something matched. */
    from: iso,
    to: iso,
    firstData: iso,
    lastData: iso,
    stepMs: z.number(),
    ...firing,
    warnings: z.int().nonnegative(),
    timeInNoDataMs: z.number(),
    stillFiring: z.boolean(),
    /** 0 to 1. */
    coverage: z.number(),
    transitions: z.array(
      z.object({ at: iso, group: z.string(), from: state, to: state, value: z.number().nullable() }),
    ),
    sensitivity: z.array(z.object({ critical: z.number(), ...firing })),
    response: z.object({ detectionMs: z.number(), resetMs: z.number().nullable() }).nullable(),
  }),
  z.object({ kind: z.literal("no matching data"), reason: z.string() }),
  /** There is nothing to evaluate, or no history to be had. */
  z.object({ kind: z.literal("not evaluated"), reason: z.string() }),
  /** There is history that could not be read. */
  z.object({ kind: z.literal("not read"), reason: z.string() }),
]);

/** Shape of `tocsin backtest --json`. */
export const backtestReport = z.object({
  stack: z.string().nullable(),
  from: iso,
  to: iso,
  /** False when history that was asked for could not be read. */
  complete: z.boolean(),
  /** Calls made, by vendor, and how many were allowed. */
  calls: z.record(z.string(), z.int()),
  budget: z.int(),
  definitions: z.array(
    z.object({
      definition: z.string(),
      /** Seconds that one value of its history covers; null without history. */
      resolution: z.number().nullable(),
      notes: z.array(z.string()),
      result,
      /** The same history with the base's definition; null where none was given or it is new. */
      base: result.nullable(),
    }),
  ),
  problems: z.array(z.string()),
});

export type BacktestReport = z.infer<typeof backtestReport>;
export type ReportedResult = z.infer<typeof result>;

const isoOf = (ms: number): string => new Date(ms).toISOString();

/** A result with its times as text. */
export function reported(one: BacktestResult): ReportedResult {
  if (one.kind !== "evaluated") return one;
  return {
    ...one,
    from: isoOf(one.from),
    to: isoOf(one.to),
    firstData: isoOf(one.firstData),
    lastData: isoOf(one.lastData),
    transitions: one.transitions.map((transition) => ({ ...transition, at: isoOf(transition.at) })),
  };
}

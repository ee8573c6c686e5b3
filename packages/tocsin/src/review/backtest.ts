import { z } from "zod";
import { type BacktestResult, backtest } from "../evaluate/backtest.ts";
import type { Input, Range, Transition } from "../evaluate/types.ts";
import { valuesOf } from "../evaluate/values.ts";
import type { Definition } from "../model/definition.ts";

/** How one version of a definition would have behaved. Times are milliseconds since the epoch. */
const behaviour = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("evaluated"),
    fires: z.number().int(),
    longestMs: z.number(),
    flaps: z.number().int(),
    timeInAlertMs: z.number(),
    /** 0 to 1: the share of the time of which something is known. */
    coverage: z.number(),
    /** When it fired: beginning and end; an end beyond the time looked at is that time's end. */
    periods: z.array(z.tuple([z.number(), z.number()])),
  }),
  /** Nothing is known, least of all that it never fires. */
  z.strictObject({ kind: z.literal("no matching data"), reason: z.string() }),
  z.strictObject({ kind: z.literal("not evaluated"), reason: z.string() }),
  /** There is history, and it could not be read. */
  z.strictObject({ kind: z.literal("not read"), reason: z.string() }),
]);

export type Behaviour = z.infer<typeof behaviour>;

/** Both versions over the same history. */
const compared = z.strictObject({
  definition: z.string(),
  /** Null for one that is new. */
  before: behaviour.nullable(),
  after: behaviour,
  /** What was measured, thinned out for a plot: the worst value of each piece of time; null: none. */
  values: z.array(z.tuple([z.number(), z.number().nullable()])),
  limits: z.strictObject({ before: z.number().nullable(), after: z.number().nullable() }),
  /** Where the history says less than the vendor's own evaluation sees. */
  notes: z.array(z.string()),
});

export type Compared = z.infer<typeof compared>;

export const backtests = z.strictObject({
  from: z.number(),
  to: z.number(),
  definitions: z.array(compared),
});

export type Backtests = z.infer<typeof backtests>;

/** The past of a definition, or why it is not known. */
export type History =
  | { input: Input; notes: readonly string[] }
  | { kind: "not evaluated" | "not read"; reason: string };

/** Whether two versions could behave differently: everything else about a definition is words and people. */
export const behavesAlike = (a: Definition, b: Definition): boolean =>
  JSON.stringify([a.signal, a.condition]) === JSON.stringify([b.signal, b.condition]);

/**
 * Runs both versions of a definition over what is known of their past. `before` null: it is new. Pure.
 * @throws Error when an expression names a number that the history does not give
 */
export function compare(
  before: { definition: Definition; history: History } | null,
  after: { definition: Definition; history: History },
  range: Range,
): Compared {
  const notes = [before, after].flatMap((one) => (one !== null && "notes" in one.history ? one.history.notes : []));
  return {
    definition: after.definition.id,
    before: before === null ? null : behaviourOf(before.definition, before.history, range),
    after: behaviourOf(after.definition, after.history, range),
    values: plotted(after.definition, after.history, range),
    limits: { before: before === null ? null : limitOf(before.definition), after: limitOf(after.definition) },
    notes: [...new Set(notes)],
  };
}

function behaviourOf(definition: Definition, history: History, range: Range): Behaviour {
  if (!("input" in history)) return history;
  const result: BacktestResult = backtest(definition, history.input, range);
  if (result.kind !== "evaluated") return result;
  const { fires, longestMs, flaps, timeInAlertMs, coverage, transitions } = result;
  return {
    kind: "evaluated",
    fires,
    longestMs,
    flaps,
    timeInAlertMs,
    coverage,
    periods: firingPeriods(transitions, range.to),
  };
}

/** Times during which at least one group was in alert. */
function firingPeriods(transitions: readonly Transition[], end: number): Array<[number, number]> {
  const firing = new Set<string>();
  const periods: Array<[number, number]> = [];
  let since = 0;
  for (const { at, group, to } of transitions) {
    if (to === "alert") {
      if (firing.size === 0) since = at;
      firing.add(group);
    } else if (firing.delete(group) && firing.size === 0) periods.push([since, at]);
  }
  if (firing.size > 0) periods.push([since, end]);
  return periods;
}

const limitOf = ({ condition }: Definition): number | null =>
  condition.kind === "threshold" ? condition.critical : null;

/** Values that a plot shows: about one a pixel and a half. */
const mostValues = 400;

function plotted(definition: Definition, history: History, range: Range): Compared["values"] {
  const { condition } = definition;
  if (!("input" in history) || condition.kind !== "threshold") return [];
  const { first, step, count, groups } = valuesOf(definition, condition, history.input, range);
  const worst = condition.comparison === "above" ? Math.max : Math.min;
  const size = Math.max(1, Math.ceil(count / mostValues));
  const values: Compared["values"] = [];
  for (let at = 0; at < count; at += size) {
    let value: number | null = null;
    for (const group of groups.values()) {
      for (let i = at; i < Math.min(count, at + size); i++) {
        const one = group[i];
        if (one !== undefined && Number.isFinite(one)) value = value === null ? one : worst(value, one);
      }
    }
    values.push([first + at * step, value]);
  }
  return values;
}

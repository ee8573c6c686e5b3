import type { ConditionOf } from "../model/condition.ts";
import type { Definition } from "../model/definition.ts";
import { beginOf } from "./begin.ts";
import { columnsOf } from "./buckets.ts";
import { evaluate, groupsOf, whyNotEvaluated } from "./evaluate.ts";
import { readsOf, wholeWindow } from "./reads.ts";
import { type Response, responseOf } from "./response.ts";
import { rulesOf } from "./rules.ts";
import { ticksOf } from "./ticks.ts";
import type { Input, Range, Transition } from "./types.ts";
import { type Values, valuesOf } from "./values.ts";
import { walk } from "./walk.ts";

/** What an alert would have done, in milliseconds. */
interface Firing {
  fires: number;
  /** The longest alert; 0 without any. */
  longestMs: number;
  /** Alerts shorter than two evaluations. */
  flaps: number;
  /** How long at least one group was in alert. */
  timeInAlertMs: number;
}

/** The same with another threshold. */
interface Variant extends Firing {
  critical: number;
}

export interface Evaluated extends Firing {
  kind: "evaluated";
  /** What was evaluated: from the first data that a whole window lies behind, at the earliest. */
  from: number;
  to: number;
  /** Milliseconds between two evaluations. */
  stepMs: number;
  warnings: number;
  timeInNoDataMs: number;
  /** Whether it was still firing at the end. */
  stillFiring: boolean;
  /** 0 to 1: the share of the asked time of which something is known. */
  coverage: number;
  firstData: number;
  lastData: number;
  transitions: Transition[];
  /** With the critical threshold 20 % lower and higher (1 higher where it is 0). */
  sensitivity: Variant[];
  response: Response | null;
}

export type BacktestResult =
  | Evaluated
  /** History was read and holds nothing for it: nothing is known, least of all that it never fires. */
  | { kind: "no matching data"; reason: string }
  /** There is nothing to evaluate, or no history to be had. */
  | { kind: "not evaluated"; reason: string };

/** Runs a definition over history. */
export function backtest(definition: Definition, history: Input, range: Range): BacktestResult {
  const { condition } = definition;
  const reason = whyNotEvaluated(definition);
  if (reason !== null) return { kind: "not evaluated", reason };
  const known = knownOf(definition, history, range);
  if (known === null) {
    return {
      kind: "no matching data",
      reason: "nothing in the history matches it: a signal without events and one that is not collected look the same",
    };
  }
  const asked = { from: Math.max(range.from, beginOf(definition, known.first)), to: range.to };
  if (asked.from >= asked.to) {
    const reason = `its data begins on ${new Date(known.first).toISOString()}, and no whole window lies behind since`;
    return { kind: "not evaluated", reason };
  }
  const { every } = ticksOf(definition);
  const common = {
    kind: "evaluated" as const,
    ...asked,
    firstData: known.first,
    lastData: known.last,
    response: responseOf(definition),
  };
  if (condition.kind !== "threshold") {
    const transitions = evaluate(definition, history, asked);
    const { firing, rest } = summarise(transitions, asked.to, every * 1000);
    const coverage = share(asked.to - asked.from, range);
    return { ...common, ...firing, ...rest, stepMs: every * 1000, coverage, transitions, sensitivity: [] };
  }
  const values = valuesOf(definition, condition, history, asked);
  const transitions = walked(definition, condition, values);
  const { firing, rest } = summarise(transitions, asked.to, values.step);
  const sensitivity = variants(condition).map((variant) => ({
    critical: variant.critical,
    ...summarise(walked(definition, variant, values), asked.to, values.step).firing,
  }));
  const coverage = coverageOf(definition, values, range);
  return { ...common, ...firing, ...rest, stepMs: values.step, coverage, transitions, sensitivity };
}

function walked(definition: Definition, condition: ConditionOf<"threshold">, values: Values): Transition[] {
  const transitions: Transition[] = [];
  const rules = rulesOf(definition, condition);
  for (const group of groupsOf(definition, values)) walk(values, group, rules, (one) => transitions.push(one));
  return transitions.sort((a, b) => a.at - b.at);
}

/** The first and last time at which something matched; null when nothing did. A count of zero is no match, nor is an aggregate of nothing. */
function knownOf(definition: Definition, history: Input, range: Range): { first: number; last: number } | null {
  const counts = new Set([
    wholeWindow,
    ...readsOf(definition).flatMap(({ name, points }) => (points === "count" ? [name] : [])),
  ]);
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const [name, all] of Object.entries(history.series)) {
    for (const { points } of all) {
      const { at, value } = columnsOf(points);
      const matches = (i: number) => !Number.isNaN(value[i]) && (!counts.has(name) || value[i] !== 0);
      for (let i = 0; i < at.length; i += 1) {
        if (!matches(i)) continue;
        first = Math.min(first, at[i] ?? first);
        break;
      }
      for (let i = at.length - 1; i >= 0; i -= 1) {
        if (!matches(i)) continue;
        last = Math.max(last, at[i] ?? last);
        break;
      }
    }
  }
  return first > range.to || last === Number.NEGATIVE_INFINITY ? null : { first, last };
}

function variants(condition: ConditionOf<"threshold">): ConditionOf<"threshold">[] {
  const { critical, recovery } = condition;
  if (critical === 0) return [{ ...condition, critical: 1 }];
  return [0.8, 1.2].map((factor) => ({
    ...condition,
    critical: rounded(critical * factor),
    ...(recovery === undefined ? {} : { recovery: rounded(recovery * factor) }),
  }));
}

const rounded = (value: number) => Number(value.toPrecision(12));

function share(part: number, { from, to }: Range): number {
  return to <= from ? 0 : Math.min(1, Math.max(0, part / (to - from)));
}

/** Counts are known from their first match on; of everything else it is known where there was data. */
function coverageOf(definition: Definition, values: Values, range: Range): number {
  const counting = readsOf(definition).every(({ points }) => points === "count") && rulesOfSilence(definition);
  const tracks = [...values.groups.values()];
  let known = 0;
  for (let i = 0; i < values.count; i += 1) {
    if (values.unknown(i)) continue;
    if (counting || tracks.some((track) => !Number.isNaN(track[i] ?? Number.NaN))) known += 1;
  }
  return share(known * values.step, range);
}

const rulesOfSilence = (definition: Definition): boolean =>
  definition.condition.kind === "threshold" && rulesOf(definition, definition.condition).silence !== null;

function summarise(
  transitions: readonly Transition[],
  to: number,
  stepMs: number,
): { firing: Firing; rest: Pick<Evaluated, "warnings" | "timeInNoDataMs" | "stillFiring"> } {
  const since = new Map<string, number>();
  const firing: Firing = { fires: 0, longestMs: 0, flaps: 0, timeInAlertMs: 0 };
  let warnings = 0;
  let timeInNoDataMs = 0;
  const silentSince = new Map<string, number>();
  let anySince = 0;
  const end = (group: string, at: number, ended: boolean) => {
    const begun = since.get(group);
    if (begun === undefined) return;
    since.delete(group);
    firing.longestMs = Math.max(firing.longestMs, at - begun);
    if (ended && at - begun < 2 * stepMs) firing.flaps += 1;
    if (since.size === 0) firing.timeInAlertMs += at - anySince;
  };
  for (const { at, group, from, to: state } of transitions) {
    if (from === "alert") end(group, at, true);
    if (from === "no-data") timeInNoDataMs += at - (silentSince.get(group) ?? at);
    if (state === "no-data") silentSince.set(group, at);
    if (from === "no-data") silentSince.delete(group);
    if (state === "warn" && from !== "alert") warnings += 1;
    if (state !== "alert") continue;
    firing.fires += 1;
    if (since.size === 0) anySince = at;
    since.set(group, at);
  }
  const stillFiring = since.size > 0;
  for (const group of [...since.keys()]) end(group, to, false);
  for (const begun of silentSince.values()) timeInNoDataMs += to - begun;
  return { firing, rest: { warnings, timeInNoDataMs, stillFiring } };
}

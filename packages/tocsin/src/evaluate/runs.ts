import type { ConditionOf } from "../model/condition.ts";
import type { Signal } from "../model/signal.ts";
import { type CheckSignal, groupsOfSignal } from "../model/signals/facts.ts";
import { columnsOf } from "./buckets.ts";
import { everything, grouped } from "./groups.ts";
import type { Input, Range, State, Transition } from "./types.ts";

/** A run counts as failed once its one retry has failed as well, which comes so much later. */
const retryMs = 5000;

interface Run {
  at: number;
  location: string;
  passed: boolean;
}

/**
 * A synthetic test that fires when runs in a row have failed. Datadog counts time, not runs: the test fires once it has been
 * failing, at any location, for one interval a failure less half a one, counted from the first failure; that many runs in a row
 * reach it and fewer do not. It is over with the first run after which every location passes.
 */
export function failingRuns(
  signal: CheckSignal,
  condition: ConditionOf<"consecutive-failures">,
  input: Input,
  range: Range,
): Transition[] {
  const holdMs = Math.round((condition.failures - 0.5) * signal.every) * 1000;
  const transitions: Transition[] = [];
  const failing = new Set<string>();
  const life: { state: State; since: number | null; failed: number } = { state: "ok", since: null, failed: 0 };
  const move = (to: State, at: number) => {
    const value = to === "ok" ? 0 : life.failed;
    if (at >= range.from && at <= range.to) transitions.push({ at, group: everything, from: life.state, to, value });
    life.state = to;
  };
  const ringBy = (now: number) => {
    if (life.since !== null && life.state === "ok" && life.since + holdMs <= now) move("alert", life.since + holdMs);
  };
  for (const run of runsOf(input, range)) {
    ringBy(run.at);
    if (run.passed) failing.delete(run.location);
    else failing.add(run.location);
    life.failed = run.passed ? 0 : life.failed + 1;
    if (failing.size > 0) {
      life.since ??= run.at + retryMs;
      continue;
    }
    life.since = null;
    if (life.state === "alert") move("ok", run.at);
  }
  ringBy(range.to);
  return transitions;
}

/**
 * What counts runs themselves: service checks, check-ins and Sentry's uptime. So many failures in a row fire, so many passes in a
 * row are recovery; each group for itself.
 */
export function runsInARow(
  signal: Signal,
  { failures, recoverAfter = 1 }: ConditionOf<"consecutive-failures">,
  input: Input,
  range: Range,
): Transition[] {
  const transitions: Transition[] = [];
  for (const [group, series] of grouped(input.series.runs ?? [], groupsOfSignal(signal))) {
    let state: State = "ok";
    let row = { passed: true, length: 0 };
    for (const { at, passed } of runsOf({ series: { runs: series } }, range)) {
      row = passed === row.passed ? { passed, length: row.length + 1 } : { passed, length: 1 };
      const to: State = row.length < (passed ? recoverAfter : failures) ? state : passed ? "ok" : "alert";
      if (to !== state) transitions.push({ at, group, from: state, to, value: passed ? 0 : row.length });
      state = to;
    }
  }
  return transitions;
}

function runsOf(input: Input, range: Range): Run[] {
  const runs = (input.series.runs ?? []).flatMap(({ tags, points }) => {
    const { at, value } = columnsOf(points);
    return Array.from(at, (time, i) => ({ at: time, location: tags.location ?? "", passed: value[i] !== 0 }));
  });
  return runs.filter(({ at }) => at >= range.from && at <= range.to).sort((a, b) => a.at - b.at);
}

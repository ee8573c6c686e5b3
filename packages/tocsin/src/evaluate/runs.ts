import type { ConditionOf } from "../model/condition.ts";
import type { SignalOf } from "../model/signal.ts";
import { columnsOf } from "./buckets.ts";
import { everything } from "./groups.ts";
import type { Input, Range, State, Transition } from "./types.ts";

/** A run counts as failed once its one retry has failed as well, which comes so much later. */
const retryMs = 5000;

interface Run {
  at: number;
  location: string;
  passed: boolean;
}

/**
 * An HTTP check that rings when runs in a row have failed. Datadog counts time, not runs: the check rings once it has been
 * failing, at any location, for one interval a failure less half a one, counted from the first failure; that many runs in a row
 * reach it and fewer do not. It is over with the first run after which every location passes.
 */
export function failingRuns(
  signal: SignalOf<"http-check">,
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

function runsOf(input: Input, range: Range): Run[] {
  const runs = (input.series.runs ?? []).flatMap(({ tags, points }) => {
    const { at, value } = columnsOf(points);
    return Array.from(at, (time, i) => ({ at: time, location: tags.location ?? "", passed: value[i] !== 0 }));
  });
  return runs.filter(({ at }) => at >= range.from && at <= range.to).sort((a, b) => a.at - b.at);
}

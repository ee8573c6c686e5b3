import type { ConditionOf } from "../model/condition.ts";
import type { Signal } from "../model/signal.ts";
import { type CheckSignal, groupsOfSignal, isServiceCheck } from "../model/signals/facts.ts";
import { columnsOf } from "./buckets.ts";
import { everything, grouped } from "./groups.ts";
import type { Input, Range, Series, State, Transition } from "./types.ts";

const minuteMs = 60_000;

/** A run counts as failed once its one retry has failed as well, which comes so much later. */
const retryMs = 5000;

/** 1: it passed; 0: it failed; of a service check anything between: it warns. */
type Kind = "passed" | "failed" | "warned";
const kindOf = (value: number): Kind => (value === 0 ? "failed" : value < 1 ? "warned" : "passed");

interface Run {
  at: number;
  location: string;
  /** The tags of its series: one check. */
  check: string;
  kind: Kind;
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
  for (const run of runsOf(input.series.runs ?? [], range)) {
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
  { failures, recoverAfter = 1, warnAfter, noDataAfter }: ConditionOf<"consecutive-failures">,
  input: Input,
  range: Range,
): Transition[] {
  const reached: Record<Kind, { runs: number; to: State }> = {
    passed: { runs: recoverAfter, to: "ok" },
    failed: { runs: failures, to: "alert" },
    warned: { runs: warnAfter ?? Number.POSITIVE_INFINITY, to: "warn" },
  };
  const transitions: Transition[] = [];
  for (const [group, series] of groupsOf(signal, input)) {
    let row = { kind: "passed" as Kind, length: 0 };
    const judge = ({ kind }: Run, state: State): State => {
      row = kind === row.kind ? { kind, length: row.length + 1 } : { kind, length: 1 };
      if (row.length >= reached[kind].runs) return reached[kind].to;
      return state === "no-data" ? "ok" : state;
    };
    const counted = () => (row.kind === "passed" ? 0 : row.length);
    transitions.push(...followed(series, group, { judge, counted, noDataAfter }, range));
  }
  return transitions;
}

/** The percentage of checks that are critical by their last run, each group for itself; a check is a series. */
export function failingShare(
  signal: Signal,
  { critical, warning = 100, noDataAfter }: ConditionOf<"failing-share">,
  input: Input,
  range: Range,
): Transition[] {
  const transitions: Transition[] = [];
  for (const [group, series] of grouped(input.series.runs ?? [], groupsOfSignal(signal))) {
    const last = new Map<string, Kind>();
    const share = (kind: Kind) => (100 * [...last.values()].filter((one) => one === kind).length) / last.size;
    const judge = ({ check, kind }: Run): State => {
      last.set(check, kind);
      if (share("failed") > critical) return "alert";
      return share("warned") > warning ? "warn" : "ok";
    };
    transitions.push(...followed(series, group, { judge, counted: () => share("failed"), noDataAfter }, range));
  }
  return transitions;
}

interface Follow {
  /** The state after a run. */
  judge(run: Run, state: State): State;
  counted(): number;
  /** Seconds. */
  noDataAfter: number | undefined;
}

/** Goes through the runs of one group; where none comes for too long, and that is notified, there is no data until the next. */
function followed(series: readonly Series[], group: string, { judge, counted, noDataAfter }: Follow, range: Range) {
  const transitions: Transition[] = [];
  let state: State = "ok";
  let seen: number | null = null;
  const move = (to: State, at: number, value: number | null) => {
    if (to !== state) transitions.push({ at, group, from: state, to, value });
    state = to;
  };
  // Datadog looks each minute: a run that comes before it does ends the silence.
  const silence = (before: number) => {
    if (noDataAfter === undefined || seen === null) return;
    const at = Math.ceil((seen + noDataAfter * 1000) / minuteMs) * minuteMs;
    if (at < before) move("no-data", at, null);
  };
  for (const run of runsOf(series, range)) {
    silence(run.at);
    seen = run.at;
    const to = judge(run, state);
    move(to, run.at, counted());
  }
  silence(range.to + 1);
  return transitions;
}

/** Without groups each distinct set of tags is a check of its own at Datadog; what Sentry watches is one. */
function groupsOf(signal: Signal, input: Input): [string, Series[]][] {
  const runs = input.series.runs ?? [];
  const keys = groupsOfSignal(signal);
  if (!isServiceCheck(signal) || keys.length > 0) return [...grouped(runs, keys)];
  return runs.map((one) => [checkOf(one) || everything, [one]]);
}

const checkOf = ({ tags }: Series): string =>
  Object.entries(tags)
    .map(([key, value]) => `${key}:${value}`)
    .sort()
    .join(",");

function runsOf(all: readonly Series[], range: Range): Run[] {
  const runs = all.flatMap((series) => {
    const { at, value } = columnsOf(series.points);
    const check = checkOf(series);
    return Array.from(at, (time, i): Run => {
      const kind = kindOf(value[i] ?? 1);
      return { at: time, location: series.tags.location ?? "", check, kind, passed: kind !== "failed" };
    });
  });
  return runs.filter(({ at }) => at >= range.from && at <= range.to).sort((a, b) => a.at - b.at);
}

import type { ConditionOf } from "../model/condition.ts";
import type { Definition } from "../model/definition.ts";
import type { OfKind, Signal, SignalKind } from "../model/signal.ts";
import { groupsOfSignal } from "../model/signals/facts.ts";
import { ask, type ConditionKindOf } from "../model/signals/kinds.ts";
import { bucketed, columnsOf, type Minutes, samples } from "./buckets.ts";
import { everything, grouped } from "./groups.ts";
import { metricValues } from "./metric.ts";
import { readsOf, wholeWindow } from "./reads.ts";
import { slide, type Windows } from "./slide.ts";
import { ticksOf } from "./ticks.ts";
import type { Input, Range, Series } from "./types.ts";

const minuteMs = 60_000;

/** What a threshold definition compares at each evaluation, before any threshold is looked at. */
export interface Values {
  /** The first evaluation, and the time between two, in milliseconds. */
  first: number;
  step: number;
  count: number;
  /** By group: one value an evaluation, NaN where there is no data. */
  groups: Map<string, Float64Array>;
  /** By group: when its first point came. */
  firstSeen: Map<string, number>;
  /** Whether an evaluation's window touches a time of which nothing is known. */
  unknown(evaluation: number): boolean;
}

/**
 * @throws Error when the expression cannot be read or names a number that is not given
 */
export function valuesOf(
  definition: Definition,
  condition: ConditionOf<"threshold">,
  input: Input,
  range: Range,
): Values {
  const { every, delay, window } = ticksOf(definition);
  const resolution = Math.max(minuteMs, input.resolution ?? minuteMs);
  // What is known every five minutes can only be judged then.
  const step = Math.ceil((every * 1000) / resolution) * resolution;
  const first = Math.ceil(range.from / step) * step;
  const count = Math.max(0, Math.floor((range.to - first) / step) + 1);
  const length = Math.round(window / 60);
  const firstMinute = (first - delay * 1000) / minuteMs - length;
  const minutes: Minutes = { first: firstMinute, count: length + Math.max(0, count - 1) * (step / minuteMs) };
  const windows: Windows = { length, first: length, step: step / minuteMs, count };
  const groups =
    input.series[wholeWindow] === undefined
      ? windowed(definition.signal, condition, input, minutes, windows)
      : given(input.series[wholeWindow], groupsOfSignal(definition.signal), minutes, windows);
  const unknown = unknownIn(input.missing ?? [], delay * 1000, window * 1000);
  return {
    first,
    step,
    count,
    groups,
    firstSeen: firstSeenOf(definition, input),
    unknown: (evaluation) => unknown(first + evaluation * step),
  };
}

function unknownIn(missing: readonly Range[], delayMs: number, windowMs: number): (at: number) => boolean {
  if (missing.length === 0) return () => false;
  return (at) => missing.some(({ from, to }) => at - delayMs > from && at - delayMs - windowMs < to);
}

/** Values that were over whole windows already. */
function given(
  series: readonly Series[],
  keys: readonly string[],
  minutes: Minutes,
  windows: Windows,
): Map<string, Float64Array> {
  return new Map(
    [...grouped(series, keys)].map(([group, own]) => [
      group,
      // The newest that has come since the evaluation before.
      slide(bucketed(own, "max", minutes), "max", { ...windows, length: Math.min(windows.step, windows.length) }),
    ]),
  );
}

/** What the rows of `windowedBy` are given beside the signal. */
interface WindowInput {
  condition: ConditionOf<"threshold">;
  input: Input;
  minutes: Minutes;
  windows: Windows;
}

type Tracks = Map<string, Float64Array>;

function windowed(signal: Signal, ...[condition, input, minutes, windows]: WindowedArguments): Tracks {
  const given = { condition, input, minutes, windows };
  return isCompared(signal) ? ask<Compared, [WindowInput], Tracks>(windowedBy, signal, given) : new Map();
}

type WindowedArguments = [ConditionOf<"threshold">, Input, Minutes, Windows];

const of = ({ input }: WindowInput, name: string): readonly Series[] => input.series[name] ?? [];
const one = (values: Float64Array): Tracks => new Map([[everything, values]]);
const total = ({ minutes, windows }: WindowInput, series: readonly Series[]) =>
  slide(bucketed(series, "sum", minutes), "sum", windows);
/** The same so many seconds before. */
const earlier = (minutes: Minutes, seconds: number): Minutes => ({ ...minutes, first: minutes.first - seconds / 60 });

/** The kinds that are compared with a threshold. */
type Compared = { [K in SignalKind]: "threshold" extends ConditionKindOf[K] ? K : never }[SignalKind];
const isCompared = (signal: Signal): signal is OfKind<Compared> => Object.hasOwn(windowedBy, signal.kind);

const windowedBy: { readonly [K in Compared]: (signal: OfKind<K>, given: WindowInput) => Tracks } = {
  "sentry-errors": ({ comparedWith }, given) => {
    const now = total(given, of(given, "events"));
    if (comparedWith === undefined) return one(now);
    const before = total({ ...given, minutes: earlier(given.minutes, comparedWith) }, of(given, "events"));
    return one(inPercentOf(now, before));
  },
  "sentry-spans": ({ statistic }, given) =>
    one(slidePercentile(samples(of(given, "durations"), given.minutes), Number(statistic.slice(1)), given.windows)),
  "sentry-sessions": (_, given) => {
    const crashed = share(total(given, of(given, "crashed")), total(given, of(given, "sessions")), 0);
    return one(crashed.map((percent) => 100 - percent));
  },
  metric: (signal, { condition, input, minutes, windows }) => metricValues(signal, condition, input, minutes, windows),
  "metric-change": (signal, { condition, input, minutes, windows }) => {
    const now = metricValues(signal, condition, input, minutes, windows);
    const before = metricValues(signal, condition, input, earlier(minutes, signal.comparedWith), windows);
    const change = (value: number, then: number) =>
      signal.change === "absolute" ? value - then : (value / then - 1) * 100;
    return new Map(
      [...now].map(([group, values]) => [
        group,
        values.map((value, i) => {
          const difference = change(value, before.get(group)?.[i] ?? Number.NaN);
          return Number.isFinite(difference) ? difference : Number.NaN;
        }),
      ]),
    );
  },
  "log-count": ({ count }, given) => one(total(given, of(given, count))),
  "log-ratio": ({ minimum }, given) =>
    one(share(total(given, of(given, "part")), total(given, of(given, "whole")), minimum)),
  "log-measure": ({ statistic }, given) => one(measure(of(given, "values"), statistic, given.minutes, given.windows)),
  search: ({ value, groupBy }, given) => {
    const groups = (name: string) => grouped(of(given, name), groupBy);
    if (value.of === "share") {
      const parts = groups("part");
      return new Map(
        [...groups("whole")].map(([group, all]) => [
          group,
          share(total(given, parts.get(group) ?? []), total(given, all), value.minimum),
        ]),
      );
    }
    const measured = ({ statistic }: { statistic: string }, series: readonly Series[]) =>
      measure(series, statistics[statistic] ?? "avg", given.minutes, given.windows);
    const found = value.of === "measure" ? groups("values") : groups("found");
    return new Map(
      [...found].map(([group, series]) => [
        group,
        value.of === "measure" ? measured(value, series) : total(given, series),
      ]),
    );
  },
  // What only Datadog can compute (`notEvaluated`).
  "metric-forecast": () => new Map(),
  "datadog-query": () => new Map(),
};

/** Statistics that can be taken from samples; the others are not evaluated (`notEvaluated`). */
const statistics: Readonly<Record<string, Statistic>> = { avg: "avg", sum: "sum", min: "min", max: "max" };

type Statistic = "avg" | "sum" | "min" | "max";

/** Percent of the whole. Below the minimum it is 0, without any it is unknown. */
function share(part: Float64Array, whole: Float64Array, minimum: number): Float64Array {
  return whole.map((all, i) => {
    if (!(all > 0)) return Number.NaN;
    if (all < minimum) return 0;
    const some = part[i] ?? Number.NaN;
    return Number.isNaN(some) ? 0 : (some / all) * 100;
  });
}

/** In percent of what it was; without anything then there is no value. */
function inPercentOf(now: Float64Array, before: Float64Array): Float64Array {
  return now.map((count, i) => {
    const earlier = before[i] ?? Number.NaN;
    return earlier > 0 ? ((Number.isNaN(count) ? 0 : count) / earlier) * 100 : Number.NaN;
  });
}

function measure(series: readonly Series[], statistic: Statistic, minutes: Minutes, windows: Windows): Float64Array {
  if (statistic === "max" || statistic === "min")
    return slide(bucketed(series, statistic, minutes), statistic, windows);
  const sums = slide(bucketed(series, "sum", minutes), "sum", windows);
  if (statistic === "sum") return sums;
  const counts = slide(bucketed(series, "count", minutes), "sum", windows);
  return sums.map((sum, i) => sum / (counts[i] ?? Number.NaN));
}

function firstSeenOf(definition: Definition, input: Input): Map<string, number> {
  const seen = new Map<string, number>();
  const names = [...readsOf(definition).map(({ name }) => name), wholeWindow];
  for (const one of names.flatMap((name) => input.series[name] ?? [])) {
    const [group = everything] = grouped([one], groupsOfSignal(definition.signal)).keys();
    const [first] = columnsOf(one.points).at;
    if (first !== undefined) seen.set(group, Math.min(seen.get(group) ?? first, first));
  }
  return seen;
}

/** A percentile of all samples in each window, interpolated between the two nearest; NaN where there is none. */
function slidePercentile(
  { values, starts }: { values: Float64Array; starts: Int32Array },
  percent: number,
  windows: Windows,
): Float64Array {
  const result = new Float64Array(windows.count).fill(Number.NaN);
  const minutes = starts.length - 1;
  for (let i = 0; i < windows.count; i += 1) {
    const end = Math.min(minutes, Math.max(0, windows.first + i * windows.step));
    const begin = Math.max(0, windows.first + i * windows.step - windows.length);
    if (begin >= end) continue;
    const inside = values.slice(starts[begin] ?? 0, starts[end] ?? 0).sort();
    if (inside.length === 0) continue;
    const place = (percent / 100) * (inside.length - 1);
    const low = inside[Math.floor(place)] ?? 0;
    const high = inside[Math.ceil(place)] ?? 0;
    result[i] = low + (high - low) * (place - Math.floor(place));
  }
  return result;
}

import type { ConditionOf } from "../model/condition.ts";
import type { Definition } from "../model/definition.ts";
import type { Signal } from "../model/signal.ts";
import { bucketed, columnsOf, type Minutes, samples } from "./buckets.ts";
import { everything, grouped } from "./groups.ts";
import { metricValues } from "./metric.ts";
import { slidePercentile } from "./percentile.ts";
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
      : given(input.series[wholeWindow], groupKeys(definition.signal), minutes, windows);
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

function windowed(
  signal: Signal,
  condition: ConditionOf<"threshold">,
  input: Input,
  minutes: Minutes,
  windows: Windows,
): Map<string, Float64Array> {
  const of = (name: string): readonly Series[] => input.series[name] ?? [];
  const one = (values: Float64Array) => new Map([[everything, values]]);
  const total = (name: string) => slide(bucketed(of(name), "sum", minutes), "sum", windows);
  switch (signal.kind) {
    case "sentry-errors": {
      const now = total("events");
      if (signal.comparedWith === undefined) return one(now);
      const shifted = { ...minutes, first: minutes.first - signal.comparedWith / 60 };
      return one(inPercentOf(now, slide(bucketed(of("events"), "sum", shifted), "sum", windows)));
    }
    case "sentry-spans":
      return one(slidePercentile(samples(of("durations"), minutes), Number(signal.statistic.slice(1)), windows));
    case "metric":
      return metricValues(signal, condition, input, minutes, windows);
    case "log-count":
      return one(total(signal.count));
    case "log-ratio":
      return one(share(total("part"), total("whole"), signal.minimum));
    case "log-measure":
      return one(measure(of("values"), signal.statistic, minutes, windows));
    case "sentry-issues":
    case "http-check":
    case "crons":
    case "webhook-endpoint":
      return new Map();
  }
}

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

function measure(
  series: readonly Series[],
  statistic: "max" | "avg" | "sum",
  minutes: Minutes,
  windows: Windows,
): Float64Array {
  if (statistic === "max") return slide(bucketed(series, "max", minutes), "max", windows);
  const sums = slide(bucketed(series, "sum", minutes), "sum", windows);
  if (statistic === "sum") return sums;
  const counts = slide(bucketed(series, "count", minutes), "sum", windows);
  return sums.map((sum, i) => sum / (counts[i] ?? Number.NaN));
}

function groupKeys(signal: Signal): readonly string[] {
  return signal.kind === "metric" ? signal.groupBy : [];
}

function firstSeenOf(definition: Definition, input: Input): Map<string, number> {
  const seen = new Map<string, number>();
  const names = [...readsOf(definition).map(({ name }) => name), wholeWindow];
  for (const one of names.flatMap((name) => input.series[name] ?? [])) {
    const [group = everything] = grouped([one], groupKeys(definition.signal)).keys();
    const [first] = columnsOf(one.points).at;
    if (first !== undefined) seen.set(group, Math.min(seen.get(group) ?? first, first));
  }
  return seen;
}

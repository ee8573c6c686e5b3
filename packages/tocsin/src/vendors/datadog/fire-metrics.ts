import { isBeyond } from "../../model/condition.ts";
import type { Definition } from "../../model/definition.ts";
import { evaluate } from "../../model/expression.ts";
import type { MetricSignal, Series } from "../../model/signal.ts";
import { isPlainMetric, type PlainMetric } from "../../model/signals/facts.ts";
import { metricLimits, type StackConfig } from "../../model/stack.ts";
import type { Injection, SeriesValue } from "../fire-types.ts";

/**
 * Finds values that make a metric condition true whatever healthy data arrives at the same time, and others that make it
 * false again. Nothing about particular metrics is known here: values are tried in growing size, and each candidate is
 * judged by evaluating the definition's own expression over what was sent together with several sizes of healthy data.
 */

type Threshold = Extract<Definition["condition"], { kind: "threshold" }>;
interface Point {
  series: string;
  value: number;
}

const magnitudes = [0, ...Array.from({ length: 18 }, (_, power) => 10 ** power)];
/** What is beyond a negative limit is negative itself. */
const signed = [...magnitudes, ...magnitudes.slice(1).map((size) => -size)];
/** Healthy data that may arrive beside ours: none, or of one of these sizes (a byte count goes to 10^13). */
const baselines = [null, 1, 1e3, 1e6, 1e9, 1e13];
/** More series would make the search long; no definition comes near. */
const mostSeries = 4;

/**
 * Whether points of one value, one in every interval, come out of every series as that value: a fill has nothing to fill then, and
 * a rollup nothing to choose from. A function, a sum or number of points, and a percentile (of a distribution, which no drill
 * sends) make something else of them.
 */
const keepsPoints = ({ series }: PlainMetric): boolean =>
  Object.values(series).every(
    ({ functions, rollup, aggregate }) =>
      functions === undefined && !/^(p\d+|count)$/.test(aggregate) && !/^(sum|count)$/.test(rollup?.method ?? ""),
  );

/** Null when no values do it: then the monitor has to be inverted. */
export function metricInjection(
  signal: PlainMetric,
  condition: Threshold,
  stack: StackConfig,
): Extract<Injection, { kind: "series" }> | null {
  const names = Object.keys(signal.series);
  if (names.length > mostSeries || condition.soFarThis !== undefined) return null;
  // Points of an integration are its own to send.
  if (typeof signal.source !== "string" && signal.source.reportedBy === "integration") return null;
  if (!keepsPoints(signal)) return null;
  const value = (points: readonly Point[]) => evaluateOver(signal, stack, points);
  const points = (amounts: readonly number[]) =>
    names.map((series, i) => ({ series, value: reported(signal, series, amounts[i] ?? 0) }));
  const alike = baselines.map((size) => (size === null ? [] : points(names.map(() => size))));
  // A share is healthy where one of its counts is small beside the other.
  const uneven = baselines
    .flatMap((size) => (size === null ? [] : combinations(names.length, [0, size]).map(points)))
    .filter((all) => isOver(value(all), condition));
  const sent = (amounts: readonly number[]) => names.map((series, i) => ({ series, value: amounts[i] ?? 0 }));
  const candidates = combinations(names.length, condition.critical < 0 ? signed : magnitudes);
  const outweighing = (healthy: readonly Point[][]) =>
    candidates.find((amounts) => healthy.every((all) => fires(value([...all, ...sent(amounts)]), condition)));
  const healthy = [...alike, ...uneven];
  const bad = outweighing(healthy) ?? outweighing(alike);
  // Healthy data that would fire by itself says nothing about ours.
  const calm = healthy.filter((all) => all.length === 0 || isOver(value(all), condition));
  const good = candidates.find((amounts) => calm.every((all) => isOver(value([...all, ...sent(amounts)]), condition)));
  if (bad === undefined || good === undefined) return null;
  const series = names.map((name, i): SeriesValue => {
    const own = signal.series[name];
    return {
      metric: own?.metric ?? "",
      tags: sentTags(own?.tags ?? {}),
      as: own?.as ?? null,
      bad: bad[i] ?? 0,
      good: good[i] ?? 0,
    };
  });
  // A minute more than window and evaluation delay, so that the first evaluation sees nothing but bad points.
  return {
    kind: "series",
    source: signal.source,
    series,
    groupBy: signal.groupBy,
    interval: signal.interval,
    backfill: condition.window + 120,
  };
}

/**
 * A value for each series with which a metric is as it should be, the smallest that do it; null where none is found. A function is
 * taken to leave it so.
 */
export function healthyValues(
  signal: MetricSignal,
  condition: Threshold,
  stack: StackConfig,
): Record<string, number> | null {
  const names = Object.keys(signal.series);
  if (names.length > mostSeries) return null;
  const points = (amounts: readonly number[]) => names.map((series, i) => ({ series, value: amounts[i] ?? 0 }));
  const sizes = condition.comparison === "below" || condition.critical >= 0 ? magnitudes : signed;
  const found = combinations(names.length, sizes).find((amounts) =>
    isOver(evaluateOver(signal, stack, points(amounts)), condition),
  );
  return found === undefined ? null : Object.fromEntries(names.map((name, i) => [name, found[i] ?? 0]));
}

/** The tags that a point must have: of alternatives the first; what is excluded is left out. */
export const sentTags = (tags: Series["tags"]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) => (key.startsWith("!") ? [] : [[key, [value].flat()[0] ?? ""]])),
  );

/** A rate is what is reported divided by the seconds between two reports. */
const reported = (signal: PlainMetric, name: string, size: number) =>
  signal.series[name]?.as === "rate" ? size * signal.interval : size;

const fires = (value: number, condition: Threshold): boolean =>
  Number.isFinite(value) && isBeyond(condition, value, condition.critical);

/**
 * Whether every state but OK has ended: beyond the recovery of the warning, or the nearest number that stands for it. A
 * threshold that is only reached does not fire, which is what ends an alert above 0.
 */
function isOver(value: number, condition: Threshold): boolean {
  const { critical, warning, recovery, warningRecovery } = condition;
  const limit = warningRecovery ?? warning ?? recovery ?? critical;
  const isThreshold = limit === (warning ?? critical);
  if (!Number.isFinite(value) || (value === limit && !isThreshold)) return false;
  return !isBeyond(condition, value, limit);
}

/** The expression over points at one moment. Each point counts for every series whose metric and tags it matches. */
function evaluateOver(signal: MetricSignal, stack: StackConfig, points: readonly Point[]): number {
  const limits = metricLimits(stack, signal.database);
  const seriesValue = (name: string) => {
    const wanted = signal.series[name];
    if (wanted === undefined) return Number.NaN;
    const values = points.flatMap(({ series, value }) => {
      const from = signal.series[series];
      const matches =
        from?.metric === wanted.metric &&
        Object.entries(sentTags(wanted.tags)).every(([key, tag]) => sentTags(from.tags)[key] === tag);
      return matches ? [wanted.as === "rate" ? value / signal.interval : value] : [];
    });
    return aggregate(values, wanted.aggregate);
  };
  const value = evaluate(signal.expression, seriesValue, (name) => limits[name] ?? Number.NaN);
  const few = isPlainMetric(signal) ? signal.minimum : undefined;
  // A window holds at least one of the points, so that what one of them reaches it reaches.
  return few !== undefined && Number.isFinite(value) && seriesValue(few.series) < few.value ? 0 : value;
}

function aggregate(values: readonly number[], how: Series["aggregate"]): number {
  if (values.length === 0) return Number.NaN;
  if (how === "min") return Math.min(...values);
  if (how === "max") return Math.max(...values);
  const sum = values.reduce((total, value) => total + value, 0);
  return how === "sum" ? sum : sum / values.length;
}

/** All combinations of `sizes` for `count` series, the smallest total first. */
function combinations(count: number, sizes: readonly number[]): number[][] {
  const all = Array.from({ length: count }).reduce<number[][]>(
    (before) => before.flatMap((amounts) => sizes.map((size) => [...amounts, size])),
    [[]],
  );
  const total = (amounts: number[]) => amounts.reduce((sum, amount) => sum + Math.abs(amount), 0);
  return all.sort((a, b) => total(a) - total(b));
}

/** A series as `POST /api/v2/series` takes it. */
export interface SeriesPayload {
  metric: string;
  /** 1 count, 3 gauge (Datadog's numbers). */
  type: 1 | 3;
  interval: number;
  points: { timestamp: number; value: number }[];
  tags: string[];
}

/**
 * Points of one value at every interval between two moments (epoch seconds, our own clock: the intake takes what is at most
 * an hour old and ten minutes ahead). `group` holds a value for each key that the definition groups by.
 */
export function seriesPayload(
  injection: Extract<Injection, { kind: "series" }>,
  which: "bad" | "good",
  span: { from: number; to: number },
  tags: readonly string[],
): SeriesPayload[] {
  const { interval } = injection;
  const first = Math.ceil(span.from / interval) * interval;
  const times = Array.from(
    { length: Math.max(1, Math.floor((span.to - first) / interval) + 1) },
    (_, i) => first + i * interval,
  );
  return injection.series.map((series) => ({
    metric: series.metric,
    type: series.as === null ? 3 : 1,
    interval,
    points: times.map((timestamp) => ({ timestamp, value: series[which] })),
    tags: [...Object.entries(series.tags).map(([key, value]) => `${key}:${value}`), ...tags],
  }));
}

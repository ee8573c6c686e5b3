import type { Definition } from "../model/definition.ts";
import type { MetricSignal, SignalKind } from "../model/signal.ts";
import { ask, type Table } from "../model/signals/facts.ts";

/** What the points of a series are. */
type PointKind =
  /** How many came at that time; none is zero. */
  | "count"
  /** What was measured at that time; none is unknown. */
  | "gauge"
  /** One thing that was measured (a span's milliseconds, a number of a log line). */
  | "sample"
  /** One run: 1 passed, 0 failed. */
  | "run";

/** A series that a definition reads. */
interface Read {
  name: string;
  points: PointKind;
}

/**
 * The series that a definition is evaluated on; none for what is not evaluated. Where a count or percentile over the whole
 * window is known and its parts are not, the series `window` may stand in for all of them: its value at a time is the
 * signal's over the window that ends then.
 */
export const readsOf = ({ signal }: Definition): Read[] => ask<SignalKind, [], Read[]>(reads, signal);

const count = (...names: string[]): Read[] => names.map((name) => ({ name, points: "count" }));
const runs = (): Read[] => [{ name: "runs", points: "run" }];
const nothing = (): Read[] => [];
const series = ({ series }: MetricSignal): Read[] =>
  Object.entries(series).map(([name, { as }]) => ({ name, points: as === undefined ? "gauge" : "count" }));

const reads: Table<[], Read[]> = {
  "sentry-errors": () => count("events"),
  "sentry-anomaly": nothing,
  "sentry-issues": () => count("events"),
  "sentry-spans": () => [{ name: "durations", points: "sample" }],
  "sentry-uptime": runs,
  "check-ins": runs,
  "sentry-monitor": nothing,
  metric: series,
  "metric-change": series,
  "metric-anomaly": nothing,
  "metric-forecast": nothing,
  "metric-outliers": nothing,
  "log-count": ({ count: what }) => count(what),
  "log-ratio": () => count("part", "whole"),
  "log-measure": () => [{ name: "values", points: "sample" }],
  search: ({ value }) => {
    if (value.of === "share") return count("part", "whole");
    return value.of === "measure" ? [{ name: "values", points: "sample" }] : count("found");
  },
  "service-check": runs,
  composite: nothing,
  "burn-rate": nothing,
  "datadog-query": nothing,
  "datadog-monitor": nothing,
  "http-check": runs,
  "tls-check": runs,
  "dns-check": runs,
  "tcp-check": runs,
  "multistep-check": runs,
  crons: nothing,
  "webhook-endpoint": nothing,
};

/** Name of the series that holds the signal's value over whole windows. */
export const wholeWindow = "window";

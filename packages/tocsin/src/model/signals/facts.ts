import type { VendorName } from "../resource.ts";
import type { MetricSignal, Signal, SignalKind, SignalOf } from "../signal.ts";
import { readableDuration } from "../units.ts";

type Signals = { [K in SignalKind]: SignalOf<K> };
/** A signal of a kind, so that the row of its kind in a table takes it. */
export type OfKind<K extends SignalKind = SignalKind> = { [P in K]: Signals[P] & { kind: P } }[K];

/** One function a kind: a new kind does not compile until every table has its row. */
export type Table<A extends unknown[], R> = { readonly [K in SignalKind]: (signal: OfKind<K>, ...rest: A) => R };

/** The row of a signal's kind, asked about the signal. */
export function ask<K extends SignalKind, A extends unknown[], R>(
  table: { readonly [P in K]: (signal: OfKind<P>, ...rest: A) => R },
  signal: OfKind<K>,
  ...rest: A
): R {
  return table[signal.kind](signal, ...rest);
}

/** Where a signal is watched. `synthetics`: by a test of Datadog's, which brings a monitor with it. */
export const watchedBy = {
  "sentry-errors": "sentry",
  "sentry-anomaly": "sentry",
  "sentry-issues": "sentry",
  "sentry-spans": "sentry",
  "sentry-uptime": "sentry",
  "check-ins": "sentry",
  "sentry-monitor": "sentry",
  metric: "datadog",
  "metric-change": "datadog",
  "metric-anomaly": "datadog",
  "metric-forecast": "datadog",
  "metric-outliers": "datadog",
  "log-count": "datadog",
  "log-ratio": "datadog",
  "log-measure": "datadog",
  search: "datadog",
  "service-check": "datadog",
  composite: "datadog",
  "burn-rate": "datadog",
  "datadog-query": "datadog",
  "datadog-monitor": "datadog",
  "http-check": "synthetics",
  "tls-check": "synthetics",
  "dns-check": "synthetics",
  "tcp-check": "synthetics",
  "multistep-check": "synthetics",
  crons: "vercel",
  "webhook-endpoint": "stripe",
} as const satisfies Record<SignalKind, VendorName | "synthetics">;

/** The vendor that watches a signal. */
export function vendorOf({ kind }: Pick<Signal, "kind">): "sentry" | "datadog" | "vercel" | "stripe" {
  const by = watchedBy[kind];
  return by === "synthetics" ? "datadog" : by;
}

type WatchedBy<V> = { [K in SignalKind]: (typeof watchedBy)[K] extends V ? K : never }[SignalKind];
/** Signals that a Datadog monitor of ours watches. */
export type MonitorSignal = Signals[WatchedBy<"datadog">];
/** Signals that a synthetic test asks for. */
export type CheckSignal = Signals[WatchedBy<"synthetics">];

export const isMonitorSignal = (signal: Signal): signal is MonitorSignal => watchedBy[signal.kind] === "datadog";
export const isCheckSignal = (signal: Signal): signal is CheckSignal => watchedBy[signal.kind] === "synthetics";
/** Whether Datadog has a monitor for it, the definition's own or a test's. */
export const hasMonitor = (signal: Signal): boolean => isMonitorSignal(signal) || isCheckSignal(signal);

/** Whether it is arithmetic over Datadog's metrics. */
export const isMetricSignal = (signal: Signal): signal is MetricSignal => "expression" in signal;

/**
 * Seconds by which points of a source that we know may be late. What Datadog fetches from a vendor by itself comes in turns: it
 * advises 15 minutes for crawled metrics (docs: Troubleshooting No Data, read 2026-11). The probe sends each minute.
 */
export const lateBy = { supabase: 900, probe: 60 } as const satisfies Record<
  Extract<MetricSignal["source"], string>,
  number
>;

/** Seconds after which a metric's points have arrived: so much later Datadog looks. */
export const delayOf = ({ source }: MetricSignal): number =>
  typeof source === "string" ? lateBy[source] : source.delay;

/** The tags or attributes whose values fire each for itself. */
export const groupsOfSignal = (signal: Signal): readonly string[] => ("groupBy" in signal ? signal.groupBy : []);

/** Seconds between two runs of what is run, from outside or by a schedule that is stated so; null for everything else. */
export const runsEvery = (signal: Signal): number | null => ("every" in signal ? signal.every : null);

const before = (seconds: number, what: string) => ` % of the ${what} ${readableDuration(seconds)} before`;
const percentile = /^p\d+$|^(avg|max)$/;
const no = () => "";

const units: Table<[], string> = {
  "sentry-errors": ({ comparedWith, count }) => {
    const what = count === "users" ? "users" : "errors";
    return comparedWith === undefined ? ` ${what}` : before(comparedWith, what);
  },
  "sentry-anomaly": no,
  "sentry-issues": no,
  "sentry-spans": ({ statistic, comparedWith }) => {
    if (comparedWith !== undefined) return before(comparedWith, "value");
    return percentile.test(statistic) ? " ms" : statistic === "count" ? " spans" : " %";
  },
  "sentry-uptime": no,
  "check-ins": no,
  "sentry-monitor": no,
  metric: ({ unit }) => ` ${unit}`,
  "metric-change": ({ unit, change, comparedWith }) =>
    change === "percent" ? ` % against ${readableDuration(comparedWith)} before` : ` ${unit}`,
  "metric-anomaly": no,
  "metric-forecast": ({ unit }) => ` ${unit}`,
  "metric-outliers": no,
  "log-count": ({ count }) => (count === "requests" ? " requests" : " lines"),
  "log-ratio": () => " %",
  "log-measure": ({ unit }) => ` ${unit}`,
  search: ({ origin, value }) => {
    if (value.of === "measure") return ` ${value.unit}`;
    if (value.of === "share") return " %";
    return value.of === "unique" ? ` different ${value.attribute}` : origin === "logs" ? " lines" : " events";
  },
  "service-check": no,
  composite: no,
  "burn-rate": no,
  "datadog-query": ({ unit }) => ` ${unit}`,
  "datadog-monitor": no,
  "http-check": no,
  "tls-check": no,
  "dns-check": no,
  "tcp-check": no,
  "multistep-check": no,
  crons: no,
  "webhook-endpoint": no,
};

/** The unit of a signal's value, as a suffix (`" %"`, `" ms"`, or nothing). */
export const unitOfSignal = (signal: Signal): string => ask<SignalKind, [], string>(units, signal);

const judged = () => null;
const declared = () => "it is declared, and its absence is drift: verify finds it";
const past = () => "Datadog judges it by its own model of the past, which nobody else can compute";

/** Why a signal cannot be evaluated on series of one's own; null: it can. */
const unjudged: Table<[], string | null> = {
  "sentry-errors": judged,
  "sentry-anomaly": () => "Sentry judges it by its own model of the past, which nobody else can compute",
  "sentry-issues": ({ filter, anyOf }) =>
    filter === undefined && anyOf === undefined
      ? null
      : "its filters ask about issues, which a series of events does not show",
  "sentry-spans": ({ statistic, comparedWith }) =>
    /^p\d+$/.test(statistic) && comparedWith === undefined ? null : "it is no percentile of durations",
  "sentry-uptime": judged,
  "check-ins": judged,
  "sentry-monitor": () => "its body is Sentry's own, which is not evaluated here",
  metric: ({ series }) =>
    Object.values(series).some(({ functions, fill, rollup, aggregate }) => {
      const filled = fill !== undefined && fill.with !== "zero" && fill.with !== "null";
      return functions !== undefined || filled || rollup !== undefined || /^(p\d+|count)$/.test(aggregate);
    })
      ? "it uses a function, rollup, fill or percentile of Datadog's that is not evaluated here"
      : null,
  "metric-change": judged,
  "metric-anomaly": past,
  "metric-forecast": past,
  "metric-outliers": past,
  "log-count": judged,
  "log-ratio": judged,
  "log-measure": judged,
  search: ({ value }) =>
    value.of === "measure" && !/^(avg|sum|min|max)$/.test(value.statistic)
      ? "it is a percentile that Datadog estimates"
      : null,
  "service-check": judged,
  composite: () => "it follows from other alerts, each of which is evaluated for itself",
  "burn-rate": () => "it follows from an objective, whose good and bad events are not read here",
  "datadog-query": () => "its query is Datadog's own, which is not evaluated here",
  "datadog-monitor": () => "its query is Datadog's own, which is not evaluated here",
  "http-check": judged,
  "tls-check": judged,
  "dns-check": judged,
  "tcp-check": judged,
  "multistep-check": judged,
  crons: declared,
  "webhook-endpoint": declared,
};

export const notEvaluated = (signal: Signal): string | null => ask<SignalKind, [], string | null>(unjudged, signal);

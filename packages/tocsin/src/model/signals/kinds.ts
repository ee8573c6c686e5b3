import type { ConditionKind } from "../condition.ts";
import type { VendorName } from "../resource.ts";
import type { MetricSignal, SignalKind, SignalOf } from "../signal.ts";
import { readableDuration } from "../units.ts";

export type Signals = { [K in SignalKind]: SignalOf<K> };
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

/** A series that a signal is evaluated on. */
export interface Read {
  name: string;
  points: PointKind;
}

/** What is known of a kind of signal wherever it is watched. */
export interface Facts<K extends SignalKind> {
  /** Where it is watched. `synthetics`: by a test of Datadog's, which brings a monitor with it. */
  by: VendorName | "synthetics";
  /** The kinds of condition that fit it: one, but for a few. */
  condition: ConditionKind | readonly ConditionKind[];
  /** The unit of its value, as a suffix. */
  unit(signal: OfKind<K>): string;
  /** Why it cannot be evaluated on series of one's own; null: it can. */
  notEvaluated(signal: OfKind<K>): string | null;
  /** The series that it is evaluated on; none for what is not evaluated. */
  reads(signal: OfKind<K>): Read[];
}

type KindFacts = { readonly [K in SignalKind]: Facts<K> };

const before = (seconds: number, what: string) => ` % of the ${what} ${readableDuration(seconds)} before`;
const percentile = /^p\d+$|^(avg|max)$/;
const no = () => "";
const judged = () => null;
const declared = () => "it is declared, and its absence is drift: verify finds it";
const past = () => "Datadog judges it by its own model of the past, which nobody else can compute";

const count = (...names: string[]): Read[] => names.map((name) => ({ name, points: "count" }));
const runs = (): Read[] => [{ name: "runs", points: "run" }];
const nothing = (): Read[] => [];
const series = ({ series }: MetricSignal): Read[] =>
  Object.entries(series).map(([name, { as }]) => ({ name, points: as === undefined ? "gauge" : "count" }));

/** What is asked, or runs, again and again. */
const asked = { condition: "consecutive-failures", unit: no, notEvaluated: judged, reads: runs } as const;
const unusual = { condition: "anomalous", unit: no, notEvaluated: past, reads: nothing } as const;
const stated = { condition: "declared", unit: no, notEvaluated: declared, reads: nothing } as const;

/** One row a kind: a new kind does not compile until it has its row here and in each table of the parts that judge kinds. */
export const signalKinds = {
  "sentry-errors": {
    by: "sentry",
    condition: "threshold",
    unit: ({ comparedWith, count }) => {
      const what = count === "users" ? "users" : "errors";
      return comparedWith === undefined ? ` ${what}` : before(comparedWith, what);
    },
    notEvaluated: judged,
    reads: () => count("events"),
  },
  "sentry-anomaly": {
    by: "sentry",
    condition: "anomalous",
    unit: no,
    notEvaluated: () => "Sentry judges it by its own model of the past, which nobody else can compute",
    reads: nothing,
  },
  "sentry-issues": {
    by: "sentry",
    condition: "each-event",
    unit: no,
    notEvaluated: ({ filter, anyOf, triggers = [] }) => {
      if (triggers.some((name) => name.startsWith("seer-")))
        return "what Seer has finished stands in no series of events";
      return filter === undefined && anyOf === undefined
        ? null
        : "its filters ask about issues, which a series of events does not show";
    },
    reads: () => count("events"),
  },
  "sentry-spans": {
    by: "sentry",
    condition: "threshold",
    unit: ({ statistic, comparedWith }) => {
      if (comparedWith !== undefined) return before(comparedWith, "value");
      return percentile.test(statistic) ? " ms" : statistic === "count" ? " spans" : " %";
    },
    notEvaluated: ({ statistic, comparedWith }) =>
      /^p\d+$/.test(statistic) && comparedWith === undefined ? null : "it is no percentile of durations",
    reads: () => [{ name: "durations", points: "sample" }],
  },
  "sentry-sessions": {
    by: "sentry",
    condition: "threshold",
    unit: () => " %",
    notEvaluated: ({ crashFree }) =>
      crashFree === "sessions" ? null : "it counts different users, which a series does not tell apart",
    reads: () => count("crashed", "sessions"),
  },
  "sentry-uptime": { by: "sentry", ...asked },
  "check-ins": { by: "sentry", ...asked },
  "sentry-monitor": {
    by: "sentry",
    condition: "as-stated",
    unit: no,
    notEvaluated: () => "its body is Sentry's own, which is not evaluated here",
    reads: nothing,
  },
  metric: {
    by: "datadog",
    condition: "threshold",
    unit: ({ unit }) => ` ${unit}`,
    notEvaluated: ({ series }) =>
      Object.values(series).some(({ functions, fill, rollup, aggregate }) => {
        const filled = fill !== undefined && fill.with !== "zero" && fill.with !== "null";
        return functions !== undefined || filled || rollup !== undefined || /^(p\d+|count)$/.test(aggregate);
      })
        ? "it uses a function, rollup, fill or percentile of Datadog's that is not evaluated here"
        : null,
    reads: series,
  },
  "metric-change": {
    by: "datadog",
    condition: "threshold",
    unit: ({ unit, change, comparedWith }) =>
      change === "percent" ? ` % against ${readableDuration(comparedWith)} before` : ` ${unit}`,
    notEvaluated: judged,
    reads: series,
  },
  "metric-anomaly": { by: "datadog", ...unusual },
  "metric-forecast": {
    by: "datadog",
    condition: "threshold",
    unit: ({ unit }) => ` ${unit}`,
    notEvaluated: past,
    reads: nothing,
  },
  "metric-outliers": { by: "datadog", ...unusual },
  "log-count": {
    by: "datadog",
    condition: "threshold",
    unit: ({ count }) => (count === "requests" ? " requests" : " lines"),
    notEvaluated: judged,
    reads: ({ count: what }) => count(what),
  },
  "log-ratio": {
    by: "datadog",
    condition: "threshold",
    unit: () => " %",
    notEvaluated: judged,
    reads: () => count("part", "whole"),
  },
  "log-measure": {
    by: "datadog",
    condition: "threshold",
    unit: ({ unit }) => ` ${unit}`,
    notEvaluated: judged,
    reads: () => [{ name: "values", points: "sample" }],
  },
  search: {
    by: "datadog",
    condition: "threshold",
    unit: ({ origin, value }) => {
      if (value.of === "measure") return ` ${value.unit}`;
      if (value.of === "share") return " %";
      // Without the @ of the attribute, which Datadog's messages would take for a handle.
      return value.of === "unique"
        ? ` different ${value.attribute.replace(/^@/, "")}`
        : origin === "logs"
          ? " lines"
          : " events";
    },
    notEvaluated: ({ value }) =>
      value.of === "measure" && !/^(avg|sum|min|max)$/.test(value.statistic)
        ? "it is a percentile that Datadog estimates"
        : null,
    reads: ({ value }) => {
      if (value.of === "share") return count("part", "whole");
      return value.of === "measure" ? [{ name: "values", points: "sample" }] : count("found");
    },
  },
  "service-check": {
    by: "datadog",
    condition: ["consecutive-failures", "failing-share"],
    unit: no,
    notEvaluated: judged,
    reads: runs,
  },
  composite: {
    by: "datadog",
    condition: "as-stated",
    unit: no,
    notEvaluated: () => "it follows from other alerts, each of which is evaluated for itself",
    reads: nothing,
  },
  "burn-rate": {
    by: "datadog",
    condition: "burning",
    unit: no,
    notEvaluated: () => "it follows from an objective, whose good and bad events are not read here",
    reads: nothing,
  },
  "datadog-query": {
    by: "datadog",
    condition: "threshold",
    unit: ({ unit }) => ` ${unit}`,
    notEvaluated: () => "its query is Datadog's own, which is not evaluated here",
    reads: nothing,
  },
  "datadog-monitor": {
    by: "datadog",
    condition: "as-stated",
    unit: no,
    notEvaluated: () => "its query is Datadog's own, which is not evaluated here",
    reads: nothing,
  },
  "http-check": { by: "synthetics", ...asked },
  "tls-check": { by: "synthetics", ...asked },
  "dns-check": { by: "synthetics", ...asked },
  "tcp-check": { by: "synthetics", ...asked },
  "grpc-check": { by: "synthetics", ...asked },
  "icmp-check": { by: "synthetics", ...asked },
  "multistep-check": { by: "synthetics", ...asked },
  crons: { by: "vercel", ...stated },
  "webhook-endpoint": { by: "stripe", ...stated },
} as const satisfies KindFacts;

/** The conditions that fit each kind of signal. */
export type ConditionKindOf = {
  readonly [K in SignalKind]: (typeof signalKinds)[K]["condition"] extends infer C
    ? C extends readonly (infer One extends ConditionKind)[]
      ? One
      : Extract<C, ConditionKind>
    : never;
};

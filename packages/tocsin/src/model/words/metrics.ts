import type { SignalInputOf } from "../signal.ts";
import { type Seconds, seconds } from "../units.ts";
import { ofKind } from "./of-kind.ts";

/** Datadog's metrics in the words of definition files, and what is measured by them. */

/**
 * Arithmetic over Datadog metrics of any origin.
 *
 * @example metric({ source: ownMetrics(), ...one("orders.queue_seconds", "max"), unit: "s", interval: minutes(1) })
 */
export const metric = ofKind("metric");

/**
 * How far a metric is from its own earlier value.
 *
 * @example metricChange({ source: ownMetrics(), ...one("orders.sent", "sum", { as: "count" }), unit: "orders", interval: minutes(1), change: "percent", comparedWith: hours(4) })
 */
export const metricChange = ofKind("metric-change");

/**
 * A metric that leaves its usual band.
 *
 * @example metricAnomaly({ source: ownMetrics(), ...one("orders.latency", "avg"), unit: "ms", interval: minutes(1), algorithm: "agile", deviations: 3, direction: "above", seasonality: "weekly" })
 */
export const metricAnomaly = ofKind("metric-anomaly");

/**
 * A metric that will cross a limit; the condition says how soon, with `within`.
 *
 * @example metricForecast({ source: integrationMetrics(), ...one("system.disk.in_use", "max"), unit: "of 1", interval: minutes(1), groupBy: ["host"], algorithm: "linear" })
 */
export const metricForecast = ofKind("metric-forecast");

/**
 * A member of a group that behaves unlike the others.
 *
 * @example metricOutliers({ source: integrationMetrics(), ...one("system.load.1", "avg"), unit: "", interval: minutes(1), groupBy: ["host"], algorithm: "DBSCAN", tolerance: 3 })
 */
export const metricOutliers = ofKind("metric-outliers");

/**
 * A metric query in Datadog's own words, where no other signal says it: without window and comparison.
 *
 * @example datadogQuery("top(avg:queue.depth{env:prod} by {queue}, 5, 'mean', 'desc')", { unit: "messages", groupBy: ["queue"] })
 */
export const datadogQuery = (
  query: string,
  options: { unit: string; groupBy?: readonly string[]; delay?: Seconds },
): SignalInputOf<"datadog-query"> => ({ kind: "datadog-query", query, ...options });

type MetricInput = SignalInputOf<"metric">;
type Source = Exclude<MetricInput["source"], string>;
type SeriesInput = MetricInput["series"][string];

/** Metrics that the team's own software sends; `scope`: see docs/reference/definitions.md. A drill sends points of them. */
export const ownMetrics = (options: { scope?: string; delay?: Seconds } = {}): Source => ({
  reportedBy: "own",
  ...options,
});

/** Metrics that Datadog collects: by its agent, from a cloud, from an integration. No drill sends points of them. */
export const integrationMetrics = (options: { scope?: string; delay?: Seconds } = {}): Source => ({
  reportedBy: "integration",
  ...options,
});

/** The one series of a metric that needs no arithmetic. */
export const one = (
  metric: string,
  aggregate: SeriesInput["aggregate"],
  rest: Omit<SeriesInput, "metric" | "aggregate"> = {},
): { expression: string; series: Record<string, SeriesInput> } => ({
  expression: "value",
  series: { value: { metric, aggregate, ...rest } },
});

/** A traced service, as Datadog's APM measures it: `operation` is the first part of its metrics' names, `http.request`. */
interface Traced {
  service: string;
  operation: string;
  /** Only these resources, `get_/orders`. */
  resources?: readonly string[];
  groupBy?: readonly string[];
  scope?: string;
}

const traced = ({ service, operation, resources, groupBy, scope }: Traced) => {
  const tags = { service, ...(resources === undefined ? {} : { resource_name: resources }) };
  return {
    series: (suffix: string): SeriesInput => ({
      metric: `trace.${operation}.${suffix}`,
      aggregate: "sum",
      tags,
      as: "count",
    }),
    tags,
    rest: {
      // Its counts come apart: a numerator without its denominator looks like a spike.
      source: integrationMetrics({ delay: seconds(60), ...(scope === undefined ? {} : { scope }) }),
      ...(groupBy === undefined ? {} : { groupBy }),
      interval: 60,
    },
  };
};

/**
 * How long requests of a traced service take, in milliseconds.
 *
 * @example traceLatency({ service: "shop", operation: "http.request", percentile: "p99", groupBy: ["resource_name"] })
 */
export const traceLatency = (
  of: Traced & { percentile: "p50" | "p75" | "p90" | "p95" | "p99" },
): SignalInputOf<"metric"> => {
  const { tags, rest } = traced(of);
  const seconds: SeriesInput = { metric: `trace.${of.operation}`, aggregate: of.percentile, tags };
  return { kind: "metric", ...rest, expression: "seconds * 1000", series: { seconds }, unit: "ms" };
};

/**
 * The share of a traced service's requests that fail, in percent; 0 while there are fewer than `minimum`.
 *
 * @example traceErrorRate({ service: "shop", operation: "http.request", minimum: 50 })
 */
export const traceErrorRate = (of: Traced & { minimum?: number }): SignalInputOf<"metric"> => {
  const { series, rest } = traced(of);
  return {
    kind: "metric",
    ...rest,
    expression: "errors / hits * 100",
    series: { errors: series("errors"), hits: series("hits") },
    ...(of.minimum === undefined ? {} : { minimum: { series: "hits", value: of.minimum } }),
    unit: "%",
    domain: [0, 100],
  };
};

/**
 * Signs of life: points of a metric of the team's own that must not stop. Use it with
 * `below(1, { per: ..., noData: "notify" })`, the window as long as the grace.
 *
 * @example heartbeat({ metric: "worker.heartbeat", every: minutes(5) })
 */
export const heartbeat = (of: {
  metric: string;
  every: Seconds;
  tags?: Record<string, string>;
  /** One for each value of these tags, which fires for itself. */
  groupBy?: readonly string[];
  scope?: string;
}): SignalInputOf<"metric"> => ({
  kind: "metric",
  source: ownMetrics(of.scope === undefined ? {} : { scope: of.scope }),
  ...one(of.metric, "sum", { as: "count", ...(of.tags === undefined ? {} : { tags: of.tags }) }),
  unit: "heartbeats",
  ...(of.groupBy === undefined ? {} : { groupBy: of.groupBy }),
  interval: of.every,
});

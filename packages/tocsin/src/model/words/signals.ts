import type { SignalInputOf, WithoutKind } from "../signal.ts";
import { type Seconds, seconds } from "../units.ts";

/** What an alert watches, in the words of definition files. Each returns plain data; the schemas judge it when it is loaded. */

/**
 * Arithmetic over Datadog metrics of any origin.
 *
 * @example metric({ source: ownMetrics(), ...one("orders.queue_seconds", "max"), unit: "s", interval: minutes(1) })
 */
export const metric = (s: WithoutKind<"metric">): SignalInputOf<"metric"> => ({ kind: "metric", ...s });

/**
 * How far a metric is from its own earlier value.
 *
 * @example metricChange({ source: ownMetrics(), ...one("orders.sent", "sum", { as: "count" }), unit: "orders", interval: minutes(1), change: "percent", comparedWith: hours(4) })
 */
export const metricChange = (s: WithoutKind<"metric-change">): SignalInputOf<"metric-change"> => ({
  kind: "metric-change",
  ...s,
});

/**
 * A metric that leaves its usual band.
 *
 * @example metricAnomaly({ source: ownMetrics(), ...one("orders.latency", "avg"), unit: "ms", interval: minutes(1), algorithm: "agile", deviations: 3, direction: "above", seasonality: "weekly" })
 */
export const metricAnomaly = (s: WithoutKind<"metric-anomaly">): SignalInputOf<"metric-anomaly"> => ({
  kind: "metric-anomaly",
  ...s,
});

/**
 * A metric that will cross a limit; the condition says how soon, with `within`.
 *
 * @example metricForecast({ source: integrationMetrics(), ...one("system.disk.in_use", "max"), unit: "of 1", interval: minutes(1), groupBy: ["host"], algorithm: "linear" })
 */
export const metricForecast = (s: WithoutKind<"metric-forecast">): SignalInputOf<"metric-forecast"> => ({
  kind: "metric-forecast",
  ...s,
});

/**
 * A member of a group that behaves unlike the others.
 *
 * @example metricOutliers({ source: integrationMetrics(), ...one("system.load.1", "avg"), unit: "", interval: minutes(1), groupBy: ["host"], algorithm: "DBSCAN", tolerance: 3 })
 */
export const metricOutliers = (s: WithoutKind<"metric-outliers">): SignalInputOf<"metric-outliers"> => ({
  kind: "metric-outliers",
  ...s,
});

/**
 * Log lines, or requests, of Vercel or Supabase.
 *
 * @example logCount({ source: vercelLogs("shop"), filter: { status: [500, 599] } })
 */
export const logCount = (s: WithoutKind<"log-count">): SignalInputOf<"log-count"> => ({ kind: "log-count", ...s });

/**
 * The share of some log lines in others.
 *
 * @example logRatio({ source: vercelLogs("shop"), part: { status: [500, 599] }, whole: [{}], minimum: 20 })
 */
export const logRatio = (s: WithoutKind<"log-ratio">): SignalInputOf<"log-ratio"> => ({ kind: "log-ratio", ...s });

/**
 * A number in log lines.
 */
export const logMeasure = (s: WithoutKind<"log-measure">): SignalInputOf<"log-measure"> => ({
  kind: "log-measure",
  ...s,
});

/**
 * What a search finds among logs of any source, events, front-end events, audit trail, CI pipelines and tests, spans,
 * network flows and paths, databases, LLM applications.
 *
 * @example search({ origin: "rum", find: { fields: { "@type": "error" } }, groupBy: ["@view.name"] })
 */
export const search = (s: WithoutKind<"search">): SignalInputOf<"search"> => ({ kind: "search", ...s });

/**
 * A check that Datadog's agent or integration runs.
 *
 * @example serviceCheck({ check: "postgres.can_connect", groupBy: ["host"] })
 */
export const serviceCheck = (s: WithoutKind<"service-check">): SignalInputOf<"service-check"> => ({
  kind: "service-check",
  ...s,
});

/**
 * Other alerts together: all of them, any of them, unless one.
 *
 * @example composite({ all: ["payment/failures"], unless: ["payment/provider-down"] })
 */
export const composite = (s: WithoutKind<"composite">): SignalInputOf<"composite"> => ({ kind: "composite", ...s });

/**
 * The error budget of an objective.
 *
 * @example burnRate({ objective: "objectives/api" })
 */
export const burnRate = (s: WithoutKind<"burn-rate">): SignalInputOf<"burn-rate"> => ({ kind: "burn-rate", ...s });

/**
 * A monitor in Datadog's own words, where no other signal says it.
 *
 * @example datadogMonitor({ type: "process alert", query: "processes('worker').over('env:prod').rollup('count').last('5m') < 1" })
 */
export const datadogMonitor = (s: WithoutKind<"datadog-monitor">): SignalInputOf<"datadog-monitor"> => ({
  kind: "datadog-monitor",
  ...s,
});

/**
 * A request that is asked from outside, and what its answer must be.
 *
 * @example httpCheck({ service: "shop", path: "/livez", every: minutes(1), expect: { status: [200, 299], within: 2 } })
 */
export const httpCheck = (s: WithoutKind<"http-check">): SignalInputOf<"http-check"> => ({ kind: "http-check", ...s });

/**
 * How long a certificate is still valid.
 *
 * @example tlsCheck({ host: "shop.example.com", every: hours(1), validFor: 14 })
 */
export const tlsCheck = (s: WithoutKind<"tls-check">): SignalInputOf<"tls-check"> => ({ kind: "tls-check", ...s });

/**
 * What a domain resolves to.
 *
 * @example dnsCheck({ domain: "shop.example.com", every: minutes(5), anyOf: ["192.0.2.10", "192.0.2.11"] })
 */
export const dnsCheck = (s: WithoutKind<"dns-check">): SignalInputOf<"dns-check"> => ({ kind: "dns-check", ...s });

/**
 * Whether a port takes connections.
 *
 * @example tcpCheck({ host: "db.example.com", port: 5432, every: minutes(1) })
 */
export const tcpCheck = (s: WithoutKind<"tcp-check">): SignalInputOf<"tcp-check"> => ({ kind: "tcp-check", ...s });

/**
 * Requests one after the other, with values handed on.
 */
export const multistepCheck = (s: WithoutKind<"multistep-check">): SignalInputOf<"multistep-check"> => ({
  kind: "multistep-check",
  ...s,
});

/**
 * Cron jobs of a Vercel project.
 *
 * @example crons({ service: "shop", crons: [{ path: "/api/cron/close", schedule: "0 * * * *" }] })
 */
export const crons = (s: WithoutKind<"crons">): SignalInputOf<"crons"> => ({ kind: "crons", ...s });

/**
 * An endpoint that Stripe sends events to.
 *
 * @example webhookEndpoint({ service: "shop", path: "/api/stripe", events: ["invoice.paid"] })
 */
export const webhookEndpoint = (s: WithoutKind<"webhook-endpoint">): SignalInputOf<"webhook-endpoint"> => ({
  kind: "webhook-endpoint",
  ...s,
});

/**
 * An event destination of Stripe's (/v2), which sends to an endpoint as `webhookEndpoint` does.
 *
 * @example eventDestination({ service: "shop", path: "/api/events", events: ["v1.invoice.paid"], payload: "thin" })
 */
export const eventDestination = (
  s: WithoutKind<"webhook-endpoint"> & { payload: "snapshot" | "thin" },
): SignalInputOf<"webhook-endpoint"> => ({ kind: "webhook-endpoint", ...s });

/**
 * A metric query in Datadog's own words, where no other signal says it: without window and comparison.
 *
 * @example datadogQuery("top(avg:queue.depth{env:prod} by {queue}, 5, 'mean', 'desc')", { unit: "messages", groupBy: ["queue"] })
 */
export const datadogQuery = (
  query: string,
  options: { unit: string; groupBy?: string[]; delay?: Seconds },
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
  resources?: string[];
  groupBy?: string[];
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
  scope?: string;
}): SignalInputOf<"metric"> => ({
  kind: "metric",
  source: ownMetrics(of.scope === undefined ? {} : { scope: of.scope }),
  ...one(of.metric, "sum", { as: "count", ...(of.tags === undefined ? {} : { tags: of.tags }) }),
  unit: "heartbeats",
  interval: of.every,
});

/** Logs of a Vercel project, as the Datadog integration delivers them. */
export const vercelLogs = (service: string) => ({ kind: "vercel" as const, service });
/** PostgreSQL's log, as the Datadog integration delivers it; `service` where there are several databases. */
export const postgresLogs = (service?: string) => ({
  kind: "supabase" as const,
  log: "postgres_logs" as const,
  ...(service === undefined ? {} : { service }),
});

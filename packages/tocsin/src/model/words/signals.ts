import type { SignalInputOf, WithoutKind } from "../signal.ts";

/** What an alert watches, in the words of definition files. Each returns plain data; the schemas judge it when it is loaded. */

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

/** Logs of a Vercel project, as the Datadog integration delivers them. */
export const vercelLogs = (service: string) => ({ kind: "vercel" as const, service });
/** PostgreSQL's log, as the Datadog integration delivers it; `service` where there are several databases. */
export const postgresLogs = (service?: string) => ({
  kind: "supabase" as const,
  log: "postgres_logs" as const,
  ...(service === undefined ? {} : { service }),
});

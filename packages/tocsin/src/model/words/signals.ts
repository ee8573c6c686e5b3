import type { SignalInputOf, WithoutKind } from "../signal.ts";
import { ofKind } from "./of-kind.ts";

/** What an alert watches, in the words of definition files. Each returns plain data; the schemas judge it when it is loaded. */

/**
 * Log lines, or requests, of Vercel or Supabase.
 *
 * @example logCount({ source: vercelLogs("shop"), filter: { status: [500, 599] } })
 */
export const logCount = ofKind("log-count");

/**
 * The share of some log lines in others.
 *
 * @example logRatio({ source: vercelLogs("shop"), part: { status: [500, 599] }, whole: [{}], minimum: 20 })
 */
export const logRatio = ofKind("log-ratio");

/**
 * A number in log lines.
 */
export const logMeasure = ofKind("log-measure");

/**
 * What a search finds among logs of any source, events, front-end events, audit trail, CI pipelines and tests, spans,
 * network flows and paths, databases, LLM applications.
 *
 * @example search({ origin: "rum", find: { fields: { "@type": "error" } }, groupBy: ["@view.name"] })
 */
export const search = ofKind("search");

/**
 * A check that Datadog's agent or integration runs.
 *
 * @example serviceCheck({ check: "postgres.can_connect", groupBy: ["host"] })
 */
export const serviceCheck = ofKind("service-check");

/**
 * Other alerts together: all of them, any of them, unless one.
 *
 * @example composite({ all: ["payment/failures"], unless: ["payment/provider-down"] })
 */
export const composite = ofKind("composite");

/**
 * The error budget of an objective.
 *
 * @example burnRate({ objective: "objectives/api" })
 */
export const burnRate = ofKind("burn-rate");

/**
 * A monitor in Datadog's own words, where no other signal says it.
 *
 * @example datadogMonitor({ type: "process alert", query: "processes('worker').over('env:prod').rollup('count').last('5m') < 1" })
 */
export const datadogMonitor = ofKind("datadog-monitor");

/**
 * A request that is asked from outside, and what its answer must be.
 *
 * @example httpCheck({ service: "shop", path: "/livez", every: minutes(1), expect: { status: [200, 299], within: 2 } })
 */
export const httpCheck = ofKind("http-check");

/**
 * How long a certificate is still valid.
 *
 * @example tlsCheck({ host: "shop.example.com", every: hours(1), validFor: 14 })
 */
export const tlsCheck = ofKind("tls-check");

/**
 * What a domain resolves to.
 *
 * @example dnsCheck({ domain: "shop.example.com", every: minutes(5), anyOf: ["192.0.2.10", "192.0.2.11"] })
 */
export const dnsCheck = ofKind("dns-check");

/**
 * Whether a port takes connections.
 *
 * @example tcpCheck({ host: "db.example.com", port: 5432, every: minutes(1) })
 */
export const tcpCheck = ofKind("tcp-check");

/**
 * Whether a gRPC server says that it serves, by its health checking protocol.
 *
 * @example grpcCheck({ host: "grpc.example.com", service: "shop.Orders", every: minutes(1) })
 */
export const grpcCheck = ofKind("grpc-check");

/**
 * Whether a host answers pings.
 *
 * @example icmpCheck({ host: "gateway.example.com", every: minutes(1), lossBelow: 50 })
 */
export const icmpCheck = ofKind("icmp-check");

/**
 * Requests one after the other, with values handed on.
 */
export const multistepCheck = ofKind("multistep-check");

/**
 * Cron jobs of a Vercel project.
 *
 * @example crons({ service: "shop", crons: [{ path: "/api/cron/close", schedule: "0 * * * *" }] })
 */
export const crons = ofKind("crons");

/**
 * An endpoint that Stripe sends events to.
 *
 * @example webhookEndpoint({ service: "shop", path: "/api/stripe", events: ["invoice.paid"] })
 */
export const webhookEndpoint = ofKind("stripe-events");

/**
 * An event destination of Stripe's (/v2), which sends to an endpoint as `webhookEndpoint` does.
 *
 * @example eventDestination({ service: "shop", path: "/api/events", events: ["v1.invoice.paid"], payload: "thin" })
 */
export const eventDestination = (
  s: WithoutKind<"stripe-events"> & { payload: "snapshot" | "thin" },
): SignalInputOf<"stripe-events"> => ({ kind: "stripe-events", ...s });

/** Logs of a Vercel project, as the Datadog integration delivers them. */
export const vercelLogs = (service: string) => ({ kind: "vercel" as const, service });
/** PostgreSQL's log, as the Datadog integration delivers it; `service` where there are several databases. */
export const postgresLogs = (service?: string) => ({
  kind: "supabase" as const,
  log: "postgres_logs" as const,
  ...(service === undefined ? {} : { service }),
});

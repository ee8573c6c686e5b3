import { ofKind } from "./of-kind.ts";

/** What an alert watches at Sentry, in the words of definition files. */

/**
 * Errors of a Sentry project, or the users whom they reached.
 *
 * @example sentryErrors({ project: "web", tags: { service: ["api"] } })
 */
export const sentryErrors = ofKind("sentry-errors");

/**
 * Errors of a Sentry project that are not as usual.
 *
 * @example sentryAnomaly({ project: "web", direction: "above", sensitivity: "medium" })
 */
export const sentryAnomaly = ofKind("sentry-anomaly");

/**
 * Issues of Sentry projects: on which events, and with which filters.
 *
 * @example sentryIssues({ projects: ["web"], triggers: ["new", "regressed"], filter: { level: { atLeast: "error" } } })
 */
export const sentryIssues = ofKind("sentry-issues");

/**
 * A percentile, mean, number or failure rate of a transaction in Sentry.
 *
 * @example sentrySpans({ project: "web", transaction: "GET /api/orders", statistic: "p95" })
 */
export const sentrySpans = ofKind("sentry-spans");

/**
 * The share of an app's sessions, or of its users, that meet no crash.
 *
 * @example sentrySessions({ project: "mobile", crashFree: "sessions" })
 */
export const sentrySessions = ofKind("sentry-sessions");

/**
 * A page that Sentry asks for from its own regions.
 *
 * @example sentryUptime({ project: "web", service: "shop", path: "/", every: minutes(1) })
 */
export const sentryUptime = ofKind("sentry-uptime");

/**
 * A job that tells Sentry of its runs.
 *
 * @example checkIns({ project: "web", slug: "nightly-export", schedule: { crontab: "0 3 * * *" }, timezone: "Europe/Berlin", margin: minutes(15) })
 */
export const checkIns = ofKind("check-ins");

/**
 * A monitor in Sentry's own words, where no other signal says it.
 *
 * @example sentryMonitor({ project: "web", body: { type: "metric_issue", dataSources: [], conditionGroup: {}, config: {} } })
 */
export const sentryMonitor = ofKind("sentry-monitor");

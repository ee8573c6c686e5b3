import {
  above,
  anomalous,
  asStated,
  below,
  burning,
  burnRate,
  checkIns,
  composite,
  consecutiveFailures,
  days,
  heartbeat,
  hours,
  integrationMetrics,
  metricAnomaly,
  metricForecast,
  metricOutliers,
  minutes,
  one,
  ownMetrics,
  search,
  serviceCheck,
} from "../../src/model/language.ts";
import { objectiveSchema } from "../../src/model/objective.ts";
import { definition } from "../support/definitions.ts";

/** The alerts whose notifications docs/reference/notifications.md shows; the second part in Slack alone. */

export const rate = definition({
  id: "shop/5xx-rate",
  title: "High 5xx rate",
  signal: {
    kind: "log-ratio",
    source: { kind: "vercel", service: "shop" },
    part: { status: [500, 599], functionsOnly: true },
    whole: [{ functionsOnly: true }],
    count: "requests",
    minimum: 50,
  },
  condition: {
    ...{ kind: "threshold", comparison: "above", critical: 5, warning: 2, window: 300, over: "total" },
    noData: "zero",
  },
  why: "More than one request in twenty ends in an error that its user sees.",
  firstChecks: [
    "Was there a deployment in the last 10 minutes?",
    "Which route, and since when?",
    "Is the database up?",
  ],
  recovered: "/readyz answers 200.",
});
export const disk = definition({
  id: "shop/disk",
  title: "Disk nearly full",
  signal: {
    kind: "metric",
    source: { reportedBy: "own", scope: "stack", delay: 0 },
    expression: "used",
    series: { used: { metric: "disk.used", aggregate: "avg" } },
    unit: "%",
    interval: 60,
    groupBy: ["host"],
  },
  condition: {
    ...{ kind: "threshold", comparison: "above", critical: 85, window: 300, over: "average" },
    noData: "notify",
  },
  severity: "ticket",
});
export const live = definition({
  id: "shop/live",
  title: "The shop does not answer",
  signal: { kind: "http-check", service: "shop", path: "/livez", every: 60, expect: { status: 200 } },
  condition: { kind: "consecutive-failures", failures: 2 },
});
export const worker = definition({
  id: "shop/worker",
  title: "The worker is silent",
  signal: heartbeat({ metric: "worker.heartbeat", every: minutes(5) }),
  condition: below(1, { per: minutes(15), noData: "notify" }),
});
export const unusual = definition({
  id: "shop/latency",
  title: "Latency out of its band",
  signal: metricAnomaly({
    ...{ source: ownMetrics(), ...one("orders.latency", "avg"), unit: "ms", interval: minutes(1) },
    ...{ algorithm: "agile", seasonality: "weekly", deviations: 3, direction: "above" },
  }),
  condition: anomalous({ window: minutes(15) }),
  severity: "ticket",
});
export const errors = definition({
  id: "shop/errors",
  title: "High error rate",
  signal: { kind: "sentry-errors", project: "web", tags: { service: ["api"] } },
  condition: { kind: "threshold", comparison: "above", critical: 2, window: 300, over: "total" },
});
export const issue = definition({
  id: "shop/critical",
  title: "Critical error at the till",
  signal: { kind: "sentry-issues", projects: ["web"], tags: { severity: "critical" } },
  condition: { kind: "each-event", throttle: 0 },
});

export const failures = definition({
  id: "shop/worker-errors",
  title: "The worker logs errors",
  signal: search({
    origin: "logs",
    find: { fields: { service: "worker", status: "error" } },
    groupBy: ["@error.kind"],
  }),
  condition: above(20, { per: minutes(15), warning: 10, noData: "zero" }),
});

export const payments = definition({
  id: "shop/payments",
  title: "Payments fail, and not for the provider's sake",
  signal: composite({ all: ["shop/payment-errors"], unless: ["shop/provider-down"] }),
  condition: asStated(),
});
/** What the composite is made of. */
export const parts = [
  definition({ id: "shop/payment-errors", title: "Payments fail" }),
  definition({ id: "shop/provider-down", title: "The provider is down" }),
];

export const budget = definition({
  id: "shop/budget",
  title: "The error budget of orders burns",
  signal: burnRate({ objective: "objectives/orders" }),
  condition: burning(14.4, { long: hours(1), short: minutes(5), warning: 7 }),
});
export const orders = objectiveSchema.parse({
  ...{ id: "objectives/orders", title: "Orders succeed", service: "shop", owner: "founder", target: 99.9, window: 30 },
  why: "Nobody comes back who could not order.",
  indicator: {
    kind: "good-events",
    source: { reportedBy: "own", scope: "stack" },
    good: { metric: "orders.accepted", aggregate: "sum" },
    total: { metric: "orders.received", aggregate: "sum" },
  },
});

export const database = definition({
  id: "shop/database",
  title: "A host cannot reach its database",
  signal: serviceCheck({ check: "postgres.can_connect", groupBy: ["host"] }),
  condition: consecutiveFailures(3, { warnAfter: 3, noDataAfter: minutes(10) }),
});

export const full = definition({
  id: "shop/disk-soon",
  title: "The disk will be full",
  signal: metricForecast({
    ...{ source: integrationMetrics(), ...one("system.disk.in_use", "max"), unit: "%", interval: minutes(1) },
    algorithm: "linear",
    groupBy: ["device"],
  }),
  condition: above(90, { within: days(7), noData: "ok" }),
  severity: "ticket",
});

export const odd = definition({
  id: "shop/odd-host",
  title: "A host is unlike the others",
  signal: metricOutliers({
    ...{ source: integrationMetrics(), ...one("system.load.1", "avg"), unit: "", interval: minutes(1) },
    ...{ groupBy: ["host"], algorithm: "DBSCAN", tolerance: 3 },
  }),
  condition: anomalous({ window: minutes(30) }),
  severity: "ticket",
});

export const nightly = definition({
  id: "shop/nightly-export",
  title: "The nightly export fails",
  signal: checkIns({
    ...{ project: "web", slug: "nightly-export", schedule: { crontab: "0 3 * * *" }, margin: minutes(15) },
  }),
  condition: consecutiveFailures(2),
});

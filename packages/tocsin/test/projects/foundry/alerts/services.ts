import {
  above,
  alert,
  asStated,
  below,
  burning,
  burnRate,
  composite,
  consecutiveFailures,
  heartbeat,
  hours,
  maintenance,
  metric,
  minutes,
  objective,
  one,
  search,
  sqlProbe,
  tcpCheck,
  times,
  traceErrorRate,
  traceLatency,
} from "tocsin";

const common = {
  owner: "ada",
  severity: "ticket" as const,
  route: "tickets",
  causes: ["a change of the last hour"],
  firstChecks: ["What was changed in the last hour?"],
  recovered: "It stays quiet for 10 minutes.",
  runbook: "operations",
};

export const slow = alert({
  ...common,
  id: "orders/slow",
  source: ["catalogue 12"],
  title: "Orders are slow (p99)",
  service: "orders",
  signal: traceLatency({ service: "orders", operation: "http.request", percentile: "p99", groupBy: ["resource_name"] }),
  condition: above(800, { averagedOver: minutes(10), recovery: 600, noData: "ok" }),
  why: "People wait for their order.",
});

export const failing = alert({
  ...common,
  id: "orders/error-rate",
  source: ["catalogue 13"],
  title: "Orders fail",
  service: "orders",
  severity: "page",
  route: "team",
  signal: traceErrorRate({ service: "orders", operation: "http.request", minimum: 50 }),
  condition: above(2, { per: minutes(10), recovery: 1, noData: "ok" }),
  why: "People cannot order.",
});

export const workerLogs = alert({
  ...common,
  id: "worker/error-logs",
  source: ["catalogue 14"],
  title: "The worker logs errors",
  service: "worker",
  signal: search({
    origin: "logs",
    find: { fields: { service: "worker", status: "error" } },
    groupBy: ["@error.kind"],
  }),
  condition: above(20, { per: minutes(15), noData: "zero" }),
  why: "Work is lost or done twice.",
});

export const keyMade = alert({
  ...common,
  id: "audit/api-key-made",
  source: ["catalogue 15"],
  title: "Somebody made an API key",
  service: "audit",
  severity: "info",
  signal: search({
    origin: "audit",
    scope: "everywhere",
    find: { fields: { "@action": "created", "@asset.type": "api_key" } },
    groupBy: ["@usr.email", "@asset.name"],
  }),
  condition: above(0, { per: minutes(5), noData: "zero" }),
  why: "Whoever has the key can read all our data.",
});

export const orders = objective({
  id: "objectives/orders",
  title: "Orders succeed",
  service: "orders",
  owner: "ada",
  indicator: {
    kind: "good-events",
    source: { reportedBy: "own", scope: "stack" },
    good: { metric: "orders.accepted", aggregate: "sum" },
    total: { metric: "orders.received", aggregate: "sum" },
  },
  target: 99.9,
  window: 30,
  why: "Nobody comes back who could not order.",
});

export const fastBurn = alert({
  ...common,
  id: "orders/budget-fast",
  source: ["catalogue 17"],
  title: "The error budget of orders burns fast",
  service: "orders",
  severity: "page",
  route: "team",
  signal: burnRate({ objective: "objectives/orders" }),
  condition: burning(14.4, { long: hours(1), short: minutes(5) }),
  why: "In two days nothing of a month's budget is left.",
});

export const slowBurn = alert({
  ...common,
  id: "orders/budget-slow",
  source: ["catalogue 17"],
  title: "The error budget of orders burns",
  service: "orders",
  signal: burnRate({ objective: "objectives/orders" }),
  condition: burning(6, { long: hours(6), short: minutes(30) }),
  why: "In five days nothing of a month's budget is left.",
});

export const pipelines = alert({
  ...common,
  id: "ci/main-fails",
  source: ["catalogue 18"],
  title: "Pipelines of the main branch fail",
  service: "ci",
  signal: search({
    origin: "ci-pipelines",
    scope: "everywhere",
    find: { fields: { "@ci.status": "error", "@git.branch": "main", "@ci.provider.name": { not: "local" } } },
  }),
  condition: above(2, { per: hours(24), noData: "zero" }),
  why: "Nothing can be released.",
});

export const frontEnd = alert({
  ...common,
  id: "site/view-errors",
  source: ["catalogue 19"],
  title: "A view of the site fails",
  service: "site",
  signal: search({
    origin: "rum",
    find: { fields: { "@type": "error", "@application.name": "site" } },
    groupBy: ["@view.name"],
  }),
  condition: above(50, { per: minutes(10), noData: "zero" }),
  why: "People see a page that does nothing.",
});

export const provider = alert({
  ...common,
  id: "payment/provider-down",
  source: ["catalogue 20"],
  title: "The payment provider does not answer",
  service: "payment",
  signal: tcpCheck({ host: "api.payments.example", port: 443, every: minutes(1) }),
  condition: consecutiveFailures(2),
  why: "Nobody can pay, and nothing here can change that.",
});

export const refused = alert({
  ...common,
  id: "payment/failures",
  source: ["catalogue 20"],
  title: "Payments fail",
  service: "payment",
  severity: "info",
  signal: search({ origin: "logs", find: { fields: { service: "payment" }, phrases: ["payment failed"] } }),
  condition: above(10, { per: minutes(10), noData: "zero" }),
  why: "People cannot pay.",
});

export const ours = alert({
  ...common,
  id: "payment/failures-of-ours",
  source: ["catalogue 20"],
  title: "Payments fail, and the provider is well",
  service: "payment",
  severity: "page",
  route: "team",
  signal: composite({ all: ["payment/failures"], unless: ["payment/provider-down"] }),
  condition: asStated(),
  why: "People cannot pay because of us.",
});

export const alive = alert({
  ...common,
  id: "worker/heartbeat",
  source: ["catalogue 28"],
  title: "The worker gives no sign of life",
  service: "worker",
  severity: "page",
  route: "duty",
  signal: heartbeat({ metric: "worker.heartbeat", every: minutes(5) }),
  condition: below(1, { per: minutes(15), noData: "notify" }),
  why: "Nothing is worked on.",
});

export const rows = sqlProbe({
  id: "rows-without-owner",
  service: "tenants",
  metric: "tenants.rows_without_owner",
  unit: "rows",
  sql: "select count(*) from public.documents where owner_id is null",
  drill: { what: "documents without an owner", rows: { documents: times(3, { owner_id: null, title: "drill" }) } },
});

export const orphans = alert({
  ...common,
  id: "tenants/rows-without-owner",
  source: ["catalogue 36"],
  title: "Rows have no owner",
  service: "tenants",
  signal: metric({
    source: "probe",
    ...one("tenants.rows_without_owner", "max"),
    unit: "rows",
    interval: minutes(1),
  }),
  condition: above(0, { sustained: minutes(10), noData: "notify" }),
  why: "Nobody can see or delete these documents.",
});

/** While something is deployed tickets are silent, and pages are not. */
export const deployments = maintenance({
  id: "maintenance/deployments",
  title: "Deployments",
  owner: "ada",
  reason: "catalogue 38: new versions are deployed, and what restarts is slow for a moment",
  silences: { severities: ["ticket", "info"] },
  every: "week",
  on: ["sunday"],
  since: "2026-12-06",
  from: "02:00",
  duration: hours(2),
  timezone: "Europe/Madrid",
});

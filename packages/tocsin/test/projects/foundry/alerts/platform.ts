import {
  above,
  alert,
  anomalous,
  below,
  consecutiveFailures,
  days,
  hours,
  integrationMetrics,
  metric,
  metricAnomaly,
  metricChange,
  metricForecast,
  minutes,
  one,
  ownMetrics,
  seconds,
  serviceCheck,
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

const perMinute = { interval: minutes(1) };
const cluster = integrationMetrics({ scope: "cluster" });
/** Metrics that Datadog crawls from the cloud come minutes late. */
const cloud = integrationMetrics({ scope: "account", delay: minutes(15) });

export const waiting = alert({
  ...common,
  id: "cluster/containers-waiting",
  source: ["catalogue 1"],
  title: "Containers wait to start",
  service: "cluster",
  signal: metric({
    source: cluster,
    ...one("kubernetes_state.container.status_report.count.waiting", "sum", {
      tags: { reason: ["crashloopbackoff", "imagepullbackoff"] },
    }),
    groupBy: ["kube_namespace", "pod_name"],
    unit: "containers",
    interval: seconds(15),
  }),
  condition: above(1, { per: minutes(2), warning: 0.5, noData: "ok" }),
  why: "A part of the software does not run.",
});

export const queue = alert({
  ...common,
  id: "jobs/longest-wait",
  source: ["catalogue 2"],
  title: "Jobs wait for an executor",
  service: "jobs",
  signal: metric({
    source: ownMetrics(),
    ...one("executor.longest_queued.seconds", "max", { tags: { "!queue": "backfill" } }),
    groupBy: ["queue"],
    unit: "s",
    ...perMinute,
  }),
  condition: above(120, { within: minutes(5), recovery: 60, noData: "notify" }),
  why: "Customers wait for what they have asked for.",
});

export const timeouts = alert({
  ...common,
  id: "workflows/timeouts",
  source: ["catalogue 3"],
  title: "Workflow tasks time out",
  service: "workflows",
  signal: metric({
    source: ownMetrics(),
    ...one("workflow.task.timeout", "sum", { as: "count" }),
    groupBy: ["task_type"],
    unit: "timeouts",
    ...perMinute,
  }),
  condition: above(10, { per: minutes(5), noData: "ok" }),
  why: "Orders stay half done.",
});

export const organisations = alert({
  ...common,
  id: "tenants/unhealthy",
  source: ["catalogue 4"],
  title: "An organisation is unhealthy",
  service: "tenants",
  signal: metric({
    source: ownMetrics(),
    ...one("tenant.unhealthy", "max"),
    groupBy: ["organisation", "team"],
    unit: "checks",
    ...perMinute,
  }),
  condition: above(0, { within: minutes(10), noData: "ok" }),
  routeByGroup: { tag: "team", routes: { payments: "payments", product: "product" } },
  why: "One customer cannot work, while all others can.",
});

export const endpointErrors = alert({
  ...common,
  id: "api/errors-by-endpoint",
  source: ["catalogue 5"],
  title: "The API answers 5xx",
  service: "api",
  severity: "page",
  route: "team",
  signal: metric({
    source: ownMetrics(),
    ...one("api.responses", "sum", { as: "count", tags: { status_class: "5xx" } }),
    groupBy: ["endpoint"],
    unit: "responses",
    ...perMinute,
  }),
  condition: above(10, { per: minutes(5), noData: "ok" }),
  repeat: { every: minutes(30), times: 8, message: "Still failing: call the second person." },
  why: "Customers see an error.",
});

export const storage = alert({
  ...common,
  id: "database/free-storage",
  source: ["catalogue 6"],
  title: "A database is nearly full",
  service: "database",
  signal: metric({
    source: cloud,
    expression: "free / 1024 / 1024 / 1024",
    series: { free: { metric: "aws.rds.free_storage_space", aggregate: "avg" } },
    groupBy: ["dbinstanceidentifier"],
    unit: "GiB",
    interval: minutes(5),
  }),
  condition: below(20, { averagedOver: hours(1), recovery: 22, noData: "notify" }),
  why: "A full database takes no more orders.",
});

export const balancer = alert({
  ...common,
  id: "balancer/error-share",
  source: ["catalogue 7"],
  title: "A load balancer answers 5xx",
  service: "api",
  severity: "page",
  route: "team",
  signal: metric({
    source: cloud,
    expression: "errors / requests * 100",
    series: {
      errors: { metric: "aws.applicationelb.httpcode_elb_5xx", aggregate: "sum", as: "count" },
      requests: { metric: "aws.applicationelb.request_count", aggregate: "sum", as: "count" },
    },
    groupBy: ["loadbalancer"],
    minimum: { series: "requests", value: 100 },
    unit: "%",
    domain: [0, 100],
    ...perMinute,
  }),
  condition: above(5, { per: minutes(15), recovery: 3, noData: "ok" }),
  why: "Customers see an error page.",
});

export const published = alert({
  ...common,
  id: "messages/published-fall",
  source: ["catalogue 8"],
  title: "Far fewer messages are published",
  service: "messages",
  signal: metricChange({
    source: ownMetrics(),
    ...one("messages.published", "sum", { as: "count" }),
    unit: "messages",
    ...perMinute,
    change: "percent",
    comparedWith: hours(4),
  }),
  condition: below(-70, { averagedOver: minutes(30), noData: "notify" }),
  why: "Something upstream has stopped.",
});

export const latency = alert({
  ...common,
  id: "checkout/unusual-latency",
  source: ["catalogue 9"],
  title: "Checkout is unusually slow",
  service: "checkout",
  signal: metricAnomaly({
    source: ownMetrics(),
    ...one("checkout.duration", "avg"),
    unit: "ms",
    ...perMinute,
    algorithm: "agile",
    deviations: 3,
    direction: "above",
    seasonality: "weekly",
  }),
  condition: anomalous({ window: minutes(15), shown: hours(4) }),
  why: "People leave before they have paid.",
});

export const disk = alert({
  ...common,
  id: "hosts/disk-full-soon",
  source: ["catalogue 10"],
  title: "A disk will be full within a week",
  service: "hosts",
  signal: metricForecast({
    source: integrationMetrics(),
    ...one("system.disk.in_use", "max"),
    groupBy: ["host", "device"],
    unit: "of 1",
    ...perMinute,
    algorithm: "linear",
  }),
  condition: above(0.95, { within: days(7), noData: "ok" }),
  why: "What runs on that host stops.",
});

export const cost = alert({
  ...common,
  id: "cost/month",
  source: ["catalogue 11"],
  title: "This month costs more than planned",
  service: "cost",
  signal: metric({
    source: cloud,
    ...one("aws.cost.amortized", "sum"),
    unit: "USD",
    interval: hours(24),
  }),
  condition: above(4000, { soFarThis: "month", warning: 3200, noData: "ok" }),
  why: "The budget is spent before the month is over.",
});

export const hostCheck = alert({
  ...common,
  id: "hosts/database-unreachable",
  source: ["catalogue 16"],
  title: "A host cannot reach its database",
  service: "hosts",
  severity: "page",
  route: "team",
  signal: serviceCheck({
    check: "postgres.can_connect",
    exclude: { maintenance: "true" },
    groupBy: ["host"],
  }),
  condition: consecutiveFailures(3, { recoverAfter: 2 }),
  why: "What runs there cannot read or write.",
});

import {
  above,
  anomalous,
  below,
  hours,
  integrationMetrics,
  metric,
  metricAnomaly,
  minutes,
  one,
  search,
  seconds,
  traceErrorRate,
  traceLatency,
} from "../../../src/model/language.ts";
import type { Row } from "./row.ts";

const shop = { service: "shop", operation: "http.request" };
const spans = (more: object = {}) => search({ origin: "spans", find: { fields: { service: "shop" } }, ...more });
const slow = above(800, { per: minutes(10), noData: "ok" });
const failing = above(2, { per: minutes(10), noData: "ok" });
const hits = (more: object = {}) =>
  metric({
    source: integrationMetrics({ delay: seconds(60) }),
    ...one("trace.http.request.hits", "sum", { as: "count", tags: { service: "shop" } }),
    unit: "requests",
    interval: 60,
    ...more,
  });

/** Of traced services: their metrics, and their spans. */
export const traces: readonly Row[] = [
  ["latency", traceLatency({ ...shop, percentile: "p99" }), slow],
  ["latency by resource", traceLatency({ ...shop, percentile: "p95", groupBy: ["resource_name"] }), slow],
  [
    "latency of two resources",
    traceLatency({ ...shop, percentile: "p90", resources: ["get_/orders", "post_/orders"] }),
    slow,
  ],
  ["latency of a cluster", traceLatency({ ...shop, percentile: "p75", scope: "cluster" }), slow],
  [
    "latency of queries of a database",
    traceLatency({ service: "shop-postgres", operation: "postgres.query", percentile: "p50" }),
    slow,
  ],
  [
    "share of errors",
    traceErrorRate({ ...shop, minimum: 50 }),
    failing,
    {},
    [
      [{ errors: "0 3 0x12", hits: "0 100 0x12" }, "2m alert, 12m ok"],
      [{ errors: "0 3 0x9", hits: "0 40 0x9" }, ""],
    ],
  ],
  [
    "share of errors by resource",
    traceErrorRate({ ...shop, minimum: 20, groupBy: ["resource_name"] }),
    failing,
    {},
    [[{ errors: "0 1 0x3", hits: "0 20 0x3" }, "2m alert"]],
  ],
  [
    "share of errors without a minimum",
    traceErrorRate({ ...shop, operation: "grpc.server" }),
    failing,
    {},
    [[{ errors: "0 1 0x3", hits: "0 4 0x3" }, "2m alert"]],
  ],
  [
    "requests stop",
    hits(),
    below(1, { per: minutes(15), noData: "notify" }),
    {},
    [[{ value: "5x20 0x20" }, "36m alert"]],
  ],
  [
    "more requests than ever",
    hits(),
    above(1000, { per: minutes(5), warning: 800, noData: "ok" }),
    {},
    [[{ x: "0" }, ""]],
  ],
  [
    "unusual number of requests",
    metricAnomaly({
      source: integrationMetrics(),
      ...one("trace.http.request.hits", "sum", { as: "rate" }),
      unit: "requests",
      interval: 60,
      algorithm: "robust",
      seasonality: "daily",
      deviations: 3,
      direction: "both",
    }),
    anomalous({ window: minutes(30), shown: hours(12) }),
  ],
  [
    "satisfied people",
    metric({
      source: integrationMetrics(),
      ...one("trace.http.request.apdex.by.service", "avg"),
      unit: "apdex",
      interval: 60,
      domain: [0, 1],
    }),
    below(0.8, { averagedOver: minutes(15), noData: "notify" }),
    {},
    [[{ value: "1x20" }, ""]],
  ],
  [
    "failed spans",
    spans({ find: { fields: { service: "shop", status: "error" } } }),
    above(5, { per: minutes(5), noData: "zero" }),
    {},
    [
      [{ found: "0 6 0x9" }, "1m alert, 6m ok"],
      [{ found: "1x20" }, ""],
    ],
  ],
  [
    "failed spans by kind of error",
    spans({ find: { fields: { status: "error" } }, groupBy: ["@error.type"] }),
    above(5, { per: minutes(5), noData: "zero" }),
    {},
    [[{ found: "0 6 0x9" }, "1m alert, 6m ok"]],
  ],
  [
    "long spans",
    spans({ find: { fields: { "@duration": { above: 1e9 } } } }),
    above(5, { per: minutes(5), noData: "zero" }),
    {},
    [[{ found: "0 5 0x9" }, ""]],
  ],
  [
    "mean of a statement",
    spans({ value: { of: "measure", attribute: "@duration", statistic: "avg", unit: "ns" } }),
    above(5e6, { per: minutes(5), noData: "ok" }),
    {},
    [[{ values: "1e6x5 1e7x5" }, "8m alert"]],
  ],
];

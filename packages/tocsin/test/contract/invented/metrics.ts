import {
  above,
  anomalous,
  below,
  hours,
  integrationMetrics,
  metric,
  metricAnomaly,
  metricChange,
  minutes,
  ownMetrics,
} from "../../../src/model/language.ts";
import type { Row } from "./row.ts";

const own = ownMetrics();
const cloud = integrationMetrics({ scope: "everywhere", delay: minutes(15) });
const gauge = (name: string, tags: Record<string, string | string[]> = {}) => ({
  x: { metric: name, aggregate: "avg" as const, tags },
});
const of = (name: string, more: object = {}) =>
  metric({ source: own, expression: "x", series: gauge(name), unit: "jobs", interval: minutes(1), ...more });
const counted = (name: string, more: object = {}) =>
  of(name, { series: { x: { metric: name, aggregate: "sum", as: "count" } }, ...more });

export const metrics: readonly Row[] = [
  ["a queue of at least ten", of("queue.length"), above(10, { within: minutes(5), inclusive: true, noData: "ok" })],
  ["a pool of at most two", of("pool.free"), below(2, { sustained: minutes(5), inclusive: true, noData: "notify" })],
  [
    "one alert a pod",
    of("pods.waiting", { groupBy: ["namespace", "pod"] }),
    above(1, { averagedOver: minutes(2), warning: 0.5, noData: "ok" }),
  ],
  [
    "all but one queue",
    of("queue.age", { series: gauge("queue.age", { "!queue": "bulk" }), groupBy: ["queue"] }),
    above(120, { within: minutes(5), noData: "ok" }),
  ],
  [
    "timeouts counted",
    counted("workflow.timeouts", { groupBy: ["task"] }),
    above(10, { per: minutes(5), noData: "ok" }),
  ],
  [
    "a share with a minimum",
    metric({
      source: cloud,
      expression: "bad / all * 100",
      series: {
        bad: { metric: "lb.5xx", aggregate: "sum", as: "count" },
        all: { metric: "lb.requests", aggregate: "sum", as: "count" },
      },
      minimum: { series: "all", value: 100 },
      unit: "%",
      interval: minutes(1),
    }),
    above(5, { per: minutes(10), recovery: 2, noData: "ok" }),
  ],
  [
    "a percentile over the window",
    of("request.duration", { series: { x: { metric: "request.duration", aggregate: "p99" } } }),
    above(2.5, { per: minutes(10), noData: "ok" }),
  ],
  [
    "gaps filled with nothing",
    of("orders", { series: { x: { metric: "orders", aggregate: "sum", fill: { with: "zero", limit: 0 } } } }),
    below(1, { averagedOver: minutes(30), noData: "notify" }),
  ],
  [
    "rolled up",
    of("cpu", { series: { x: { metric: "cpu", aggregate: "max", rollup: { method: "max", seconds: 300 } } } }),
    above(90, { averagedOver: minutes(15), noData: "ok" }),
  ],
  [
    "by a function",
    of("bytes", { series: { x: { metric: "bytes", aggregate: "sum", functions: [{ name: "per_second" }] } } }),
    above(1e6, { averagedOver: minutes(15), noData: "ok" }),
  ],
  ["cost of a month", of("cost"), above(500, { soFarThis: "month", over: "average", noData: "ok" })],
  ["orders of a day", counted("orders"), below(3, { soFarThis: "day", noData: "notify" })],
  [
    "fewer messages",
    metricChange({
      source: own,
      expression: "x",
      series: gauge("messages"),
      unit: "messages",
      interval: minutes(1),
      change: "percent",
      comparedWith: hours(4),
    }),
    below(-70, { averagedOver: minutes(15), noData: "notify" }),
  ],
  [
    "latency out of its band",
    metricAnomaly({
      source: own,
      expression: "x",
      series: gauge("latency"),
      unit: "ms",
      interval: 60,
      algorithm: "agile",
      seasonality: "weekly",
      deviations: 2,
      direction: "above",
    }),
    anomalous({ window: minutes(15), share: 80, recovery: 20, shown: hours(4) }),
  ],
  [
    "notified once for all groups",
    of("disk", { groupBy: ["host"] }),
    above(90, { averagedOver: minutes(5), recovery: 80, noData: "ok" }),
    { datadog: { notifyBy: ["*"] } },
  ],
  [
    "new groups wait",
    of("disk", { groupBy: ["host"] }),
    above(90, { averagedOver: minutes(5), recovery: 80, noData: "ok" }),
    { datadog: { newGroupDelay: minutes(10), groupRetentionDuration: "2h" } },
  ],
  [
    "fires only after a while",
    of("load"),
    above(9, { averagedOver: minutes(5), noData: "ok" }),
    { datadog: { minFailureDuration: minutes(10) } },
  ],
  [
    "gives up by itself",
    of("load"),
    above(9, { averagedOver: minutes(5), noData: "show" }),
    { datadog: { timeoutHours: 6 } },
  ],
  [
    "on working mornings",
    of("load"),
    above(9, { averagedOver: minutes(5), noData: "ok" }),
    {
      datadog: {
        schedule: { recurrences: [{ rrule: "FREQ=DAILY;INTERVAL=1", start: "2026-01-01T09:00:00", timezone: "UTC" }] },
      },
    },
  ],
  [
    "repeats while it warns",
    of("load"),
    above(9, { averagedOver: minutes(5), warning: 5, noData: "notify" }),
    {
      repeat: { every: minutes(30), times: 5, states: ["alert", "warn"], message: "Still so." },
      datadog: { priority: 2, noDataTimeframe: 20 },
    },
  ],
];

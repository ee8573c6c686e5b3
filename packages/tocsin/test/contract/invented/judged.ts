import {
  above,
  anomalous,
  below,
  days,
  hours,
  integrationMetrics,
  metricAnomaly,
  metricChange,
  metricForecast,
  metricOutliers,
  minutes,
  one,
  ownMetrics,
} from "../../../src/model/language.ts";
import type { Row } from "./row.ts";

const own = ownMetrics();
const cloud = integrationMetrics({ scope: "everywhere", delay: minutes(15) });
const base = { source: own, unit: "orders", interval: minutes(1) };
const orders = { ...base, ...one("orders.sent", "sum", { as: "count" }) };
const queue = { ...base, ...one("queue.length", "avg") };

const change = (more: Partial<Parameters<typeof metricChange>[0]> = {}) =>
  metricChange({ ...orders, change: "percent", comparedWith: hours(1), ...more });

/** A metric against its earlier value. */
export const changes: readonly Row[] = [
  [
    "half as many",
    change(),
    below(-50, { per: minutes(5), noData: "notify" }),
    {},
    [
      [{ value: "10x70 4x9" }, "1h15m alert"],
      [{ value: "10x90" }, ""],
    ],
  ],
  [
    "twice as many",
    change(),
    above(100, { per: minutes(5), noData: "ok" }),
    {},
    // Its first points are compared with less than a window of them, as Datadog compares a metric that is new.
    [[{ value: "10x70 40x3" }, "1h alert, 1h2m ok, 1h12m alert"]],
  ],
  [
    "ten more than five minutes ago",
    change({ ...queue, change: "absolute", comparedWith: minutes(5) }),
    above(10, { averagedOver: minutes(5), noData: "ok" }),
    {},
    [
      [{ value: "5x10 30x5" }, "13m alert"],
      [{ value: "5x20" }, ""],
    ],
  ],
  [
    "fewer than yesterday",
    change({ comparedWith: days(1) }),
    below(-70, { per: hours(1), noData: "notify" }),
    {},
    [[{ value: "10x1500 1x60" }, "1d1h47m alert"]],
  ],
  [
    "by region",
    change({ groupBy: ["region"] }),
    below(-50, { per: minutes(5), noData: "notify" }),
    {},
    [[{ value: "10x90" }, ""]],
  ],
  [
    "a metric of the cloud's",
    change({ source: cloud }),
    below(-50, { per: minutes(30), noData: "notify" }),
    {},
    [[{ value: "10x120" }, ""]],
  ],
  [
    "at any point",
    change({ ...queue, change: "absolute", comparedWith: minutes(15) }),
    above(100, { within: minutes(5), noData: "ok" }),
    {},
    [[{ value: "5x20 200" }, "21m alert"]],
  ],
  [
    "at every point",
    change({ ...queue, change: "absolute", comparedWith: minutes(30) }),
    above(100, { sustained: minutes(5), noData: "ok" }),
    {},
    [[{ value: "5x40 200 5x9" }, ""]],
  ],
  [
    "of a share",
    metricChange({
      ...base,
      unit: "%",
      expression: "bad / all * 100",
      series: {
        bad: { metric: "bad", aggregate: "sum", as: "count" },
        all: { metric: "all", aggregate: "sum", as: "count" },
      },
      change: "absolute",
      comparedWith: hours(2),
    }),
    above(5, { averagedOver: minutes(10), noData: "ok" }),
    {},
    [[{ bad: "1x150 20x10", all: "100x161" }, "2h33m alert"]],
  ],
  [
    "warned of before",
    change(),
    below(-50, { per: minutes(5), warning: -30, noData: "notify" }),
    {},
    [[{ value: "10x90" }, ""]],
  ],
  [
    "recovered at a fifth",
    change(),
    below(-50, { per: minutes(5), recovery: -20, noData: "notify" }),
    {},
    [[{ value: "10x90" }, ""]],
  ],
];

const band = (more: Partial<Parameters<typeof metricAnomaly>[0]> = {}) =>
  metricAnomaly({ ...queue, algorithm: "agile", seasonality: "daily", deviations: 3, direction: "both", ...more });
const quarter = anomalous({ window: minutes(15) });

/** A metric that leaves its usual band. */
export const anomalies: readonly Row[] = [
  ["agile", band(), quarter],
  ["robust, by the week", band({ algorithm: "robust", seasonality: "weekly" }), quarter],
  ["basic", metricAnomaly({ ...queue, algorithm: "basic", deviations: 2, direction: "above" }), quarter],
  ["by the hour", band({ seasonality: "hourly" }), anomalous({ window: hours(1), shown: hours(6) })],
  ["only below", band({ direction: "below" }), quarter],
  ["by host", band({ groupBy: ["host"] }), quarter],
  ["counted", band({ ...orders }), quarter],
  ["half of the points", band(), anomalous({ window: minutes(30), share: 50, recovery: 10 })],
  ["recovered for longer", band(), anomalous({ window: minutes(15), recoveryWindow: minutes(30), shown: hours(8) })],
  ["silence is notified", band(), anomalous({ window: minutes(15), noData: "notify" })],
  ["silence is shown", band({ source: cloud }), anomalous({ window: minutes(30), noData: "show" })],
  ["a wide band", band({ deviations: 6 }), anomalous({ window: days(1), shown: days(7) })],
  [
    "of a share",
    metricAnomaly({
      ...base,
      expression: "a / b",
      series: { a: { metric: "a", aggregate: "sum" }, b: { metric: "b", aggregate: "sum" } },
      algorithm: "basic",
      deviations: 2,
      direction: "both",
    }),
    quarter,
  ],
];

const ahead = (more: Partial<Parameters<typeof metricForecast>[0]> = {}) =>
  metricForecast({
    source: integrationMetrics(),
    ...one("system.disk.in_use", "max"),
    unit: "of 1",
    interval: minutes(1),
    algorithm: "linear",
    ...more,
  });
const week = above(0.9, { within: days(7), noData: "ok" });

/** A metric that will cross a limit. */
export const forecasts: readonly Row[] = [
  ["full in a week", ahead(), week],
  ["by host and device", ahead({ groupBy: ["host", "device"] }), week],
  ["in a day", ahead(), above(0.95, { within: days(1), noData: "ok" })],
  ["in a month", ahead(), above(0.9, { within: days(30), noData: "ok" })],
  ["in some hours", ahead(), above(0.9, { within: hours(12), noData: "ok" })],
  ["runs empty", ahead({ ...one("credits.left", "min") }), below(10, { within: days(7), noData: "notify" })],
  ["seasonal", ahead({ algorithm: "seasonal", seasonality: "weekly" }), week],
  ["seasonal by the day", ahead({ algorithm: "seasonal", seasonality: "daily" }), week],
  ["simple model", ahead({ model: "simple", history: days(3) }), week],
  ["reactive model", ahead({ model: "reactive", deviations: 2 }), week],
  ["recovered lower", ahead(), above(0.9, { within: days(7), recovery: 0.8, noData: "ok" })],
  ["a metric of the cloud's", ahead({ source: cloud }), above(0.9, { within: days(7), noData: "notify" })],
  [
    "an expression",
    ahead({
      expression: "used / size",
      series: { used: { metric: "used", aggregate: "sum" }, size: { metric: "size", aggregate: "sum" } },
    }),
    week,
  ],
];

const unlike = (more: Partial<Parameters<typeof metricOutliers>[0]> = {}) =>
  metricOutliers({
    source: integrationMetrics(),
    ...one("system.load.1", "avg"),
    unit: "",
    interval: minutes(1),
    groupBy: ["host"],
    algorithm: "DBSCAN",
    tolerance: 3,
    ...more,
  });

/** One of a group that is unlike the others. */
export const outliers: readonly Row[] = [
  ["by density", unlike(), quarter],
  ["by deviation", unlike({ algorithm: "MAD", share: 20 }), quarter],
  ["scaled density", unlike({ algorithm: "scaledDBSCAN" }), quarter],
  ["scaled deviation", unlike({ algorithm: "scaledMAD", share: 50 }), quarter],
  ["more tolerant", unlike({ tolerance: 4.5 }), quarter],
  ["by two tags", unlike({ groupBy: ["host", "region"] }), quarter],
  ["over an hour", unlike(), anomalous({ window: hours(1) })],
  ["over five minutes", unlike(), anomalous({ window: minutes(5) })],
  ["silence is notified", unlike(), anomalous({ window: minutes(15), noData: "notify" })],
  ["of one role", unlike({ ...one("system.load.1", "avg", { tags: { role: "web" } }) }), quarter],
  ["errors by pod", unlike({ source: own, ...one("errors", "sum", { as: "count" }), groupBy: ["pod"] }), quarter],
  ["a metric of the cloud's", unlike({ source: cloud, groupBy: ["loadbalancer"] }), anomalous({ window: minutes(30) })],
];

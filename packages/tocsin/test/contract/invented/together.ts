import {
  asStated,
  below,
  burning,
  burnRate,
  composite,
  days,
  heartbeat,
  hours,
  minutes,
} from "../../../src/model/language.ts";
import type { Seconds } from "../../../src/model/units.ts";
import type { Row } from "./row.ts";

const stated = asStated();
const [errors, down, slow, deploys] = ["parts/errors", "parts/down", "parts/slow", "parts/deploys"];

/** Alerts over alerts: each name is one of `parts`. */
export const composites: readonly Row[] = [
  ["both", composite({ all: [errors, slow] }), stated],
  ["either", composite({ any: [errors, slow] }), stated],
  ["not while the provider is down", composite({ all: [errors], unless: [down] }), stated],
  ["not while it is down or deployed", composite({ all: [errors], unless: [down, deploys] }), stated],
  ["one of two, and a third", composite({ all: [errors], any: [slow, down] }), stated],
  ["one of three", composite({ any: [errors, slow, down] }), stated],
  ["one of two, unless deployed", composite({ any: [errors, slow], unless: [deploys] }), stated],
  ["one alone, as another route", composite({ all: [errors] }), stated],
  ["all four", composite({ all: [errors, slow, down, deploys] }), stated],
  ["all of it", composite({ all: [errors], any: [slow, down], unless: [deploys] }), stated],
  ["repeats by itself", composite({ all: [errors, slow] }), stated, { repeat: { every: hours(2), times: 3 } }],
  ["never repeats", composite({ all: [errors, slow] }), stated, { repeat: "never", datadog: { priority: 1 } }],
];

const budget = burnRate({ objective: "shop/promise" });

/** How fast the error budget of an objective is used up. */
export const burnRates: readonly Row[] = [
  ["fast", budget, burning(14.4, { long: hours(1), short: minutes(5) })],
  ["middling", budget, burning(6, { long: hours(6), short: minutes(30) })],
  ["slow", budget, burning(3, { long: days(1), short: hours(2) })],
  ["hardly", budget, burning(1.5, { long: days(2), short: hours(4) })],
  ["warned of before", budget, burning(14.4, { long: hours(1), short: minutes(5), warning: 10 })],
  ["of a week", burnRate({ objective: "shop/week" }), burning(8.4, { long: hours(1), short: minutes(5) })],
  ["of a quarter", burnRate({ objective: "shop/quarter" }), burning(14.4, { long: hours(1), short: minutes(5) })],
  ["of uptime", burnRate({ objective: "shop/uptime" }), burning(14.4, { long: hours(1), short: minutes(5) })],
  ["of latency", burnRate({ objective: "shop/fast" }), burning(6, { long: hours(6), short: minutes(30) })],
  [
    "never repeats",
    budget,
    burning(6, { long: hours(6), short: minutes(30) }),
    { repeat: "never", severity: "ticket" },
  ],
  [
    "repeats at noon",
    budget,
    burning(2, { long: days(1), short: hours(2) }),
    { repeat: { every: hours(12), message: "Still burning." } },
  ],
];

const quiet = (grace: Seconds) => below(1, { per: grace, noData: "notify" });

/** Signs of life of the team's own jobs and workers. */
export const heartbeats: readonly Row[] = [
  [
    "every minute",
    heartbeat({ metric: "worker.heartbeat", every: minutes(1) }),
    quiet(minutes(5)),
    {},
    [
      [{ value: "1x9 0x9" }, "14m alert"],
      [{ value: "1x20" }, ""],
      [{ value: "1x9 _x9" }, "14m no-data"],
    ],
  ],
  [
    "every five minutes",
    heartbeat({ metric: "worker.heartbeat", every: minutes(5) }),
    quiet(minutes(15)),
    {},
    [[{ value: "1 _x4 1 _x4 1 _x4 1 _x4 1" }, ""]],
  ],
  [
    "hourly",
    heartbeat({ metric: "report.sent", every: hours(1) }),
    quiet(hours(3)),
    {},
    [[{ value: "1 _x59 1 _x59 1 _x59 1" }, ""]],
  ],
  [
    "daily",
    heartbeat({ metric: "backup.done", every: days(1) }),
    quiet(days(2)),
    {},
    [[{ value: "1 _x1439 1 _x1439 1 _x1439 1" }, ""]],
  ],
  [
    "of one queue",
    heartbeat({ metric: "worker.heartbeat", every: minutes(1), tags: { queue: "mail" } }),
    quiet(minutes(10)),
    {},
    [[{ value: "1x30" }, ""]],
  ],
  [
    "all but one",
    heartbeat({ metric: "worker.heartbeat", every: minutes(1), tags: { "!queue": "bulk" } }),
    quiet(minutes(10)),
    {},
    [[{ value: "1x30" }, ""]],
  ],
  [
    "everywhere",
    heartbeat({ metric: "worker.heartbeat", every: minutes(1), scope: "everywhere" }),
    quiet(minutes(10)),
    {},
    [[{ value: "1x30" }, ""]],
  ],
  [
    "in a cluster",
    heartbeat({ metric: "agent.alive", every: minutes(1), scope: "cluster" }),
    quiet(minutes(10)),
    {},
    [[{ value: "1x30" }, ""]],
  ],
  [
    "one for each worker",
    heartbeat({ metric: "worker.heartbeat", every: minutes(1), groupBy: ["worker"] }),
    quiet(minutes(10)),
    {},
    [
      [{ value: "1x30" }, ""],
      [{ value: "1x15 _x20" }, "25m no-data"],
    ],
  ],
  [
    "at least three workers",
    heartbeat({ metric: "worker.heartbeat", every: minutes(1) }),
    below(30, { per: minutes(10), noData: "notify" }),
    {},
    [
      [{ value: "3x30" }, ""],
      [{ value: "3x15 2x9" }, "16m alert"],
    ],
  ],
  [
    "warned of before",
    heartbeat({ metric: "worker.heartbeat", every: minutes(1) }),
    below(5, { per: minutes(10), warning: 9, noData: "notify" }),
    {},
    [[{ value: "1x10 0x9" }, "12m warn, 16m alert"]],
  ],
];

import {
  above,
  anomalous,
  below,
  checkIns,
  consecutiveFailures,
  days,
  hours,
  minutes,
  sentryAnomaly,
  sentryErrors,
  sentrySessions,
  sentrySpans,
  sentryUptime,
} from "../../../src/model/language.ts";
import type { Case, Row } from "./row.ts";

const web = { project: "web" };
const spans = (statistic: Parameters<typeof sentrySpans>[0]["statistic"], more: object = {}) =>
  sentrySpans({ ...web, transaction: "POST /checkout", statistic, ...more });

/** Metric monitors: errors, users, crashes, durations, what is unusual. */
export const sentryMetrics: readonly Row[] = [
  [
    "errors",
    sentryErrors(web),
    above(50, { per: minutes(5) }),
    {},
    [
      [{ events: "0 60 0x9" }, "1m alert, 6m ok"],
      [{ events: "10x20" }, ""],
    ],
  ],
  [
    "errors of two services",
    sentryErrors({ ...web, tags: { service: ["api", "apps/web"] } }),
    above(50, { per: minutes(1) }),
    {},
    [[{ events: "0 60 0x9" }, "1m alert, 2m ok"]],
  ],
  [
    "users",
    sentryErrors({ ...web, count: "users" }),
    above(10, { per: minutes(30) }),
    {},
    [[{ events: "0 5 0x9" }, ""]],
  ],
  [
    "crashes",
    sentryErrors({ ...web, unhandled: true }),
    above(3, { per: hours(1), warning: 1 }),
    {},
    [[{ events: "1 0x70" }, ""]],
  ],
  [
    "twice as many as a week ago",
    sentryErrors({ ...web, comparedWith: days(7) }),
    above(200, { per: hours(1) }),
    {},
    [[{ events: "1x10140 3x60" }, "7d alert, 7d30m ok, 7d1h36m alert"]],
  ],
  ["no errors at all", sentryErrors(web), below(1, { per: days(1) }), {}, [[{ events: "1x30" }, ""]]],
  [
    "latency",
    spans("p95"),
    above(800, { per: minutes(10), recovery: 500 }),
    {},
    [
      [{ durations: "900x3" }, "0m alert"],
      [{ durations: "300x9" }, ""],
    ],
  ],
  ["longest", spans("max"), above(5000, { per: minutes(5) })],
  ["mean", spans("avg"), above(500, { per: minutes(15) })],
  ["number", spans("count"), below(1, { per: hours(1) })],
  ["failures", spans("failure-rate"), above(5, { per: minutes(30), warning: 2 })],
  [
    "failures against the week before",
    spans("failure-rate", { comparedWith: days(7) }),
    above(150, { per: minutes(30) }),
  ],
  [
    "sessions without a crash",
    sentrySessions({ ...web, crashFree: "sessions" }),
    below(99, { per: hours(1), warning: 99.5, recovery: 99.9 }),
    {},
    [
      [{ sessions: "100x200", crashed: "0x60 2x40 0x100" }, "1h18m warn, 1h33m alert, 2h12m warn, 2h39m ok"],
      [{ sessions: "100x90" }, ""],
    ],
  ],
  ["users without a crash", sentrySessions({ ...web, crashFree: "users" }), below(97, { per: hours(12) })],
  [
    "of all transactions of a kind",
    sentrySpans({ ...web, transaction: "GET /api/*", statistic: "p50" }),
    above(100, { per: minutes(5) }),
    {},
    [[{ durations: "50x9" }, ""]],
  ],
  [
    "unusually many",
    sentryAnomaly({ ...web, direction: "above", sensitivity: "high" }),
    anomalous({ window: minutes(15) }),
  ],
  ["unusually few", sentryAnomaly({ ...web, direction: "below", sensitivity: "low" }), anomalous({ window: hours(1) })],
  [
    "unusual users",
    sentryAnomaly({ ...web, count: "users", tags: { service: ["api"] }, direction: "both", sensitivity: "medium" }),
    anomalous({ window: minutes(30) }),
  ],
];

const uptime = (more: Partial<Parameters<typeof sentryUptime>[0]> = {}) =>
  sentryUptime({ ...web, service: "shop", path: "/", every: minutes(1), ...more });
const thrice: readonly Case[] = [
  [{ runs: "1 0x2 1" }, "3m alert, 4m ok"],
  [{ runs: "0x1 1 0x1" }, ""],
];

/** Pages that Sentry asks for from its own regions. */
export const uptimes: readonly Row[] = [
  ["every minute", uptime(), consecutiveFailures(3), {}, thrice],
  ["every five minutes", uptime({ every: minutes(5) }), consecutiveFailures(3), {}, thrice],
  ["every hour", uptime({ every: hours(1) }), consecutiveFailures(1), {}, [[{ runs: "1 0 1" }, "1m alert, 2m ok"]]],
  ["a head", uptime({ method: "HEAD" }), consecutiveFailures(3), {}, thrice],
  [
    "with headers",
    uptime({ headers: { "x-probe": "sentry", accept: "application/json" } }),
    consecutiveFailures(3),
    {},
    thrice,
  ],
  [
    "with a body",
    uptime({ method: "POST", path: "/graphql", body: '{"query":"{ up }"}' }),
    consecutiveFailures(3),
    {},
    thrice,
  ],
  ["patient", uptime({ timeout: 60 }), consecutiveFailures(3), {}, thrice],
  ["impatient", uptime({ timeout: 1 }), consecutiveFailures(3), {}, thrice],
  [
    "until it has passed twice",
    uptime(),
    consecutiveFailures(3, { recoverAfter: 2 }),
    {},
    [[{ runs: "1 0x2 1x1" }, "3m alert, 5m ok"]],
  ],
  ["of another host", uptime({ service: "api", path: "/livez?deep=1" }), consecutiveFailures(3), {}, thrice],
  [
    "options of an address",
    uptime({ method: "OPTIONS" }),
    consecutiveFailures(2),
    {},
    [[{ runs: "1 0x1" }, "2m alert"]],
  ],
];

const job = (more: Partial<Parameters<typeof checkIns>[0]> = {}) =>
  checkIns({ ...web, slug: "nightly-export", schedule: { crontab: "0 3 * * *" }, margin: minutes(15), ...more });
const twice: readonly Case[] = [
  [{ runs: "1 0x1 1" }, "2m alert, 3m ok"],
  [{ runs: "1 0 1 0 1" }, ""],
];

/** Jobs that tell of their runs. */
export const cronMonitors: readonly Row[] = [
  ["nightly", job(), consecutiveFailures(2), {}, twice],
  ["nightly in Berlin", job({ timezone: "Europe/Berlin" }), consecutiveFailures(2), {}, twice],
  [
    "every five minutes",
    job({ schedule: { crontab: "*/5 * * * *" }, margin: minutes(1) }),
    consecutiveFailures(2),
    {},
    twice,
  ],
  ["on working days", job({ schedule: { crontab: "30 8 * * 1-5" } }), consecutiveFailures(2), {}, twice],
  [
    "on the first of the month",
    job({ schedule: { crontab: "0 0 1 * *" }, margin: hours(2) }),
    consecutiveFailures(1),
    {},
    [[{ runs: "1 0 1" }, "1m alert, 2m ok"]],
  ],
  ["every hour, whenever", job({ schedule: { every: 1, unit: "hour" } }), consecutiveFailures(2), {}, twice],
  ["every two days", job({ schedule: { every: 2, unit: "day" } }), consecutiveFailures(2), {}, twice],
  ["every week", job({ schedule: { every: 1, unit: "week" }, margin: days(1) }), consecutiveFailures(2), {}, twice],
  ["a long one", job({ maxRuntime: hours(6) }), consecutiveFailures(2), {}, twice],
  ["a short one", job({ maxRuntime: minutes(1) }), consecutiveFailures(2), {}, twice],
  [
    "recovered after three",
    job(),
    consecutiveFailures(2, { recoverAfter: 3 }),
    {},
    [[{ runs: "1 0x1 1x2" }, "2m alert, 5m ok"]],
  ],
  ["of another project", job({ project: "worker", slug: "send_invoices" }), consecutiveFailures(2), {}, twice],
];

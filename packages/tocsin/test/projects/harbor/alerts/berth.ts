import {
  above,
  alert,
  consecutiveFailures,
  crons,
  declared,
  httpCheck,
  logCount,
  logRatio,
  minutes,
  sentryErrors,
  sentrySpans,
  vercelLogs,
} from "tocsin";

const common = {
  service: "berth",
  owner: "harbourmaster",
  severity: "ticket" as const,
  route: "watch",
  causes: ["a bad deployment"],
  firstChecks: ["The newest deployment"],
  recovered: "It is quiet for 10 minutes.",
  runbook: "storm",
};

export const errors = alert({
  ...common,
  id: "berth/errors",
  title: "Many errors in berth",
  signal: sentryErrors({ project: "berth", tags: {} }),
  condition: above(30, { per: minutes(5) }),
  why: "Booking a berth fails for many people at once.",
});

export const slow = alert({
  ...common,
  id: "berth/slow",
  title: "berth is slow (p95)",
  signal: sentrySpans({ project: "berth", transaction: "worker.*", statistic: "p95" }),
  condition: above(2000, { per: minutes(5), recovery: 1500 }),
  why: "People give up before they see an answer.",
});

export const failing = alert({
  ...common,
  id: "berth/failing-requests",
  title: "Requests to berth fail",
  signal: logRatio({
    source: vercelLogs("berth"),
    part: { status: [500, 599], functionsOnly: true },
    whole: [{ functionsOnly: true }],
    count: "requests",
    minimum: 20,
  }),
  condition: above(10, { per: minutes(10), recovery: 8, noData: "ok" }),
  why: "One request in ten ends in a server error.",
});

export const health = alert({
  ...common,
  id: "berth/health",
  title: "berth is not well",
  signal: httpCheck({
    service: "berth",
    path: "/healthz",
    every: minutes(5),
    expect: { status: 200, json: { "$.afloat": true, "$.gates[0].open": true } },
  }),
  condition: consecutiveFailures(2),
  why: "Booking a berth does not answer.",
});

export const start = alert({
  ...common,
  id: "berth/start-page",
  title: "The start page of berth is away",
  signal: httpCheck({ service: "berth", path: "/", every: minutes(5), expect: { status: 200 } }),
  condition: consecutiveFailures(3),
  why: "Nobody finds the way in.",
});

export const scheduled = alert({
  ...common,
  id: "berth/schedule",
  title: "Crons of berth",
  signal: crons({ service: "berth", crons: [{ path: "/api/berth/tide", schedule: "15 3 * * *" }], secret: false }),
  condition: declared(),
  why: "Tide tables are those of yesterday.",
});

export const refused = alert({
  ...common,
  id: "berth/refused-logins",
  title: "Unusually many refused logins at berth",
  signal: logCount({ source: vercelLogs("berth"), filter: { path: "/api/mooring", status: [401, 403] } }),
  condition: above(40, { per: minutes(15), noData: "zero" }),
  why: "Somebody tries passwords.",
});

export const lost = alert({
  ...common,
  id: "berth/lost-messages",
  title: "berth loses messages",
  signal: logCount({ source: vercelLogs("berth"), filter: { phrases: ["[berth] message dropped"] } }),
  condition: above(5, { per: minutes(10), noData: "zero" }),
  why: "What people have sent does not arrive.",
});

export const deadlock = alert({
  ...common,
  id: "berth/deadlocks",
  title: "berth waits for itself",
  signal: logCount({ source: vercelLogs("berth"), filter: { phrases: ["[berth] deadlock detected"] } }),
  condition: above(2, { per: minutes(30), noData: "zero" }),
  why: "Bookings hang until they are given up.",
});

export const gateway = alert({
  ...common,
  id: "berth/gateway-timeouts",
  title: "The gateway of berth times out",
  signal: logCount({ source: vercelLogs("berth"), filter: { path: "/api/mooring", status: [504, 504] } }),
  condition: above(3, { per: minutes(10), noData: "zero" }),
  why: "People pay and get no ticket.",
});

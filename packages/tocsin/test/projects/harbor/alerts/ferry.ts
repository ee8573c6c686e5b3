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
  service: "ferry",
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
  id: "ferry/errors",
  title: "Many errors in ferry",
  signal: sentryErrors({ project: "ferry", tags: {} }),
  condition: above(30, { per: minutes(5) }),
  why: "Buying a ticket fails for many people at once.",
});

export const slow = alert({
  ...common,
  id: "ferry/slow",
  title: "ferry is slow (p95)",
  signal: sentrySpans({ project: "ferry", transaction: "*/api/*", statistic: "p95" }),
  condition: above(2000, { per: minutes(5), recovery: 1500 }),
  why: "People give up before they see an answer.",
});

export const failing = alert({
  ...common,
  id: "ferry/failing-requests",
  title: "Requests to ferry fail",
  signal: logRatio({
    source: vercelLogs("ferry"),
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
  id: "ferry/health",
  title: "ferry is not well",
  signal: httpCheck({ service: "ferry", path: "/healthz", every: minutes(5), expect: { status: 204 } }),
  condition: consecutiveFailures(2),
  why: "Buying a ticket does not answer.",
});

export const start = alert({
  ...common,
  id: "ferry/start-page",
  title: "The start page of ferry is away",
  signal: httpCheck({ service: "ferry", path: "/", every: minutes(5), expect: { status: 200 } }),
  condition: consecutiveFailures(3),
  why: "Nobody finds the way in.",
});

export const scheduled = alert({
  ...common,
  id: "ferry/schedule",
  title: "Crons of ferry",
  signal: crons({ service: "ferry", crons: [{ path: "/api/ferry/tide", schedule: "15 3 * * *" }], secret: false }),
  condition: declared(),
  why: "Tide tables are those of yesterday.",
});

export const refused = alert({
  ...common,
  id: "ferry/refused-logins",
  title: "Unusually many refused logins at ferry",
  signal: logCount({ source: vercelLogs("ferry"), filter: { path: "/api/sailings", status: [401, 403] } }),
  condition: above(40, { per: minutes(15), noData: "zero" }),
  why: "Somebody tries passwords.",
});

export const lost = alert({
  ...common,
  id: "ferry/lost-messages",
  title: "ferry loses messages",
  signal: logCount({ source: vercelLogs("ferry"), filter: { phrases: ["[ferry] message dropped"] } }),
  condition: above(5, { per: minutes(10), noData: "zero" }),
  why: "What people have sent does not arrive.",
});

export const deadlock = alert({
  ...common,
  id: "ferry/deadlocks",
  title: "ferry waits for itself",
  signal: logCount({ source: vercelLogs("ferry"), filter: { phrases: ["[ferry] deadlock detected"] } }),
  condition: above(2, { per: minutes(30), noData: "zero" }),
  why: "Bookings hang until they are given up.",
});

export const gateway = alert({
  ...common,
  id: "ferry/gateway-timeouts",
  title: "The gateway of ferry times out",
  signal: logCount({ source: vercelLogs("ferry"), filter: { path: "/api/tickets", status: [504, 504] } }),
  condition: above(3, { per: minutes(10), noData: "zero" }),
  why: "People pay and get no ticket.",
});

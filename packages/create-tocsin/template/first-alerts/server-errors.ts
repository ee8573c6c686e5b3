import { above, alert, logRatio, minutes, vercelLogs } from "tocsin";

export const __name__ServerErrors = alert({
  id: "__service__/5xx-rate",
  title: "Many requests to __service__ fail",
  service: "__service__",
  owner: "__owner__",
  severity: "ticket",
  signal: logRatio({
    source: vercelLogs("__service__"),
    part: { status: [500, 599], functionsOnly: true },
    whole: [{ functionsOnly: true }],
    count: "requests",
    minimum: 20,
  }),
  condition: above(5, { per: minutes(5), recovery: 4, noData: "ok" }),
  route: "__route__",
  why: "More than one request in twenty ends in a server error that its user sees.",
  causes: ["a bad deployment", "an outage of something that it needs"],
  firstChecks: [
    "Was there a deployment in the last hour? If so, roll back first",
    "Vercel logs, status 5xx: which route is it, and since when?",
  ],
  recovered: "The share stays under 4 % for 10 minutes.",
  runbook: "first-look",
  ours: {
    "signal.minimum": "Under 20 requests in 5 minutes a single error would already be 5 %.",
    "condition.recovery": "4 % keeps it from flapping around 5 %.",
  },
});

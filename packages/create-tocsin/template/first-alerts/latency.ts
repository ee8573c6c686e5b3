import { above, alert, minutes, sentrySpans } from "tocsin";

export const __name__Latency = alert({
  id: "__service__/latency",
  title: "Slow requests to __service__ (p95)",
  service: "__service__",
  owner: "__owner__",
  severity: "ticket",
  signal: sentrySpans({ project: "__sentry__", transaction: "*/api/*", statistic: "p95" }),
  // Milliseconds.
  condition: above(3000, { per: minutes(5), recovery: 2500 }),
  route: "__route__",
  why: "One request in twenty takes so long that people give up.",
  causes: ["slow queries in the database", "a slow external API", "cold starts after a deployment"],
  firstChecks: [
    "Sentry performance: which span of the slow transactions takes the time?",
    "Was there a deployment in the last hour?",
  ],
  recovered: "The 95th percentile stays under 2.5 s for 10 minutes.",
  runbook: "first-look",
  ours: { "condition.critical": "A number to begin with: look at a week of your own requests, then set it." },
});

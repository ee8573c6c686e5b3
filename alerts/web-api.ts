import { above, alert, logRatio, minutes, sentryErrors, sentrySpans, vercelLogs } from "tocsin";

export const errorRate = alert({
  id: "web-api/high-error-rate",
  source: ["monitoring 3.1", "monitoring 4.1"],
  title: "High error rate (web API)",
  service: "cliply-web",
  owner: "founder",
  severity: "page",
  signal: sentryErrors({ project: "web", tags: { service: ["api", "apps/web"] } }),
  condition: above(50, { per: minutes(5) }),
  route: "founder-and-alerts",
  why: "API calls fail across the board: people cannot sign in, upload or publish.",
  causes: ["a bad deployment", "an outage of the database", "a missing or wrong environment variable"],
  firstChecks: [
    "Was there a deployment in the last 10 minutes? If so, roll back first and ask later",
    "Call /api/readyz and /api/admin/readyz and read which check is false",
    "Sentry, service:api, last 15 minutes: is it one error or many?",
    "Vercel logs for /api/*: do the 5xx begin with the deployment?",
  ],
  recovered: "/api/readyz answers 200 and no new errors come for 10 minutes.",
  runbook: "api-error-spike",
});

export const serverErrors = alert({
  id: "web-api/5xx-rate",
  source: ["monitoring 3.3", "monitoring 4.1"],
  title: "High 5xx rate",
  service: "cliply-web",
  owner: "founder",
  severity: "page",
  signal: logRatio({
    source: vercelLogs("cliply-web"),
    part: { status: [500, 599], functionsOnly: true },
    whole: [{ functionsOnly: true }],
    count: "requests",
    minimum: 20,
  }),
  condition: above(5, { per: minutes(5), recovery: 4, noData: "ok" }),
  route: "founder-and-alerts",
  why: "More than one request in twenty ends in a server error that its user sees.",
  causes: ["a bad deployment", "an outage of the database", "a missing or wrong environment variable"],
  firstChecks: [
    "Was there a deployment in the last 10 minutes? If so, roll back first and ask later",
    "Vercel logs, status 5xx: which route, and since when?",
    "Database: CPU, connections, status page",
  ],
  recovered: "/api/readyz answers 200 and the share stays under 5 % for 10 minutes.",
  runbook: "api-error-spike",
  ours: {
    "signal.minimum": "No number is given: under 20 requests in 5 minutes a single error would already be 5 %.",
    "condition.recovery": "No number is given: 4 % keeps it from flapping around 5 %.",
    severity:
      "The playbook lists high error rates of the web API as critical: a share of 5xx is one that its users see.",
  },
  differs: [
    "The playbook lets an uptime service call /api/readyz for this; that measures whether one route answers, not which share of requests fails, so the requests themselves are counted.",
  ],
});

const latency = {
  source: ["monitoring 3.3", "monitoring 4.4"],
  service: "cliply-web",
  owner: "founder",
  severity: "page" as const,
  // Milliseconds. It is over once the 95th percentile is clearly under the limit again.
  condition: above(5000, { per: minutes(5), recovery: 4500 }),
  route: "founder-and-alerts",
  causes: ["slow queries in the database", "a slow external API", "cold starts after a deployment"],
  firstChecks: [
    "Sentry performance: which span of the slow transactions takes the time?",
    "Database: CPU, connections, slow query log",
    "Vercel: a deployment, or many cold starts?",
  ],
  recovered: "The 95th percentile stays under 4.5 s, and an upload by hand feels normal.",
  runbook: "database-load",
  ours: { "condition.recovery": "No number is given: 4.5 s keeps it from firing again at once." },
  differs: [
    "Vercel's own analytics has no alert that can be declared; the traces that the app already sends to Sentry have the same latency.",
  ],
};

export const uploadLatency = alert({
  ...latency,
  id: "web-api/latency-upload-init",
  title: "Slow uploads (p95 of /api/upload/init)",
  signal: sentrySpans({ project: "web", transaction: "*/api/upload/init", statistic: "p95" }),
  why: "Starting an upload takes so long that people give up.",
});

export const publishLatency = alert({
  ...latency,
  id: "web-api/latency-publish",
  title: "Slow publishing (p95 of /api/publish/*)",
  signal: sentrySpans({ project: "web", transaction: "*/api/publish/*", statistic: "p95" }),
  why: "Publishing to YouTube or TikTok takes so long that requests time out.",
});

import { above, alert, everyEvent, minutes, sentryIssues, sentrySpans } from "tocsin";

/** How long the key requests may take, as the playbook says beside its traces: tickets, where five seconds page. */
const limit = (path: string, milliseconds: number) => ({
  source: ["monitoring 2.2"],
  service: "cliply-web",
  owner: "founder",
  severity: "ticket" as const,
  signal: sentrySpans({ project: "web", transaction: `*${path}`, statistic: "p95" as const }),
  condition: above(milliseconds, { per: minutes(15), recovery: milliseconds * 0.9 }),
  route: "founder-and-alerts",
  causes: ["slow queries in the database", "a slow external API", "cold starts after a deployment"],
  firstChecks: [
    `Sentry, Performance, ${path}: which span takes the time?`,
    "Many like spans in one trace: an N+1 query",
    "Since which release?",
  ],
  recovered: "The 95th percentile stays under the limit for an hour.",
  runbook: "database-load",
  ours: {
    "signal.statistic": "The playbook names no statistic: the 95th percentile, as for its latency alert.",
    "condition.window": "No window is given: 15 minutes.",
    "condition.recovery": "No number is given: a tenth under the limit keeps it from flapping.",
    severity: "The playbook calls these what requests should take; the alert at 5 s pages.",
  },
});

export const uploadInit = alert({
  ...limit("/api/upload/init", 2000),
  id: "web-api/limit-upload-init",
  title: "/api/upload/init takes longer than it should",
  why: "Uploads start slowly: people wait for two seconds before anything happens.",
});

export const publishYoutube = alert({
  ...limit("/api/publish/youtube", 5000),
  id: "web-api/limit-publish-youtube",
  title: "/api/publish/youtube takes longer than it should",
  why: "Publishing to YouTube is slow, and next it times out.",
});

export const publishTiktok = alert({
  ...limit("/api/publish/tiktok", 5000),
  id: "web-api/limit-publish-tiktok",
  title: "/api/publish/tiktok takes longer than it should",
  why: "Publishing to TikTok is slow, and next it times out.",
});

export const scanSchedules = alert({
  ...limit("/api/cron/scan-schedules", 10_000),
  id: "web-api/limit-scan-schedules",
  title: "/api/cron/scan-schedules takes longer than it should",
  why: "The scan runs every minute: when one takes long, posts go out late, and next it meets its own limit.",
  runbook: "cron-scheduling",
});

export const criticalErrors = alert({
  id: "web-api/critical-errors",
  source: ["monitoring 2.2", "monitoring 5.1"],
  title: "Critical error",
  service: "cliply-web",
  owner: "founder",
  severity: "page",
  // Those of publishing have an alert of their own, with the runbook for them: one error, one page.
  signal: sentryIssues({ projects: ["web", "worker"], tags: { severity: "critical", "!feature": "publishing" } }),
  condition: everyEvent({ throttle: minutes(30) }),
  route: "founder-and-alerts",
  why: "The code itself says that this needs somebody at once.",
  causes: ["something that the code takes for impossible", "data that is wrong", "a dependency that is gone"],
  firstChecks: [
    "Open the issue: which feature, one user or all?",
    "Is it new since the last release? Then roll back",
    "feature:billing: take the runbook of Stripe's webhooks",
  ],
  recovered: "The issue is resolved, and what it broke works again.",
  runbook: "api-error-spike",
  ours: {
    "condition.throttle": "No number is given: one message per issue in 30 minutes.",
    "signal.tags.!feature": "Critical errors of publishing have an alert of their own: one error, one page.",
  },
});

import { above, alert, everyEvent, minutes, sentryErrors, sentryIssues } from "../src/model/language.ts";

export const criticalErrors = alert({
  id: "publishing/critical-errors",
  playbook: ["monitoring 3.1", "monitoring 4.2"],
  title: "Critical publishing error",
  service: "cliply-worker",
  owner: "founder",
  severity: "page",
  signal: sentryIssues({ projects: ["web", "worker"], tags: { severity: "critical", feature: "publishing" } }),
  condition: everyEvent({ throttle: minutes(5) }),
  route: "founder-and-alerts",
  why: "Publishing is what the product is for; a critical error there means that it does not work at all.",
  causes: ["an expired OAuth token", "a rate limit of YouTube or TikTok", "an outage of their API"],
  firstChecks: [
    "Open the issue: which platform, one account or all?",
    "An authorization error: look at connected_accounts for expired tokens",
    "A 429: slow the worker down before retrying",
  ],
  recovered: "A test video is published on both platforms.",
  runbook: "worker-job-failures",
  ours: {
    "condition.throttle": "No number is given: one message per issue in 5 minutes is immediate and still readable.",
  },
  differs: [
    'The playbook says both "any error" and "new issue". Only new issues would hide every repeat and relapse, so every event counts, held to one message per issue in the throttle.',
  ],
});

export const jobFailureSpike = alert({
  id: "publishing/job-failure-spike",
  playbook: ["monitoring 3.1", "monitoring 4.2"],
  title: "Publishing jobs fail",
  service: "cliply-worker",
  owner: "founder",
  severity: "page",
  signal: sentryErrors({ project: "worker", tags: { job_type: ["PUBLISH_YOUTUBE", "PUBLISH_TIKTOK"] } }),
  condition: above(10, { per: minutes(10) }),
  route: "founder-and-alerts",
  why: "People cannot publish; usually the platform's API is the reason.",
  causes: ["an outage of the YouTube or TikTok API", "expired OAuth tokens", "rate limiting"],
  firstChecks: [
    "Sentry, job_type:PUBLISH_*: YouTube, TikTok or both?",
    "Status pages of YouTube and TikTok",
    "Failure rate by kind of job in the last 10 minutes",
    "After an outage: retry through the admin job endpoints",
  ],
  recovered: "The share of failed publishing jobs is under 5 %, and a test publish works.",
  runbook: "worker-job-failures",
  differs: [
    "Sentry counts error events, not failed jobs: a retried job can count twice, a swallowed failure not at all.",
  ],
});

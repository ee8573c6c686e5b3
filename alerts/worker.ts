import { above, alert, minutes, sentryErrors } from "../src/model/language.ts";

export const errorRate = alert({
  id: "worker/high-error-rate",
  playbook: ["monitoring 3.1", "monitoring 4.2"],
  title: "High error rate (worker)",
  service: "cliply-worker",
  owner: "founder",
  severity: "page",
  signal: sentryErrors({ project: "worker", tags: { service: ["worker", "apps/worker"] } }),
  condition: above(20, { per: minutes(5) }),
  route: "founder-and-alerts",
  why: "The worker crashes or cannot finish jobs: clips are not rendered and nothing is published.",
  causes: ["the worker crashes", "an external API is down", "the database cannot be reached"],
  firstChecks: [
    "Is the worker running, and since when? Look for a restart",
    "Sentry, service:worker: one kind of job or all?",
    "Jobs stuck in running with an old heartbeat",
    "Status of YouTube, TikTok and the transcription API",
  ],
  recovered: "Jobs finish again and the share of failed jobs falls under 5 %.",
  runbook: "worker-job-failures",
});

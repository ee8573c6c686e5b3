import { above, alert, metric, minutes, sentryErrors } from "../src/model/language.ts";

const worker = {
  service: "cliply-worker",
  owner: "founder",
  route: "founder-and-alerts",
  runbook: "worker-job-failures",
};

/** One number by kind of job, once a minute; the largest counts, should two runs of the probe overlap. */
const byKind = (name: string, unit: string, domain?: [number, number]) =>
  metric({
    source: "probe",
    expression: "jobs",
    series: { jobs: { metric: `cliply.probe.jobs.${name}`, aggregate: "max" } },
    groupBy: ["kind"],
    unit,
    ...(domain === undefined ? {} : { domain }),
    interval: minutes(1),
  });

export const errorRate = alert({
  ...worker,
  id: "worker/high-error-rate",
  playbook: ["monitoring 3.1", "monitoring 4.2"],
  title: "High error rate (worker)",
  severity: "page",
  signal: sentryErrors({ project: "worker", tags: { service: ["worker", "apps/worker"] } }),
  condition: above(20, { per: minutes(5) }),
  why: "The worker crashes or cannot finish jobs: clips are not rendered and nothing is published.",
  causes: ["the worker crashes", "an external API is down", "the database cannot be reached"],
  firstChecks: [
    "Is the worker running, and since when? Look for a restart",
    "Sentry, service:worker: one kind of job or all?",
    "Jobs stuck in running with an old heartbeat",
    "Status of YouTube, TikTok and the transcription API",
  ],
  recovered: "Jobs finish again and the share of failed jobs falls under 5 %.",
});

export const stuckJobs = alert({
  ...worker,
  id: "worker/stuck-jobs",
  playbook: ["monitoring 2.4", "monitoring 4.2", "monitoring 4.3"],
  title: "Jobs are stuck",
  severity: "ticket",
  signal: byKind("stuck", "jobs"),
  condition: above(0, { sustained: minutes(5), noData: "show" }),
  why: "Nobody works on these jobs any more: their owners wait for a clip or a post that does not come.",
  causes: ["the worker crashed while it ran them", "a deployment ended it", "the job hangs on an external API"],
  firstChecks: [
    "Is the worker running, and since when? Look for a restart",
    "Which jobs: running, with a heartbeat older than 5 minutes?",
    "Worker gone: POST /api/admin/jobs/ID/unlock gives each one back to the queue",
    "The same job again and again: cancel it and look at its payload",
  ],
  recovered: "No running job has a heartbeat older than 5 minutes, and those that were stuck have finished.",
  ours: { "condition.window": "The playbook asks for heartbeats older than 5 minutes; seen so for 5 minutes more." },
});

export const failureRate = alert({
  ...worker,
  id: "worker/job-failure-rate",
  playbook: ["monitoring 2.4", "monitoring 4.2", "monitoring 5.1"],
  title: "Many jobs of a kind fail",
  severity: "page",
  signal: byKind("failure_rate_pct", "% of a day's jobs", [0, 100]),
  condition: above(10, { averagedOver: minutes(15), warning: 5, noData: "show" }),
  why: "More than a tenth of what people asked for today did not happen.",
  causes: ["an outage of YouTube or TikTok", "expired OAuth tokens", "rate limiting", "the worker crashes"],
  firstChecks: [
    "Which kind, and have its jobs failed in the last 10 minutes or hours ago?",
    "Sentry, job_type of that kind: an API's error, OAuth, a rate limit?",
    "Status of the API that the kind needs",
    "Afterwards: retry through POST /api/admin/jobs/ID/retry",
  ],
  recovered: "The kind's share of failed jobs is under 5 %, and a job started by hand succeeds.",
  ours: { "condition.window": "No window is given: 15 minutes over a rate that already covers 24 hours." },
  differs: [
    "Of fewer jobs than the probe's minimum (TOCSIN_PROBE_MINIMUM_COUNT) the rate is 0: one failure of two is no rate.",
  ],
});

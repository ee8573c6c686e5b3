import { above, alert, hours, metric, minutes, sentryErrors } from "tocsin";
import {
  workerHeartbeat as heartbeat,
  jobsFailureRate,
  jobsFailureRateOfWeek,
  jobsQueued,
  jobsQueuedOldest,
  jobsStuck,
} from "./statements.ts";

const worker = {
  service: "cliply-worker",
  owner: "founder",
  route: "founder-and-alerts",
  runbook: "worker-job-failures",
};

/** One number by kind of job, once a minute; the largest counts, should two runs of the probe overlap. */
const byKind = (probe: { metric: string }, unit: string, domain?: [number, number]) =>
  metric({
    source: "probe",
    expression: "jobs",
    series: { jobs: { metric: probe.metric, aggregate: "max" } },
    groupBy: ["kind"],
    unit,
    ...(domain === undefined ? {} : { domain }),
    interval: minutes(1),
  });

export const errorRate = alert({
  ...worker,
  id: "worker/high-error-rate",
  source: ["monitoring 3.1", "monitoring 4.2"],
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
  source: ["monitoring 2.4", "monitoring 4.2", "monitoring 4.3"],
  title: "Jobs are stuck",
  severity: "ticket",
  signal: byKind(jobsStuck, "jobs"),
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
  source: ["monitoring 2.4", "monitoring 4.2", "monitoring 5.1"],
  title: "Many jobs of a kind fail",
  severity: "page",
  signal: byKind(jobsFailureRate, "% of a day's jobs", [0, 100]),
  condition: above(10, { averagedOver: minutes(15), warning: 5, recovery: 8, noData: "show" }),
  why: "More than a tenth of what people asked for today did not happen.",
  causes: ["an outage of YouTube or TikTok", "expired OAuth tokens", "rate limiting", "the worker crashes"],
  firstChecks: [
    "Which kind, and have its jobs failed in the last 10 minutes or hours ago?",
    "Sentry, job_type of that kind: an API's error, OAuth, a rate limit?",
    "Status of the API that the kind needs",
    "Afterwards: retry through POST /api/admin/jobs/ID/retry",
  ],
  recovered: "The kind's share of failed jobs is under 5 %, and a job started by hand succeeds.",
  ours: {
    "condition.window": "No window is given: 15 minutes over a rate that already covers 24 hours.",
    "condition.recovery": "No number is given: 8 % keeps it from flapping around 10 %.",
  },
  differs: [
    "Of failures among fewer than ten jobs there is no rate: one failure of two is none. The daily look tells them by their number.",
  ],
});

export const failureRateOfWeek = alert({
  ...worker,
  id: "worker/job-failure-rate-7d",
  source: ["monitoring 5.2"],
  title: "A kind of job has failed often this week",
  severity: "info",
  route: "alerts-channel",
  signal: byKind(jobsFailureRateOfWeek, "% of a week's jobs", [0, 100]),
  condition: above(5, { averagedOver: hours(1), recovery: 4, noData: "show" }),
  why: "Not an incident: a kind that fails one time in twenty all week is worth a look in the weekly review.",
  causes: ["an API that refuses some accounts", "a bug that some payloads meet", "an outage earlier in the week"],
  firstChecks: [
    "Failure rate by kind and day: one bad day, or all week?",
    "Sentry, job_type of that kind: which errors come back?",
    "Better or worse than last week? Write it down",
  ],
  recovered: "The kind's failure rate over seven days is under 5 %.",
  ours: {
    "condition.window": "No window is given: 1 hour over a rate that already covers 7 days.",
    "condition.recovery": "No number is given: 4 % keeps it from flapping around 5 %.",
    severity: "It belongs to a weekly review, so nobody is written to.",
  },
});

export const queueDepth = alert({
  ...worker,
  id: "worker/queue-depth",
  source: ["monitoring 2.4", "monitoring 4.3"],
  title: "Many jobs wait",
  severity: "ticket",
  signal: byKind(jobsQueued, "jobs"),
  condition: above(100, { sustained: minutes(10), warning: 50, noData: "show" }),
  why: "Jobs come faster than they are done: everybody's clips and posts are late.",
  causes: ["the worker is gone or slow", "one workspace has sent very many", "an external API slows every job down"],
  firstChecks: [
    "Is the worker running, and do its jobs finish?",
    "How long has the oldest waited, and does it grow?",
    "Which workspaces do the waiting jobs belong to?",
  ],
  recovered: "Fewer than 50 jobs of the kind wait, and their number falls.",
  ours: {
    "condition.critical": "No number is given: 100 jobs of one kind.",
    "condition.warning": "No number is given: half of that.",
    "condition.window": "No window is given: 10 minutes, so that a burst that is worked off is no alert.",
  },
});

export const queueAge = alert({
  ...worker,
  id: "worker/queue-age",
  source: ["monitoring 2.4", "monitoring 4.3"],
  title: "Jobs wait too long",
  severity: "ticket",
  signal: byKind(jobsQueuedOldest, "s"),
  condition: above(900, { sustained: minutes(5), warning: 300, noData: "show" }),
  why: "Somebody has been waiting for this job since it was due; few jobs are enough for that.",
  causes: ["the worker does not take this kind", "the worker is gone", "all its places are taken by long jobs"],
  firstChecks: [
    "Is the worker running, and does it take jobs of this kind?",
    "Jobs stuck in running: do they hold its places?",
    "The oldest waiting job: run_after, attempts, error",
  ],
  recovered: "No job has waited for more than 5 minutes.",
  ours: {
    "condition.critical": "No number is given: 15 minutes.",
    "condition.warning": "No number is given: 5 minutes, the age at which the playbook calls a running job stuck.",
    "condition.window": "No window is given: 5 minutes.",
  },
});

export const workerHeartbeat = alert({
  ...worker,
  id: "worker/heartbeat",
  source: ["monitoring 2.4", "monitoring 4.2"],
  title: "The worker is silent",
  severity: "page",
  signal: metric({
    source: "probe",
    expression: "age",
    series: { age: { metric: heartbeat.metric, aggregate: "max" } },
    unit: "s",
    interval: minutes(1),
  }),
  condition: above(300, { sustained: minutes(5), noData: "show" }),
  why: "There is work and nobody does it: nothing is rendered, transcribed or published.",
  causes: ["the worker crashed", "its deployment failed", "it cannot reach the database"],
  firstChecks: [
    "Is the worker's process running, and since when?",
    "Its last log lines: a crash, a refused connection?",
    "Restart it; then unlock what it left behind: POST /api/admin/jobs/ID/unlock",
  ],
  recovered: "Running jobs have heartbeats younger than a minute, and waiting ones become fewer.",
  ours: {
    "condition.critical": "No number is given for the worker itself: 5 minutes, after which a job counts as stuck.",
    "condition.window": "No window is given: 5 minutes.",
    severity: "A dead worker stops publishing, which the playbook counts among its critical alerts.",
  },
  differs: [
    "The table shows a worker only by the jobs that it runs: without any it is judged by how long work has waited, and without work it counts as well.",
  ],
});

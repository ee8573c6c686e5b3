import { above, alert, everyEvent, metric, minutes, sentryErrors, sentryIssues } from "tocsin";
import {
  schedulesOverdue as overdue,
  schedulesOverdueOldest,
  schedulesWithoutJob as withoutJob,
} from "./statements.ts";

export const criticalErrors = alert({
  id: "publishing/critical-errors",
  source: ["monitoring 3.1", "monitoring 4.2"],
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
  source: ["monitoring 3.1", "monitoring 4.2"],
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

const schedules = (probe: { metric: string }, unit: string) =>
  metric({
    source: "probe",
    expression: "schedules",
    series: { schedules: { metric: probe.metric, aggregate: "max" } },
    unit,
    interval: minutes(1),
  });

const scheduling = {
  service: "cliply-web",
  owner: "founder",
  route: "founder-and-alerts",
  runbook: "cron-scheduling",
};

export const schedulesLate = alert({
  ...scheduling,
  id: "publishing/schedules-late",
  source: ["monitoring 4.3"],
  title: "A scheduled post is late",
  severity: "page",
  signal: schedules(schedulesOverdueOldest, "s"),
  condition: above(300, { sustained: minutes(5), noData: "show" }),
  why: "Posts do not go out at the time that was promised.",
  causes: ["scan-schedules does not run or fails", "jobs cannot be made", "a schedule that the scan cannot handle"],
  firstChecks: [
    "Vercel, Cron Jobs: when did scan-schedules last run, and what did it answer?",
    "The schedules that are due and still scheduled: one, or all?",
    "Are there jobs for them? Then it is the worker",
    "Start the scan by hand and look again",
  ],
  recovered: "No schedule is due for more than a minute, and a test schedule goes out.",
  ours: {
    "condition.critical": "No number is given: 5 minutes, five runs of the cron that should have taken it.",
    "condition.window": "No window is given: 5 minutes.",
    severity: "Publishing is the critical path.",
  },
});

export const schedulesOverdue = alert({
  ...scheduling,
  id: "publishing/schedules-overdue",
  source: ["monitoring 4.3"],
  title: "Many scheduled posts are overdue",
  severity: "ticket",
  signal: schedules(overdue, "schedules"),
  condition: above(20, { sustained: minutes(5), warning: 5, noData: "show" }),
  why: "More posts are due than the scan takes: those at the end of the list are late.",
  causes: ["scan-schedules takes too few at a time", "it does not run or fails", "a campaign with one time for all"],
  firstChecks: [
    "The oldest of them: by how much is it late?",
    "How many does one run of scan-schedules take, and how long does it last?",
    "Do all of them have the same publish_at?",
  ],
  recovered: "At most a handful is due at any time, none of them for more than a minute.",
  ours: {
    "condition.critical": "The playbook's query shows the first 20: more than one page of it.",
    "condition.warning": "No number is given: more than 5.",
    "condition.window": "No window is given: 5 minutes, five runs of the cron.",
  },
});

export const schedulesWithoutJob = alert({
  ...scheduling,
  id: "publishing/schedules-without-job",
  source: ["monitoring 4.3"],
  title: "Scheduled posts have no job",
  severity: "ticket",
  signal: schedules(withoutJob, "schedules"),
  condition: above(0, { sustained: minutes(5), noData: "show" }),
  why: "Nothing will publish these posts, however well the worker runs.",
  causes: ["worker_enqueue_job fails or is gone", "a constraint refuses the job", "the scan ended half-way"],
  firstChecks: [
    "Which schedules, and of which workspaces?",
    "Does worker_enqueue_job exist, with the arguments that the route passes?",
    "Sentry: errors of /api/cron/scan-schedules",
    "Make one job by hand: does the database take it?",
  ],
  recovered: "Every schedule that is due has a publishing job.",
  ours: {
    "condition.critical": "No number is given: a single one will never be published.",
    "condition.window": "No window is given: 5 minutes, after the 5 for which a schedule may be due.",
  },
});

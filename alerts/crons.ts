import { above, alert, below, hours, logCount, minutes, vercelLogs } from "tocsin";

export const scanSchedulesMissed = alert({
  id: "cron/scan-schedules-missed",
  source: ["monitoring 4.3"],
  title: "scan-schedules has not run for 5 minutes",
  service: "cliply-web",
  owner: "founder",
  severity: "page",
  signal: logCount({
    source: vercelLogs("cliply-web"),
    filter: { path: "/api/cron/scan-schedules", status: [200, 299] },
  }),
  condition: below(1, { per: minutes(5), noData: "zero" }),
  route: "founder-and-alerts",
  why: "Scheduled posts do not go out at their time.",
  causes: [
    "the cron is switched off",
    "the endpoint refuses the secret",
    "a deployment lost the cron",
    "logs no longer arrive",
  ],
  firstChecks: [
    "Vercel, Cron Jobs: enabled, and when was the last run?",
    "Vercel logs of /api/cron/scan-schedules: 401, 405 or 5xx?",
    "Do any logs of the project arrive in Datadog?",
    "Start it by hand, then look for schedules that are due",
  ],
  recovered: "It ran in the last two minutes and no schedule that is due is left.",
  runbook: "cron-scheduling",
});

export const scanSchedulesErrors = alert({
  id: "cron/scan-schedules-errors",
  source: ["monitoring 4.3"],
  title: "scan-schedules answers an error",
  service: "cliply-web",
  owner: "founder",
  severity: "ticket",
  signal: logCount({
    source: vercelLogs("cliply-web"),
    filter: { path: "/api/cron/scan-schedules", status: [400, 599] },
  }),
  condition: above(0, { per: minutes(5), noData: "zero" }),
  route: "founder-and-alerts",
  why: "A run that fails publishes nothing; if it goes on, posts are late.",
  causes: [
    "CRON_SECRET differs between Vercel and the app",
    "the route only takes POST",
    "the database cannot be reached",
  ],
  firstChecks: [
    "The status: 401 is the secret, 405 the method, 5xx the code",
    "Sentry: errors of /api/cron/scan-schedules",
    "Does worker_enqueue_job still exist in the database?",
  ],
  recovered: "The last five runs answered 200.",
  runbook: "cron-scheduling",
  ours: {
    "condition.critical": "No number is given: any error of a cron that runs every minute is worth a look.",
    "condition.window": "No window is given: 5 minutes, five runs.",
  },
  differs: [
    "Vercel calls with GET and a bearer secret: a route that only takes POST with X-CRON-SECRET answers 401 or 405, and this fires.",
  ],
});

/** The tips service's crons run once a night: missed when a day and two hours went by without one. */
const nightly = {
  source: ["infrastructure 6"],
  service: "tips",
  owner: "founder",
  severity: "ticket" as const,
  route: "founder-and-alerts",
  runbook: "tips-cron-health",
};

const missedCondition = below(1, { per: hours(26), noData: "zero" });
const missedOurs = {
  "condition.critical": "No number is given: one run.",
  "condition.window": "No number is given: the night's interval plus two hours.",
};
const errorCondition = above(0, { per: hours(1), noData: "zero" });
const errorOurs = {
  "condition.critical": "No number is given: any error of a cron that runs once a night.",
  "condition.window": "No number is given: 1 hour.",
};

const missedChecks = [
  "Vercel, Cron Jobs: enabled, and when was the last run?",
  "Its schedule in vercel.json of the newest deployment",
  "Do any logs of the project arrive in Datadog?",
];
const errorChecks = [
  "The status: 401 is the secret, 405 the method, 5xx the code",
  "Is CRON_SECRET set, and deployed since it was last changed?",
  "Can the app reach its database?",
];
const missedCauses = ["the cron is switched off", "a deployment lost it", "logs no longer arrive"];
const errorCauses = ["CRON_SECRET is wrong", "the database cannot be reached", "a bug in the route"];

const vercelCron = (path: string, status: [number, number]) =>
  logCount({ source: vercelLogs("tips"), filter: { path, status } });

export const cleanupPhotosMissed = alert({
  ...nightly,
  id: "cron/cleanup-photos-missed",
  title: "cleanup-photos has not run for a day",
  signal: vercelCron("/api/cron/cleanup-photos", [200, 299]),
  condition: missedCondition,
  why: "Orphaned photos pile up and cost storage.",
  causes: missedCauses,
  firstChecks: missedChecks,
  recovered: "It ran and answered 200.",
  ours: missedOurs,
});

export const cleanupPhotosErrors = alert({
  ...nightly,
  id: "cron/cleanup-photos-errors",
  title: "cleanup-photos answers an error",
  signal: vercelCron("/api/cron/cleanup-photos", [400, 599]),
  condition: errorCondition,
  why: "Orphaned photos are not removed this night.",
  causes: errorCauses,
  firstChecks: errorChecks,
  recovered: "The next run answered 200.",
  ours: errorOurs,
});

export const cleanupKeysMissed = alert({
  ...nightly,
  id: "cron/cleanup-idempotency-keys-missed",
  title: "cleanup-idempotency-keys has not run for a day",
  signal: vercelCron("/api/cron/cleanup-idempotency-keys", [200, 299]),
  condition: missedCondition,
  why: "Expired idempotency keys pile up and slow the table down.",
  causes: missedCauses,
  firstChecks: missedChecks,
  recovered: "It ran and answered 200.",
  ours: missedOurs,
});

export const cleanupKeysErrors = alert({
  ...nightly,
  id: "cron/cleanup-idempotency-keys-errors",
  title: "cleanup-idempotency-keys answers an error",
  signal: vercelCron("/api/cron/cleanup-idempotency-keys", [400, 599]),
  condition: errorCondition,
  why: "Expired idempotency keys are not removed this night.",
  causes: errorCauses,
  firstChecks: errorChecks,
  recovered: "The next run answered 200.",
  ours: errorOurs,
});

export const billingMissed = alert({
  ...nightly,
  id: "cron/billing-reconciliation-missed",
  title: "billing-reconciliation has not run for a day",
  signal: vercelCron("/api/cron/billing-reconciliation", [200, 299]),
  condition: missedCondition,
  why: "What was paid and what we recorded may differ without anybody knowing.",
  causes: missedCauses,
  firstChecks: missedChecks,
  recovered: "It ran and answered 200.",
  ours: missedOurs,
});

export const billingErrors = alert({
  ...nightly,
  id: "cron/billing-reconciliation-errors",
  title: "billing-reconciliation answers an error",
  signal: vercelCron("/api/cron/billing-reconciliation", [400, 599]),
  condition: errorCondition,
  why: "Billing is not reconciled this night.",
  causes: errorCauses,
  firstChecks: errorChecks,
  recovered: "The next run answered 200.",
  ours: errorOurs,
});

import { above, alert, days, hours, logCount, logMeasure, logRatio, vercelLogs } from "tocsin";

const logs = vercelLogs("tips");
const tips = { service: "tips", owner: "founder", severity: "ticket" as const, route: "founder-and-alerts" };

export const blobDeletionFailures = alert({
  ...tips,
  id: "tips/blob-deletion-failures",
  source: ["infrastructure 1", "infrastructure thresholds"],
  title: "Blobs are not deleted",
  signal: logCount({
    source: logs,
    filter: { phrases: ["[cleanup-photos] Blob deletion failed", "[upload] Failed to clean up previous avatar blobs"] },
  }),
  condition: above(50, { per: days(1), warning: 10, noData: "zero" }),
  why: "Nothing breaks for users, but orphaned blobs cost storage.",
  causes: ["Vercel Blob has a problem", "BLOB_READ_WRITE_TOKEN is not valid any more"],
  firstChecks: [
    "Vercel, Storage, Blob: is there an incident?",
    "Is BLOB_READ_WRITE_TOKEN set and valid?",
    "Clean up by hand in the dashboard if it goes on",
  ],
  recovered: "The next night's cleanup deletes without a failure.",
  runbook: "tips-blob-storage",
});

export const webhookDuplicates = alert({
  ...tips,
  id: "tips/webhook-duplicates",
  source: ["infrastructure 2", "infrastructure thresholds"],
  title: "Many duplicate tip webhooks",
  signal: logRatio({
    source: logs,
    part: { phrases: ["[capture-tip] Idempotent duplicate webhook received"] },
    whole: [
      { phrases: ["[capture-tip] Idempotent duplicate webhook received"] },
      { phrases: ["[capture-tip] Tip recorded successfully"] },
    ],
    minimum: 10,
  }),
  condition: above(50, { per: hours(1), warning: 20, recovery: 45, noData: "ok" }),
  why: "Stripe sends the same tip again and again: our answer is late or lost.",
  causes: ["the handler answers too slowly", "the network between Stripe and us", "Stripe retries after an outage"],
  firstChecks: [
    "Stripe, Webhooks: the retry pattern of the endpoint",
    "Does the handler answer within the timeout?",
    "Was there an outage in the last hours whose retries arrive now?",
  ],
  recovered: "The share is under 20 % for an hour.",
  runbook: "tips-duplicates",
  ours: {
    "signal.whole": 'The runbook says "of total" without saying of what: duplicates plus recorded tips.',
    "signal.minimum": "No number is given: under 10 webhooks in an hour the share says nothing.",
    "condition.recovery": "No number is given: 45 % keeps it from flapping around 50 %.",
  },
});

export const handleRaces = alert({
  ...tips,
  id: "tips/handle-races",
  source: ["infrastructure 3", "infrastructure thresholds"],
  title: "Many handle race conditions",
  signal: logCount({
    source: logs,
    filter: { phrases: ["[username/sync] Race condition detected - handle claimed by another user"] },
  }),
  condition: above(50, { per: days(1), warning: 10, noData: "zero" }),
  why: 'Some is normal under contention: people are told "Handle already taken". This much may hurt sign-ups.',
  causes: ["many people want the same handle", "a client that retries without end"],
  firstChecks: [
    "Which handles, and from how many users?",
    "Does one client repeat the request?",
    "Nothing to do if sign-ups are fine",
  ],
  recovered: "Under 10 in a day.",
  runbook: "tips-handle-races",
});

export const idempotencyConflicts = alert({
  ...tips,
  id: "tips/idempotency-conflicts",
  source: ["infrastructure 4", "infrastructure thresholds"],
  title: "Many idempotency conflicts",
  signal: logCount({ source: logs, filter: { phrases: ["[social-links] Idempotency key conflict detected"] } }),
  condition: above(20, { per: hours(1), warning: 5, noData: "zero" }),
  why: "Legitimate retries may be refused: people cannot save their links.",
  causes: ["clients retry because answers are slow", "the key lives too short"],
  firstChecks: [
    "Response times of the social-links endpoints",
    "Do clients retry with the same key and another body?",
    "Consider a longer lifetime of the keys",
  ],
  recovered: "Under 5 in an hour.",
  runbook: "tips-idempotency",
});

export const clerkWebhookErrors = alert({
  ...tips,
  id: "tips/clerk-webhook-500s",
  source: ["infrastructure 5", "infrastructure thresholds"],
  title: "Clerk webhook answers 500",
  signal: logCount({ source: logs, filter: { path: "/api/clerk/webhook", status: [500, 500] }, count: "requests" }),
  condition: above(20, { per: hours(1), warning: 5, noData: "zero" }),
  why: "New users and changed names do not reach our database; Clerk retries on its own.",
  causes: ["the database cannot be reached", "a schema change or a migration that failed"],
  firstChecks: [
    "Clerk, Webhooks: delivery status and retries",
    "Can the app reach its database?",
    "Was a migration run lately?",
  ],
  recovered: "Clerk's retries answer 200.",
  runbook: "tips-clerk-webhooks",
});

export const orphanedPhotos = alert({
  ...tips,
  id: "tips/orphaned-photos",
  source: ["infrastructure 6", "infrastructure 7", "infrastructure thresholds"],
  title: "Many orphaned photo records in one cleanup",
  signal: logMeasure({
    source: logs,
    filter: { phrases: ["[cleanup-photos] Deleted"] },
    attribute: "cleanup.deleted",
    statistic: "max",
    parse: {
      rule: "cleanup_photos .*\\[cleanup-photos\\] Deleted %{integer:cleanup.deleted} orphaned records.*",
      sample: "[cleanup-photos] Deleted 12 orphaned records",
    },
    unit: "records",
  }),
  condition: above(200, { per: days(1), warning: 50, noData: "ok" }),
  why: "Uploads fail half-way: people's photos do not appear, and records are left behind.",
  causes: [
    "errors in the upload route",
    "blob storage does not answer",
    "the limit for stuck uploads (1 hour) is too long",
  ],
  firstChecks: [
    "Errors of the upload route in the logs",
    "Vercel, Storage, Blob: is there an incident?",
    "Consider a shorter limit for stuck uploads",
  ],
  recovered: "The next night's cleanup deletes under 50.",
  runbook: "tips-photo-cleanup",
  ours: { "condition.window": "The runbook counts by cleanup: it runs once a night, so a day holds one." },
  differs: [
    "The fields of the cron's answer are in no log, so the number is read out of the log line that the cleanup writes.",
  ],
});

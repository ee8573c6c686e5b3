import { above, alert, below, days, hours, logCount, vercelLogs } from "tocsin";

/** The log patterns that the runbook lists without a threshold: lower severities, and numbers of ours. */
const pattern = { service: "tips", owner: "founder", route: "alerts-channel", severity: "info" as const };

const lines = (...phrases: [string, ...string[]]) => logCount({ source: vercelLogs("tips"), filter: { phrases } });
const completedOurs = {
  "condition.critical": "No number is given: one line a night.",
  "condition.window": "No number is given: the night's interval plus two hours.",
};

export const clerkProcessing = alert({
  ...pattern,
  id: "tips/clerk-processing-failures",
  source: ["infrastructure 5"],
  title: "Clerk events are not processed",
  severity: "ticket",
  signal: lines("Failed to process user.created event", "Failed to sync username from Clerk"),
  condition: above(5, { per: hours(1), noData: "zero" }),
  why: "New users have no record with us, or their name is not the one they chose.",
  causes: ["the database cannot be reached", "a schema change that the handler does not know"],
  firstChecks: ["The error in the log line", "Clerk, Webhooks: delivery status", "Was a migration run lately?"],
  recovered: "No such line for an hour, and Clerk shows no failed deliveries.",
  runbook: "tips-clerk-webhooks",
  ours: {
    "condition.critical": "No number is given: as the warning for answers with 500.",
    "condition.window": "No number is given: 1 hour, as for answers with 500.",
  },
});

export const idempotencyStore = alert({
  ...pattern,
  id: "tips/idempotency-store-failures",
  source: ["infrastructure 4"],
  title: "Idempotency keys cannot be stored",
  severity: "ticket",
  signal: lines("[social-links] Failed to store idempotency key"),
  condition: above(5, { per: hours(1), noData: "zero" }),
  why: "A retried request may be carried out twice.",
  causes: ["the database cannot be reached", "the table of keys is full or locked"],
  firstChecks: [
    "The error in the log line",
    "Can the app reach its database?",
    "Did cleanup-idempotency-keys run last night?",
  ],
  recovered: "No such line for an hour.",
  runbook: "tips-idempotency",
  ours: { "condition.critical": "No number is given: as the warning for conflicts." },
});

export const avatarCleanup = alert({
  ...pattern,
  id: "tips/avatar-cleanups",
  source: ["infrastructure 1"],
  title: "Unusually many replaced avatars",
  signal: lines("[upload] Cleaned up previous avatar blobs"),
  condition: above(1000, { per: days(1), noData: "zero" }),
  why: "Harmless by itself; so many at once is often a client that uploads in a loop.",
  causes: ["a client that uploads again and again", "a campaign that brought many users"],
  firstChecks: ["How many users do the lines name?", "Is one client behind most of them?"],
  recovered: "The number is back where it usually is.",
  runbook: "tips-blob-storage",
  ours: {
    "condition.critical": "No number is given: ten times a busy day.",
    "condition.window": "No number is given: 1 day.",
  },
});

export const noTips = alert({
  ...pattern,
  id: "tips/no-tips-recorded",
  source: ["infrastructure 2"],
  title: "No tip was recorded for a day",
  signal: lines("[capture-tip] Tip recorded successfully"),
  condition: below(1, { per: days(1), noData: "zero" }),
  why: "A day without a single tip is rare: perhaps webhooks no longer arrive.",
  causes: ["Stripe's webhooks do not arrive", "the handler fails before it records", "a quiet day"],
  firstChecks: [
    "Stripe: were there payments today?",
    "Deliveries to the tip webhook",
    "Duplicates without recorded tips?",
  ],
  recovered: "A tip is recorded.",
  runbook: "tips-duplicates",
  ours: { "condition.critical": "No number is given: at least one.", "condition.window": "No number is given: 1 day." },
});

export const cleanupPhotosDone = alert({
  ...pattern,
  id: "tips/cleanup-photos-not-completed",
  source: ["infrastructure 6"],
  title: "cleanup-photos reports no result",
  signal: lines("[cleanup-photos] Deleted"),
  condition: below(1, { per: hours(26), noData: "zero" }),
  why: "The cron may answer 200 and still do nothing: its own report is missing.",
  causes: ["it ended early", "its log line changed", "it did not run"],
  firstChecks: ["Did it run at all?", "Its log lines of last night", "A change of the log text?"],
  recovered: "Last night's line is there.",
  runbook: "tips-cron-health",
  ours: completedOurs,
});

export const cleanupKeysDone = alert({
  ...pattern,
  id: "tips/cleanup-keys-not-completed",
  source: ["infrastructure 6"],
  title: "cleanup-idempotency-keys reports no result",
  signal: lines("[cleanup-idempotency-keys] Deleted"),
  condition: below(1, { per: hours(26), noData: "zero" }),
  why: "The cron may answer 200 and still do nothing: its own report is missing.",
  causes: ["it ended early", "its log line changed", "it did not run"],
  firstChecks: ["Did it run at all?", "Its log lines of last night", "A change of the log text?"],
  recovered: "Last night's line is there.",
  runbook: "tips-cron-health",
  ours: completedOurs,
});

export const billingDone = alert({
  ...pattern,
  id: "tips/billing-not-completed",
  source: ["infrastructure 6"],
  title: "billing-reconciliation reports no result",
  severity: "ticket",
  signal: lines("[billing-reconciliation] Completed"),
  condition: below(1, { per: hours(26), noData: "zero" }),
  why: "The cron may answer 200 and still not have reconciled: its own report is missing.",
  causes: ["it ended early", "its log line changed", "it did not run"],
  firstChecks: ["Did it run at all?", "Its log lines of last night", "A change of the log text?"],
  recovered: "Last night's line is there.",
  runbook: "tips-cron-health",
  ours: completedOurs,
});

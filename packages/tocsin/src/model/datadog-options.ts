import { z } from "zod";

/** Options of a Datadog monitor that nothing else of a definition says, each stated where it differs from what every alert gets. */

const wholeSeconds = z.number().int().nonnegative();

const evaluationWindow = z.strictObject({
  dayStarts: z.string().regex(/^\d\d:\d\d$/, "a day starts at a time as 04:00"),
  monthStarts: z.number().int().min(1).max(1).default(1),
  timezone: z.string().optional(),
});

const recurrence = z.strictObject({
  rrule: z.string().min(1),
  start: z.string().optional(),
  timezone: z.string(),
});

export const datadogOptionsSchema = z.strictObject({
  /** 1 (highest) to 5, or null for none; left out: by the severity, 1 for a page, 3 for a ticket, 5 for info. */
  priority: z.union([z.literal([1, 2, 3, 4, 5]), z.null()]).optional(),
  /** Seconds by which it looks later; of a metric its source says that. */
  evaluationDelay: wholeSeconds.max(86_400).optional(),
  /** It is judged only once its whole window has data. */
  requireFullWindow: z.literal(true).optional(),
  /** Seconds for which a new group, or a new host, is not judged. */
  newGroupDelay: wholeSeconds.optional(),
  newHostDelay: wholeSeconds.optional(),
  /** How long a group is remembered that no longer reports, as `2h` or `3d`. */
  groupRetentionDuration: z
    .string()
    .regex(/^\d+[mhd]$/, "a group is kept for a time as 60m, 2h or 3d")
    .optional(),
  /** Seconds for which it must be beyond its limits before it fires. */
  minFailureDuration: wholeSeconds.max(7200).optional(),
  /** It resolves by itself after so many hours; 0: never. */
  timeoutHours: z.number().int().min(0).max(24).optional(),
  /** Minutes without data after which it notifies by Datadog's older option, of `noData: "notify"`. */
  noDataTimeframe: z.number().int().positive().optional(),
  /** Which of its groups a notification stands for; `["*"]`: one for all. */
  notifyBy: z.array(z.string().min(1)).min(1).optional(),
  /** What Datadog adds to a notification by itself. */
  notificationPresetName: z.enum(["hide_query", "hide_handles", "hide_all", "hide_query_and_handles"]).optional(),
  /** Titles of notifications do not name the tags that fired. */
  includeTags: z.literal(false).optional(),
  /** Whoever a message names hears of every change of the monitor. */
  notifyAudit: z.literal(true).optional(),
  enableLogsSample: z.literal(true).optional(),
  enableSamples: z.literal(true).optional(),
  /** One group that goes on firing does not keep others from notifying. */
  groupbySimpleMonitor: z.literal(true).optional(),
  /** Nobody but its maker and admins may change it. */
  locked: z.literal(true).optional(),
  /** Where a day begins of what is counted so far, or the times at which it is judged at all. */
  schedule: z.union([evaluationWindow, z.strictObject({ recurrences: z.array(recurrence).min(1) })]).optional(),
});

export type DatadogOptions = z.output<typeof datadogOptionsSchema>;

/** What the monitor of a synthetic test has of them: Datadog keeps the rest to itself. */
export const testOptions: readonly (keyof DatadogOptions)[] = ["priority", "notificationPresetName"];

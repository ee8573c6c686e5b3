import { z } from "zod";

const time = z.iso.datetime({ offset: true });

const oneTime = z.strictObject({ start: time.nullish(), end: time.nullish() });

/** `start` is a time on the clock of `timezone`, without a zone of its own. */
const recurrence = z.strictObject({
  duration: z.string().regex(/^\d+[mhdw]$/, "must be a number with a unit of m, h, d or w"),
  rrule: z.string().min(1),
  start: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/, "must be a time without a zone")
    .nullish(),
});

const repeated = z.strictObject({
  recurrences: z.array(recurrence).min(1).max(5),
  timezone: z.string().default("UTC"),
});

const identifier = z.union([
  z.strictObject({ monitor_id: z.int() }),
  z.strictObject({ monitor_tags: z.array(z.string().min(1)).min(1) }),
]);

const attributes = z.strictObject({
  display_timezone: z.string().nullish(),
  message: z.string().nullish(),
  monitor_identifier: identifier,
  mute_first_recovery_notification: z.boolean().optional(),
  notify_end_states: z.array(z.enum(["alert", "no data", "warn"])).optional(),
  notify_end_types: z.array(z.enum(["canceled", "expired"])).optional(),
  schedule: z.union([oneTime, repeated]).nullish(),
  scope: z.string().min(1),
});

/** `POST /api/v2/downtime`. */
export const createDowntimeSchema = z.object({ data: z.object({ type: z.literal("downtime"), attributes }) });

/** `PATCH /api/v2/downtime/{id}`. */
export const updateDowntimeSchema = z.object({
  data: z.object({ type: z.literal("downtime"), id: z.string(), attributes: attributes.partial() }),
});

/** The attributes of a downtime as sent. */
export type DowntimeAttributes = z.infer<typeof attributes>;

/** A schedule that repeats, as sent. */
export type RepeatedSchedule = z.infer<typeof repeated>;

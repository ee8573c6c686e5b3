import { z } from "zod";

/** What is wrong with an alert over time. */
const concern = z.enum(["never-fired", "too-often", "recovers-alone", "at-night", "muted"]);

export type Concern = z.infer<typeof concern>;

const count = z.int().nonnegative();

const alert = z.strictObject({
  definition: z.string(),
  title: z.string(),
  severity: z.enum(["page", "ticket", "info"]),
  owner: z.string(),
  /** The owner's, by which nights are counted. */
  timeZone: z.string(),
  fires: count,
  /** Fires a week of the time for which there is data, which counts as a week where it is shorter. */
  perWeek: z.number(),
  /** Fires that were over before a person could have acted. */
  quick: count,
  /** Fires that began in the owner's night. */
  night: count,
  longestMs: z.number(),
  /** In force now; null where it is not muted. `since` is null where the vendor does not say. */
  muted: z.strictObject({ since: z.string().nullable(), until: z.string().nullable(), reason: z.string() }).nullable(),
  concerns: z.array(concern),
  /** What other thresholds would have done in the same time. */
  others: z.array(z.strictObject({ critical: z.number(), fires: count })),
});

export type AlertQuality = z.infer<typeof alert>;

/** The published shape of `tocsin quarterly --json`. */
export const qualityReport = z.strictObject({
  /** Null for a history from a file without a stack. */
  stack: z.string().nullable(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /** False when history or mutes could not be read. */
  complete: z.boolean(),
  /** Those with the most to decide first. */
  alerts: z.array(alert),
  notJudged: z.array(z.strictObject({ definition: z.string(), reason: z.string() })),
  problems: z.array(z.string()),
});

export type QualityReport = z.infer<typeof qualityReport>;

/** 0 nothing to decide, 1 something is, 3 something could not be told (which goes before 1, as in `verify`). */
export function qualityExitCode({ complete, alerts }: QualityReport): 0 | 1 | 3 {
  if (!complete) return 3;
  return alerts.some(({ concerns }) => concerns.length > 0) ? 1 : 0;
}

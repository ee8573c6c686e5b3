import { z } from "zod";
import { sentryAttributes } from "../sentry-values.ts";
import { wholeSeconds } from "./common.ts";

/**
 * What an issue and its event must be for an alert of Sentry's to notify: every filter of its specification. All that is stated
 * must hold.
 */

/** Levels of an event, the least urgent first. */
export const levels = ["sample", "debug", "info", "warning", "error", "fatal"] as const;
const level = z.enum(levels);
const per = wholeSeconds;

/** A value of an event, in Sentry's words for how it compares. */
const match = z.union([
  z.strictObject({
    match: z.enum(["contains", "does not contain", "is", "is not", "starts with", "ends with"]),
    value: z.string().min(1),
  }),
  z.strictObject({ match: z.enum(["is set", "is not set"]) }),
]);
export type Match = z.output<typeof match>;

const tagMatches = z.record(z.string().regex(/^[\w.:-]+$/, "a tag's key holds letters, digits and . _ : -"), match);

export const issueFilter = z.strictObject({
  level: z
    .union([z.strictObject({ atLeast: level }), z.strictObject({ exactly: level }), z.strictObject({ atMost: level })])
    .optional(),
  /** More than so many events of the issue, seconds. */
  events: z.strictObject({ above: z.number().int().positive(), per }).optional(),
  /** More than so many users who met the issue, seconds. `where`: only events with these tags count. */
  users: z.strictObject({ above: z.number().int().positive(), per, where: tagMatches.optional() }).optional(),
  /** More than so many percent of sessions, seconds. */
  sessions: z.strictObject({ above: z.number().positive().max(100), per }).optional(),
  /** So many percent more events than so long before, seconds. */
  eventsRise: z.strictObject({ abovePercent: z.number().positive(), per, comparedWith: per }).optional(),
  /** The share of sessions is so many percent above that of so long before, seconds. */
  sessionsRise: z.strictObject({ abovePercent: z.number().positive(), per, comparedWith: per }).optional(),
  /** Seconds since the issue was first seen. */
  age: z.union([z.strictObject({ olderThan: per }), z.strictObject({ newerThan: per })]).optional(),
  /** At least. */
  priority: z.enum(["low", "medium", "high"]).optional(),
  /** The priority has sunk from at least so high to below it, or the issue is resolved. */
  deescalatedFrom: z.enum(["low", "medium", "high"]).optional(),
  category: z
    .enum(["error", "feedback", "outage", "metric", "db-query", "http-client", "frontend", "mobile"])
    .optional(),
  /** How often it has happened altogether. */
  occurrences: z.number().int().positive().optional(),
  /** To whom the issue is assigned: a name of `tocsin:people`, or of `tocsin:sentry.teams`. */
  assigned: z
    .union([
      z.literal("nobody"),
      z.strictObject({ member: z.string().min(1) }),
      z.strictObject({ team: z.string().min(1) }),
    ])
    .optional(),
  latestRelease: z.literal(true).optional(),
  /** Whether the issue's oldest or newest release is older or newer than the one most in use. */
  release: z
    .strictObject({
      its: z.enum(["oldest", "newest"]),
      is: z.enum(["older", "newer"]),
      /** Where releases are in use; left out: the stack's own environment. */
      environment: z.string().min(1).optional(),
    })
    .optional(),
  /** Attributes of the event, by name: `http.status_code`. */
  attributes: z.partialRecord(z.enum(sentryAttributes), match).optional(),
  /** Tags of the event, where `tags` of the signal says too little. */
  tags: tagMatches.optional(),
});

export type IssueFilter = z.output<typeof issueFilter>;

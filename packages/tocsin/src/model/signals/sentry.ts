import { z } from "zod";
import { isTimeZone } from "../time-zone.ts";
import { path, serviceName, wholeSeconds } from "./common.ts";
import { issueFilter } from "./issue-filter.ts";

/** What Sentry watches: errors, issues, spans, sessions, uptime, check-ins. */

const tagValue = z
  .string()
  .min(1)
  .regex(/^[^"*[\]\n]+$/, "a tag value holds no quotes, brackets or wildcards");

/** Seconds: the value is then in percent of the one in the same window so long before. */
const comparedWith = wholeSeconds.optional();

const errorsShape = {
  /** Name of a project in the stack file; its slug differs by stack. */
  project: z.string(),
  /** All tags must match; several values of one tag are alternatives. */
  tags: z
    .record(z.string().regex(/^[\w.:-]+$/, "a tag's key holds letters, digits and . _ : -"), z.array(tagValue).min(1))
    .default({}),
  /** `users`: how many different users the errors reached; left out: how many errors. */
  count: z.enum(["events", "users"]).optional(),
  /** Only errors that nothing caught: crashes. */
  unhandled: z.literal(true).optional(),
};

export const sentryErrors = z.strictObject({
  kind: z.literal("sentry-errors"),
  ...errorsShape,
  /**
   * Seconds: the value is then not the number of errors but that number in percent of the one in the same window so long
   * before. Without any error then, nothing is judged.
   */
  comparedWith,
});

export const sentryAnomaly = z.strictObject({
  kind: z.literal("sentry-anomaly"),
  ...errorsShape,
  direction: z.enum(["above", "below", "both"]),
  sensitivity: z.enum(["low", "medium", "high"]),
});

export const sentryIssues = z.strictObject({
  kind: z.literal("sentry-issues"),
  projects: z.array(z.string()).min(1),
  /**
   * Issues of every kind, not of errors alone: also feedback, slow queries, outages. A `category` other than `error` and what Seer
   * has finished mean that by themselves.
   */
  allIssues: z.literal(true).optional(),
  /** What an event must be for the alert to look at it, or what Sentry's agent Seer has finished; none: every event. */
  triggers: z
    .array(
      z.enum([
        "new",
        "regressed",
        "reappeared",
        "resolved",
        "seer-root-cause",
        "seer-solution",
        "seer-code",
        "seer-pull-request",
      ]),
    )
    .min(1)
    .optional(),
  /** All tags must match; several values are alternatives, `!feature` excludes. */
  tags: z.record(z.string().regex(/^!?[\w.:-]+$/), z.union([tagValue, z.array(tagValue).min(1)])).default({}),
  filter: issueFilter.optional(),
  /** Any of these is enough, beside `tags` and `filter`. */
  anyOf: z.array(issueFilter).min(2).optional(),
});

const spanStatistics = ["p50", "p75", "p90", "p95", "p99", "avg", "max", "count", "failure-rate"] as const;

export const sentrySpans = z.strictObject({
  kind: z.literal("sentry-spans"),
  project: z.string(),
  /** Transaction name, or one pattern with `*`. Measured in milliseconds. */
  transaction: z
    .string()
    .min(1)
    .regex(/^[^"\n]+$/),
  statistic: z.enum(spanStatistics),
  comparedWith,
});

export const sentrySessions = z.strictObject({
  kind: z.literal("sentry-sessions"),
  project: z.string(),
  /** Of what the share without a crash is measured, in percent. */
  crashFree: z.enum(["sessions", "users"]),
});

export const sentryUptime = z.strictObject({
  kind: z.literal("sentry-uptime"),
  project: z.string(),
  /** Whose address it is: `tocsin:hosts` or `tocsin:vercel.projects` of the stack file says where it answers. */
  service: serviceName,
  path,
  method: z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]).default("GET"),
  /** Seconds between two checks. */
  every: wholeSeconds,
  timeout: wholeSeconds.max(60).default(10),
  headers: z
    .record(z.string().regex(/^[\w-]+$/, "a header's name holds letters, digits and -"), z.string())
    .default({}),
  body: z.string().optional(),
});

export const checkIns = z.strictObject({
  kind: z.literal("check-ins"),
  project: z.string(),
  /** The name that check-ins are sent with. */
  slug: z.string().regex(/^[a-z0-9_-]{1,50}$/, "a slug holds at most 50 lower-case letters, digits, - and _"),
  schedule: z.union([
    z.strictObject({ crontab: z.string() }),
    z.strictObject({
      every: z.number().int().positive(),
      unit: z.enum(["minute", "hour", "day", "week", "month", "year"]),
    }),
  ]),
  timezone: z.string().refine(isTimeZone, "a time zone is named as in Europe/Berlin").default("UTC"),
  /** Seconds that a check-in may be late. */
  margin: wholeSeconds.min(60),
  /** Seconds that a run may take. */
  maxRuntime: wholeSeconds.min(60).default(1800),
});

/** Members of a monitor that title, owner, project and stack decide: by them it is found, and its state is no part of the code. */
const saidElsewhere = ["name", "description", "projectId", "owner", "enabled"] as const;

export const sentryMonitor = z.strictObject({
  kind: z.literal("sentry-monitor"),
  project: z.string(),
  /** Sentry's body of a monitor but for what the definition says: name, description, project, owner. */
  body: z.record(z.string(), z.json()).refine((body) => saidElsewhere.every((member) => !(member in body)), {
    error: `the definition says ${saidElsewhere.join(", ")}: leave them out of the body`,
  }),
});

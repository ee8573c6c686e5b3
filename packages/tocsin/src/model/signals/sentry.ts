import { z } from "zod";
import type { Condition } from "../condition.ts";
import { type Fault, fault } from "../fault.ts";
import {
  sentryAnomalyWindows,
  sentryComparisons,
  sentryCrashWindows,
  sentryFrequencyWindows,
  sentryThrottles,
  sentryUptimeIntervals,
  sentryWindows,
} from "../sentry-values.ts";
import { isTimeZone } from "../time-zone.ts";
import { path, serviceName, wholeSeconds } from "./common.ts";
import { issueFilter } from "./issue-filter.ts";
import { asked, before, count, indexed, judged, kind, no, noRecoveryShare, nothing, offered } from "./kind.ts";

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
  /** Seconds: the value is then the number of errors in percent of that in the same window so long before; nothing where that is 0. */
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
  tags: z
    .record(
      z
        .string()
        .regex(/^!?[\w.:-]+$/, "a tag holds letters, digits, _ . : and -, with ! before it where it must not match"),
      z.union([tagValue, z.array(tagValue).min(1)]),
    )
    .default({}),
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
    .regex(/^[^"\n]+$/, "it holds no quotes or line breaks"),
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

const percentile = /^p\d+$|^(avg|max)$/;

const frequencies = ({ filter, anyOf = [] }: z.output<typeof sentryIssues>): Fault[] =>
  [["filter", filter ?? {}] as const, ...anyOf.map((one, i) => [`anyOf.${i}`, one] as const)].flatMap(([path, one]) =>
    (["events", "users", "sessions", "eventsRise", "sessionsRise"] as const).flatMap((member) => {
      const counted = one[member];
      if (counted === undefined) return [];
      const lengths = "comparedWith" in counted ? [counted.per, counted.comparedWith] : [counted.per];
      const says = (length: string) => `Sentry does not count over ${length}`;
      return lengths.flatMap((length) => offered(length, sentryFrequencyWindows, `signal.${path}.${member}`, says));
    }),
  );

/** Of what is compared with a threshold: one value over a window that Sentry offers, and of one before. */
const measured =
  (windows: readonly number[]) =>
  (signal: { kind: string; comparedWith?: number | undefined }, condition: Condition): Fault[] => [
    ...offered(
      condition.kind === "threshold" ? condition.window : undefined,
      windows,
      "condition.window",
      (length) => `Sentry does not evaluate over ${length}`,
    ),
    ...offered(
      signal.comparedWith,
      sentryComparisons,
      "signal.comparedWith",
      (length) => `Sentry does not compare with ${length} before`,
      "model/comparison",
    ),
    ...indexed("Sentry")(signal, condition),
  ];

export const sentryKinds = {
  "sentry-errors": kind(sentryErrors, {
    by: "sentry",
    condition: "threshold",
    unit: ({ comparedWith, count }) => {
      const what = count === "users" ? "users" : "errors";
      return comparedWith === undefined ? ` ${what}` : before(comparedWith, what);
    },
    notEvaluated: judged,
    reads: () => count("events"),
    faults: measured(sentryWindows),
  }),
  "sentry-anomaly": kind(sentryAnomaly, {
    by: "sentry",
    condition: "anomalous",
    unit: no,
    notEvaluated: () => "Sentry judges it by its own model of the past, which nobody else can compute",
    reads: nothing,
    faults: (signal, condition) => [
      ...offered(
        condition.kind === "anomalous" ? condition.window : undefined,
        sentryAnomalyWindows,
        "condition.window",
        (length) => `Sentry does not learn what is usual in ${length}`,
      ),
      ...noRecoveryShare(signal, condition),
    ],
  }),
  "sentry-issues": kind(sentryIssues, {
    by: "sentry",
    condition: "each-event",
    unit: no,
    notEvaluated: ({ filter, anyOf, triggers = [] }) => {
      if (triggers.some((name) => name.startsWith("seer-")))
        return "what Seer has finished stands in no series of events";
      return filter === undefined && anyOf === undefined
        ? null
        : "its filters ask about issues, which a series of events does not show";
    },
    reads: () => count("events"),
    faults: (signal, condition) => [
      ...offered(
        condition.kind === "each-event" ? condition.throttle : undefined,
        sentryThrottles,
        "condition.throttle",
        (length) => `Sentry does not repeat every ${length}`,
      ),
      ...frequencies(signal),
    ],
  }),
  "sentry-spans": kind(sentrySpans, {
    by: "sentry",
    condition: "threshold",
    unit: ({ statistic, comparedWith }) => {
      if (comparedWith !== undefined) return before(comparedWith, "value");
      return percentile.test(statistic) ? " ms" : statistic === "count" ? " spans" : " %";
    },
    notEvaluated: ({ statistic, comparedWith }) =>
      /^p\d+$/.test(statistic) && comparedWith === undefined ? null : "it is no percentile of durations",
    reads: () => [{ name: "durations", points: "sample" }],
    faults: measured(sentryWindows),
  }),
  "sentry-sessions": kind(sentrySessions, {
    by: "sentry",
    condition: "threshold",
    unit: () => " %",
    notEvaluated: ({ crashFree }) =>
      crashFree === "sessions" ? null : "it counts different users, which a series does not tell apart",
    reads: () => count("crashed", "sessions"),
    faults: measured(sentryCrashWindows),
  }),
  "sentry-uptime": kind(sentryUptime, {
    by: "sentry",
    ...asked,
    faults: ({ every }) =>
      offered(
        every,
        sentryUptimeIntervals,
        "signal.every",
        (length) => `Sentry does not check every ${length}`,
        "model/interval",
      ),
  }),
  "check-ins": kind(checkIns, {
    by: "sentry",
    ...asked,
    faults: ({ schedule }) =>
      "crontab" in schedule && schedule.crontab.trim().split(/\s+/).length !== 5
        ? [
            fault(
              "model/schedule",
              "signal.schedule.crontab",
              `"${schedule.crontab}" has not five fields`,
              'Write minute, hour, day, month and weekday, as in "0 3 * * *".',
            ),
          ]
        : [],
  }),
  "sentry-monitor": kind(sentryMonitor, {
    by: "sentry",
    condition: "as-stated",
    unit: no,
    notEvaluated: () => "its body is Sentry's own, which is not evaluated here",
    reads: nothing,
  }),
};

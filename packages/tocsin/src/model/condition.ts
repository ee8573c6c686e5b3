import { z } from "zod";

/** When an alert fires. Which kinds a signal can have stands in `conditionsOf`. */
const wholeSeconds = z.number().int().positive();
/**
 * Seconds without a run after which it notifies that there is none; left out: it does not. In whole minutes, and no fewer than the
 * two that Datadog recommends for service checks (its specification, `no_data_timeframe`).
 */
const silentSeconds = z.number().int().min(120).max(86_400).multipleOf(60);

const threshold = z.strictObject({
  kind: z.literal("threshold"),
  comparison: z.enum(["above", "below"]),
  /** The limits themselves fire too: at or above, at or below. */
  inclusive: z.literal(true).optional(),
  critical: z.number(),
  warning: z.number().optional(),
  /** Value at which it is over; between it and `critical` the state stays as it was. */
  recovery: z.number().optional(),
  warningRecovery: z.number().optional(),
  /** Seconds. */
  window: wholeSeconds,
  /**
   * `total`: what came together in the window (counts, a share of all requests, a percentile over them).
   * `sustained`: every point in the window. `average`: the mean of its points. `any`: at least one of them.
   */
  over: z.enum(["total", "sustained", "average", "any"]),
  /** The window is the hour, day or month so far (UTC), as long as `window` at most. */
  soFarThis: z.enum(["hour", "day", "month"]).optional(),
  /**
   * What silence means. `zero`: nothing happened; `ok`: not failing; `notify`: the signal itself is lost; `show`: lost too,
   * but another alert tells it (the probe's heartbeat), so this one only shows that it knows nothing. `lastStatus`: Datadog's
   * default of a measure, "show last known status"; `doNotNotify`: its older policy of a metric, "do not notify if data is
   * missing", which acts as `show`. Both are what a monitor does that states no policy.
   */
  noData: z.enum(["zero", "ok", "notify", "show", "lastStatus", "doNotNotify"]).optional(),
});

const eachEvent = z.strictObject({
  kind: z.literal("each-event"),
  /** Seconds between two messages about the same issue. */
  throttle: z.number().int().nonnegative(),
});

const consecutiveFailures = z.strictObject({
  kind: z.literal("consecutive-failures"),
  failures: z.number().int().min(1).max(10),
  /** Runs in a row that must pass for it to have recovered; left out: one. */
  recoverAfter: z.number().int().min(1).max(10).optional(),
  /** Runs in a row that warn after which it warns; left out: it does not. */
  warnAfter: z.number().int().min(1).max(10).optional(),
  noDataAfter: silentSeconds.optional(),
});

/** So large a part of the checks is critical by the last run of each. */
const failingShare = z.strictObject({
  kind: z.literal("failing-share"),
  /** More percent than these of the checks are critical. */
  critical: z.number().min(0).lt(100),
  /** More percent than these of the checks warn: those that are critical do not count. */
  warning: z.number().min(0).lt(100).optional(),
  noDataAfter: silentSeconds.optional(),
});

/** Judged by what is usual, not by a limit. */
const anomalous = z.strictObject({
  kind: z.literal("anomalous"),
  /** Seconds that must be unusual. */
  window: wholeSeconds,
  /** Percent of the window's points that must be unusual. */
  share: z.number().min(1).max(100).default(100),
  /** Percent of them to which it must fall to have recovered; left out: none may be unusual. */
  recovery: z.number().min(0).max(100).optional(),
  /** Seconds that must be usual again; left out: as long as the window. */
  recoveryWindow: wholeSeconds.optional(),
  /** Seconds of the past that are looked at; left out: four times the window. */
  shown: wholeSeconds.optional(),
  noData: z.enum(["ok", "notify", "show", "doNotNotify"]).default("ok"),
});

/** An error budget is used up so many times faster than it lasts for, over both windows. */
const burning = z.strictObject({
  kind: z.literal("burning"),
  rate: z.number().positive(),
  warning: z.number().positive().optional(),
  /** Seconds. */
  long: wholeSeconds,
  short: wholeSeconds,
});

/** The signal itself says when. */
const asStated = z.strictObject({ kind: z.literal("as-stated") });

const declared = z.strictObject({ kind: z.literal("declared") });

export const conditionSchema = z.discriminatedUnion("kind", [
  threshold,
  eachEvent,
  consecutiveFailures,
  failingShare,
  anomalous,
  burning,
  asStated,
  declared,
]);

/** What an alert makes of silence. */
export type NoData = NonNullable<z.output<typeof threshold>["noData"]>;

export type Condition = z.output<typeof conditionSchema>;
export type ConditionKind = Condition["kind"];
export type ConditionOf<K extends ConditionKind> = Extract<Condition, { kind: K }>;
export type ConditionInputOf<K extends ConditionKind> = Extract<z.input<typeof conditionSchema>, { kind: K }>;

/** Whether it warns before it fires. */
export const warns = (condition: Condition): boolean =>
  ("warning" in condition && condition.warning !== undefined) ||
  ("warnAfter" in condition && condition.warnAfter !== undefined);

/** Whether it notifies that data no longer comes. */
export const notifiesOfSilence = (condition: Condition): boolean =>
  ("noData" in condition && condition.noData === "notify") ||
  ("noDataAfter" in condition && condition.noDataAfter !== undefined);

/** On which side of its limits a condition fires. */
export type Side = Pick<ConditionOf<"threshold">, "comparison" | "inclusive">;

/** Whether a value is on the side of a limit that fires. */
export function isBeyond({ comparison, inclusive }: Side, value: number, limit: number): boolean {
  if (inclusive === true && value === limit) return true;
  return comparison === "above" ? value > limit : value < limit;
}

/** `above`, `at or above`, `below`, `at or below`: what stands before a limit in a sentence. */
export const sideText = ({ comparison, inclusive }: Side): string =>
  inclusive === true ? `at or ${comparison}` : comparison;

/** Whether nothing at all, read as zero, is beyond the threshold or the warning: so it is for a heartbeat. */
export function firesAtZero(condition: ConditionOf<"threshold">): boolean {
  const { critical, warning } = condition;
  const limits = warning === undefined ? [critical] : [critical, warning];
  return limits.some((limit) => isBeyond(condition, 0, limit));
}

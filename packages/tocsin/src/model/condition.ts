import { z } from "zod";
import type { SignalKind } from "./signal.ts";

/** When an alert rings. Which kinds a signal can have stands in `conditionsOf`. */
const wholeSeconds = z.number().int().positive();

const threshold = z.strictObject({
  kind: z.literal("threshold"),
  comparison: z.enum(["above", "below"]),
  critical: z.number(),
  warning: z.number().optional(),
  /** Value at which it is over; between it and `critical` the state stays as it was. */
  recovery: z.number().optional(),
  warningRecovery: z.number().optional(),
  /** Seconds. */
  window: wholeSeconds,
  /**
   * `total`: what came together in the window (counts, a share of all requests, a percentile over them).
   * `sustained`: every point in the window. `average`: the mean of its points.
   */
  over: z.enum(["total", "sustained", "average"]),
  /**
   * What silence means. `zero`: nothing happened; `ok`: not failing; `notify`: the signal itself is lost; `show`: lost too,
   * but another alert tells it (the probe's heartbeat), so this one only shows that it knows nothing.
   */
  noData: z.enum(["zero", "ok", "notify", "show"]).optional(),
});

const eachEvent = z.strictObject({
  kind: z.literal("each-event"),
  /** Seconds between two messages about the same issue. */
  throttle: z.number().int().nonnegative(),
});

const consecutiveFailures = z.strictObject({
  kind: z.literal("consecutive-failures"),
  failures: z.number().int().min(1).max(10),
});

const declared = z.strictObject({ kind: z.literal("declared") });

export const conditionSchema = z.discriminatedUnion("kind", [threshold, eachEvent, consecutiveFailures, declared]);

export type Condition = z.output<typeof conditionSchema>;
type ConditionKind = Condition["kind"];
export type ConditionOf<K extends ConditionKind> = Extract<Condition, { kind: K }>;

/** The one kind of condition that fits each kind of signal. */
export interface ConditionKindOf {
  "sentry-errors": "threshold";
  "sentry-issues": "each-event";
  "sentry-spans": "threshold";
  metric: "threshold";
  "log-count": "threshold";
  "log-ratio": "threshold";
  "log-measure": "threshold";
  "http-check": "consecutive-failures";
  crons: "declared";
  "webhook-endpoint": "declared";
}

export const conditionKindOf: { readonly [K in SignalKind]: ConditionKindOf[K] } = {
  "sentry-errors": "threshold",
  "sentry-issues": "each-event",
  "sentry-spans": "threshold",
  metric: "threshold",
  "log-count": "threshold",
  "log-ratio": "threshold",
  "log-measure": "threshold",
  "http-check": "consecutive-failures",
  crons: "declared",
  "webhook-endpoint": "declared",
};

/** Whether nothing at all, read as zero, is beyond the threshold or the warning: so it is for a heartbeat. */
export function firesAtZero({ comparison, critical, warning }: ConditionOf<"threshold">): boolean {
  const limits = warning === undefined ? [critical] : [critical, warning];
  return limits.some((limit) => (comparison === "above" ? limit < 0 : limit > 0));
}

import type { z } from "zod";
import type { Condition, ConditionKind } from "../condition.ts";
import { type Fault, fault } from "../fault.ts";
import type { VendorName } from "../resource.ts";
import { readableDuration } from "../units.ts";

/** What a kind of signal says of itself, and what kinds have alike. */

/** What the points of a series are. */
type PointKind =
  /** How many came at that time; none is zero. */
  | "count"
  /** What was measured at that time; none is unknown. */
  | "gauge"
  /** One thing that was measured (a span's milliseconds, a number of a log line). */
  | "sample"
  /** One run: 1 passed, 0 failed. */
  | "run";

/** A series that a signal is evaluated on. */
export interface Read {
  name: string;
  points: PointKind;
}

/** What is known of a kind of signal wherever it is watched. */
export interface Facts<S> {
  /** Where it is watched. `synthetics`: by a test of Datadog's, which brings a monitor with it. */
  by: VendorName | "synthetics";
  /** The kinds of condition that fit it: one, but for a few. */
  condition: ConditionKind | readonly ConditionKind[];
  /** The unit of its value, as a suffix. */
  unit(signal: S): string;
  /** Why it cannot be evaluated on series of one's own; null: it can. */
  notEvaluated(signal: S): string | null;
  /** The series that it is evaluated on; none for what is not evaluated. */
  reads(signal: S): Read[];
  /** What its vendor refuses, or never judges, of the signal and of its condition; absent where that is nothing. */
  faults?(signal: S, condition: Condition): Fault[];
}

/** What is known of the kind that a schema describes. */
export const kind = <S extends z.ZodType, const F extends Facts<z.output<S>>>(_schema: S, facts: F): F => facts;

export const before = (seconds: number, what: string) => ` % of the ${what} ${readableDuration(seconds)} before`;
export const no = () => "";
export const judged = () => null;

export const count = (...names: string[]): Read[] => names.map((name) => ({ name, points: "count" }));
export const runs = (): Read[] => [{ name: "runs", points: "run" }];
export const nothing = (): Read[] => [];

/** What is asked, or runs, again and again. */
export const asked = { condition: "consecutive-failures", unit: no, notEvaluated: judged, reads: runs } as const;

/**
 * Whether a length of time, in seconds, is one of those that its vendor offers; undefined is always.
 *
 * @param says what is wrong with it, given in words
 */
export const offered = (
  length: number | undefined,
  lengths: readonly number[],
  path: string,
  says: (length: string) => string,
  rule = "model/window",
): Fault[] =>
  length === undefined || lengths.includes(length)
    ? []
    : [fault(rule, path, says(readableDuration(length)), `Use one of ${lengths.map(readableDuration).join(", ")}.`)];

/** The longest windows, in seconds, that Datadog evaluates: of metrics a week, of logs two days. */
export const longest = { metrics: 604_800, logs: 172_800 } as const;

/** Datadog evaluates over whole minutes. A calendar's month is longer than any window that rolls. */
export function rolling(condition: Condition, most: number): Fault[] {
  if (condition.kind !== "threshold" || condition.soFarThis !== undefined) return [];
  const { window } = condition;
  if (window >= 60 && window <= most && window % 60 === 0) return [];
  const message = `Datadog does not evaluate over ${readableDuration(window)}`;
  const remedy = `Use whole minutes between ${readableDuration(60)} and ${readableDuration(most)}.`;
  return [fault("model/window", "condition.window", message, remedy)];
}

/** A range of HTTP statuses that ends before it begins. @param what is not in it: `status code` */
export const emptyRange = (range: readonly [number, number] | undefined, path: string, what: string): Fault[] =>
  range === undefined || range[0] <= range[1]
    ? []
    : [
        fault(
          "model/empty-range",
          path,
          `no ${what} is between ${range[0]} and ${range[1]}`,
          "Write the smaller one first.",
        ),
      ];

/** A kind that watches what its vendor indexes, and what that means for conditions on it. */
type Indexed = (signal: { kind: string }, condition: Condition) => Fault[];

/** Log searches, shares and Sentry's aggregates are one value over the window: there is no point in it to look at. */
export const oneValue =
  (vendor: "Sentry" | "Datadog"): Indexed =>
  ({ kind: named }, condition) => {
    if (condition.kind !== "threshold" || condition.over === "total") return [];
    const how = { sustained: "at every point", average: "the mean of points", any: "at any point" }[condition.over];
    const message = `${vendor} compares one value of all that came in the window: a ${named} signal has no points, so "${how}" is not to be had`;
    return [fault("model/condition", "condition.over", message, "Say per, or watch a metric of the same thing.")];
  };

export function calendarOnly(condition: Condition): Fault[] {
  if (condition.kind !== "threshold" || condition.soFarThis === undefined) return [];
  const message = "only Datadog's monitors of metrics and logs begin their window with the calendar";
  return [fault("model/window", "condition.soFarThis", message, "Say per, or watch a metric or logs.")];
}

export const indexed =
  (vendor: "Sentry" | "Datadog"): Indexed =>
  (signal, condition) => [...oneValue(vendor)(signal, condition), ...calendarOnly(condition)];

/** Only an anomaly of Datadog's recovers by a share of its points. */
export function noRecoveryShare({ kind: named }: { kind: string }, condition: Condition): Fault[] {
  if (condition.kind !== "anomalous" || condition.recovery === undefined) return [];
  const message = `a ${named} signal has recovered as soon as nothing is unusual`;
  return [fault("model/recovery-side", "condition.recovery", message, "Leave it out.")];
}

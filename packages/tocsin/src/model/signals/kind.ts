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

/** The remedy where a vendor takes some lengths only. */
export const oneOf = (lengths: readonly number[]) => `Use one of ${lengths.map(readableDuration).join(", ")}.`;

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

import { type ConditionOf, isBeyond, type NoData } from "../model/condition.ts";
import type { Definition } from "../model/definition.ts";
import { groupsOfSignal } from "../model/signals/facts.ts";
import { signalKinds } from "../model/signals/kinds.ts";
import type { State } from "./types.ts";

/** What decides about states once there is a value. */
export interface Rules {
  /** The state that a value makes, coming from a state. */
  next(value: number, before: State): State;
  /** What the value is where there is no data; null when silence is no value. */
  silence: number | null;
  /** The state that silence makes after there has been data, where it is no value; null: everything stays as it is. */
  silent: State | null;
  /** A group is forgotten after so many milliseconds without data. */
  forgottenAfter: number;
  /** A new group is judged so many milliseconds after its first point. */
  newGroupDelay: number;
}

const dayMs = 86_400_000;

/** The state that silence makes; null: the last one is kept. */
const stateOfSilence: Readonly<Record<NoData, State | null>> = {
  zero: "ok",
  ok: "ok",
  notify: "no-data",
  show: "no-data",
  doNotNotify: "no-data",
  lastStatus: null,
};

/** The rules of a definition, with its own thresholds unless others are given (for the sensitivity of a backtest). */
export function rulesOf(definition: Definition, condition: ConditionOf<"threshold">): Rules {
  const { signal } = definition;
  const sentry = signalKinds[signal.kind].by === "sentry";
  // Sentry leaves a comparison out that has nothing to go by.
  const left = sentry && "comparedWith" in signal && signal.comparedWith !== undefined;
  // Sentry reads an empty answer as 0, whatever the aggregate; Datadog's log counts are 0 unless something else is said.
  const noData = sentry ? "zero" : (condition.noData ?? "zero");
  const groups = groupsOfSignal(signal);
  return {
    next: sentry ? sentryState(condition) : datadogState(condition),
    silence: noData === "zero" && !left ? 0 : null,
    silent: left ? null : stateOfSilence[noData],
    forgottenAfter: groups.length > 0 ? retentionOf(definition) : Number.POSITIVE_INFINITY,
    newGroupDelay: groups.length === 0 ? 0 : groupDelayOf(definition, groups),
  };
}

/** Datadog's defaults, unless the definition says otherwise (docs: Monitors > Configuration > Group delay). */
function groupDelayOf({ datadog }: Definition, groups: readonly string[]): number {
  const stated = datadog?.newGroupDelay;
  if (stated !== undefined) return stated * 1000;
  return groups.includes("host") ? (datadog?.newHostDelay ?? 300) * 1000 : 60_000;
}

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: dayMs };

function retentionOf({ datadog }: Definition): number {
  const [, count, unit = ""] = /^(\d+)([mhd])$/.exec(datadog?.groupRetentionDuration ?? "") ?? [];
  return count === undefined ? dayMs : Number(count) * (unitMs[unit] ?? 0);
}

type Beyond = (value: number, limit: number | undefined) => boolean;

/** A value that equals the recovery is over, but where a limit that is reached fires. */
const beyondOf =
  (condition: ConditionOf<"threshold">): Beyond =>
  (value, limit) =>
    limit !== undefined && isBeyond(condition, value, limit);

/** Each threshold has a recovery of its own (docs: Monitors > Recovery thresholds). */
function datadogState(condition: ConditionOf<"threshold">): Rules["next"] {
  const { critical, recovery, warning, warningRecovery } = condition;
  const beyond = beyondOf(condition);
  return (value, before) => {
    if (beyond(value, critical)) return "alert";
    if (before === "alert" && beyond(value, recovery)) return "alert";
    if (beyond(value, warning)) return "warn";
    const warned = before === "alert" || before === "warn";
    if (warned && warning !== undefined && beyond(value, warningRecovery)) return "warn";
    return "ok";
  };
}

/**
 * A Sentry monitor has one condition that says when it is over, and of the conditions that hold the worst counts: so with a
 * warning an alert becomes a warning at once, and only where no condition holds everything stays as it is.
 */
function sentryState(condition: ConditionOf<"threshold">): Rules["next"] {
  const { critical, recovery, warning, warningRecovery } = condition;
  const beyond = beyondOf(condition);
  const over = recovery ?? warningRecovery ?? warning ?? critical;
  return (value, before) => {
    if (beyond(value, critical)) return "alert";
    if (beyond(value, warning)) return "warn";
    return beyond(value, over) ? before : "ok";
  };
}

import type { Definition } from "../model/definition.ts";
import { evaluationStep } from "../model/evaluation-step.ts";
import { delayOf, isMetricSignal, isPlainMetric, runsEvery } from "../model/signals/facts.ts";
import type { Injection } from "../vendors/fire-types.ts";
import { longestWait, type Method } from "../vendors/method.ts";
import type { Level } from "./levels.ts";

/** Limits of one drill, in seconds by the vendor's clock. */
export interface Waits {
  /** From the injection to Alert. */
  fire: number;
  /** From Alert to the message. */
  deliver: number;
  /** From the end of the injection to OK and its message. */
  recover: number;
  /** Until it is quiet before the drill begins. */
  calm: number;
  /** What it is expected to take altogether, when all goes well. */
  expected: number;
}

const minute = 60;
/** A message is on its way for seconds; a busy vendor takes minutes. */
const deliverLimit = 5 * minute;
/** What is added to every limit for the ways between us, the intake and the evaluation. */
const slack = 5 * minute;

/** Vercel evaluates a window of its own monitors when it ends; everybody else by their tables. */
function stepOf(definition: Definition, injection: Injection): number {
  const { condition } = definition;
  const ownWindow = injection.kind === "inverted" && injection.what === "vercel-monitor";
  return ownWindow && condition.kind === "threshold" ? condition.window : evaluationStep(definition);
}

/** A group that is new is not judged at once (specification: `new_host_delay`; every monitor states so many seconds). */
const newHost = 5 * minute;

/** The longest time between two runs of the probe that is nothing to worry about. */
const probeGap = 5 * minute;

/** Seconds until what was sent is out of the window; of two windows the short one decides. */
function windowOf(condition: Definition["condition"]): number {
  if (condition.kind === "threshold") return condition.window;
  return condition.kind === "burning" ? condition.short : 0;
}

/** Limits for a definition that is made to fire by `injection`. */
export function waitsFor(definition: Definition, injection: Injection): Waits {
  const { condition, signal } = definition;
  const step = stepOf(definition, injection);
  const window = windowOf(condition);
  // What the probe reads is first seen by its next run.
  const read = injection.kind === "rows" || injection.kind === "trouble" || injection.kind === "crons-off";
  const delay = isMetricSignal(signal) ? delayOf(signal) + (read ? probeGap : 0) : 0;
  const every = runsEvery(signal) ?? 0;
  const failing = condition.kind === "consecutive-failures" ? condition.failures * every : 0;
  // What cannot be sent for the time before has to fill the window first.
  const fills = read ? window : 0;
  const drains =
    injection.kind === "inverted" || (injection.kind === "crons-off" && !isPlainMetric(signal)) ? 0 : window;
  const { newGroupDelay, newHostDelay } = definition.datadog ?? {};
  const settles =
    injection.kind === "check-runs" || injection.kind === "found" ? (newGroupDelay ?? newHostDelay ?? newHost) : 0;
  const fire = delay + step + failing + fills + settles;
  const recover = delay + step + drains;
  return {
    fire: fire + step + failing + slack,
    deliver: deliverLimit,
    recover: recover + step + slack + minute,
    calm: window + step + slack,
    expected: fire + recover + 2 * minute,
  };
}

/**
 * The highest level that a definition can reach here, and why not more. Where nobody can turn the clock, a window of more
 * than an hour is not waited for.
 */
export function highest(
  definition: Definition,
  method: Method,
  clock: "real" | "emulated",
): { level: Level; reason: string } {
  const { condition } = definition;
  const { injection } = method;
  if (injection === null) {
    const declared = condition.kind === "declared";
    return { level: declared ? "accepted" : "routed", reason: method.reason };
  }
  const window = windowOf(condition);
  const drains = injection.kind !== "inverted";
  if (clock === "real" && drains && window > longestWait) {
    return { level: "delivered", reason: "its window is longer than an hour, so its recovery is not waited for" };
  }
  return { level: "recovered", reason: "it fired, arrived and recovered" };
}

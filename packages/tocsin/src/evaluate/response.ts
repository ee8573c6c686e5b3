import type { Definition } from "../model/definition.ts";
import { measuresLogs, measuresTransactions } from "../model/signals/facts.ts";
import { whyNotEvaluated } from "./evaluate.ts";
import { ticksOf } from "./ticks.ts";

/** How fast a definition reacts, in milliseconds, without the time that its messages take. */
export interface Response {
  /** From the moment that the signal turns bad to the alert. */
  detectionMs: number;
  /** From the moment that it is good again to the end of the alert; null where nothing says that it is over. */
  resetMs: number | null;
}

/**
 * Detection and reset time for a signal that jumps from nothing to twice the threshold and back (for `below`: from twice the
 * threshold to nothing and back). Precision and recall, the other two of the SRE workbook's four measures (chapter 5),
 * need to know which alerts were justified, which no history says. Null for what is only declared.
 */
export function responseOf(definition: Definition): Response | null {
  const { condition, signal } = definition;
  if (whyNotEvaluated(definition) !== null) return null;
  if (condition.kind === "each-event") return { detectionMs: 0, resetMs: null };
  const { every, delay, window } = ticksOf(definition);
  if (condition.kind === "consecutive-failures") {
    return { detectionMs: (condition.failures - 0.5) * every * 1000, resetMs: every * 1000 };
  }
  const { bad, good } = shares(definition);
  const time = (share: number) => (delay + Math.max(1, Math.ceil((share * window) / every)) * every) * 1000;
  const slow = measuresTransactions(signal) ? Number(signal.statistic.slice(1)) / 100 : null;
  return slow === null
    ? { detectionMs: time(bad), resetMs: time(good) }
    : { detectionMs: time(1 - slow), resetMs: time(slow) };
}

/** Which part of the window must be bad to fire, and good again to be over. */
function shares({ condition, signal }: Definition): { bad: number; good: number } {
  if (condition.kind !== "threshold") return { bad: 0, good: 0 };
  const { critical, comparison, recovery, over } = condition;
  if (over === "any" || (measuresLogs(signal) && signal.statistic === "max")) return { bad: 0, good: 1 };
  if (over === "sustained") return { bad: 1, good: 0 };
  // Nothing may be left in the window, or one is enough.
  const strict = comparison === "above" ? critical <= 0 : critical <= 1;
  if (strict) return comparison === "above" ? { bad: 0, good: 1 } : { bad: 1, good: 0 };
  const left = (recovery ?? critical) / (2 * critical);
  return comparison === "above" ? { bad: 0.5, good: Math.max(0, 1 - left) } : { bad: 0.5, good: left };
}

import type { Conditions } from "../detector-body.ts";

/** Priorities of issues, as conditions name them: high, medium, low, resolved. */
export type Priority = 0 | 25 | 50 | 75;

/**
 * What the conditions of a metric monitor say of a value: the highest result of those that hold.
 *
 * @returns null when none holds: between a threshold and its recovery everything stays as it is
 */
export function resultOf(group: Conditions, value: number): Priority | null {
  const held = group.conditions
    .filter(({ type, comparison }) => typeof comparison === "number" && holds(type, value, comparison))
    .map(({ conditionResult }) => priorityOf(conditionResult));
  if (group.logicType === "all" && held.length < group.conditions.length) return null;
  return held.reduce<Priority | null>((highest, one) => (highest === null || one > highest ? one : highest), null);
}

/** The threshold that a value of a priority has passed; null when the monitor has none of that priority. */
export function thresholdOf(group: Conditions, priority: Priority): { type: string; comparison: number } | null {
  const found = group.conditions.find(({ conditionResult }) => conditionResult === priority);
  return found === undefined || typeof found.comparison !== "number"
    ? null
    : { type: found.type, comparison: found.comparison };
}

function holds(type: string, value: number, limit: number): boolean {
  if (type === "gt") return value > limit;
  if (type === "gte") return value >= limit;
  if (type === "lt") return value < limit;
  return type === "lte" && value <= limit;
}

function priorityOf(result: unknown): Priority {
  return result === 75 || result === 50 || result === 25 ? result : 0;
}

/**
 * Minutes between two evaluations, by window: the shorter the window the closer (sentry: incidents, resolution by window);
 * twice as far apart where two windows are compared.
 */
export function stepMinutes(timeWindowSeconds: number, percent: boolean): number {
  const minutes = timeWindowSeconds / 60;
  const step = minutes < 30 ? 1 : minutes < 60 ? 2 : minutes <= 120 ? 3 : minutes < 1_440 ? 5 : 15;
  return percent ? step * 2 : step;
}

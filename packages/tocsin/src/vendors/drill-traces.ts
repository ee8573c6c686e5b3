/** Drills fire alerts with real signals: what they sent is in the vendors' data, and must not be taken for what happened. */
import { drillMark } from "./fire-types.ts";

/** A time in which alerts of the stack were drilled, by the vendors' clock. */
export interface DrillTime {
  from: Date;
  to: Date;
}

/** Leaves out the log lines that drills sent, which carry a mark. */
export const withoutDrillLines = (search: string): string => `${search} -@${drillMark}:*`;

/** The same for a search among Sentry's events and spans. */
export const withoutDrillEvents = (search: string): string => `${search} !has:${drillMark}`.trim();

/**
 * The values of points, [milliseconds, value], that no drill has touched. A point stands for the time up to the next one, and what
 * a drill made is seen until a quarter of an hour after it.
 */
export function withoutDrillTimes(
  points: readonly (readonly [number, number])[],
  drills: readonly DrillTime[],
): number[] {
  const steps = points.slice(1).map(([at], n) => at - (points[n]?.[0] ?? at));
  const step = steps.length === 0 ? 0 : Math.min(...steps);
  const after = 900_000;
  return points.flatMap(([at, value]) =>
    drills.some(({ from, to }) => at + step >= from.getTime() && at <= to.getTime() + after) ? [] : [value],
  );
}

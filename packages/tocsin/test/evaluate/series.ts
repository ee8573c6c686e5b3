import { parseValues } from "../../src/evaluate/notation.ts";
import type { Range, Series, Transition } from "../../src/evaluate/types.ts";

/** Times of tests: minutes after a midnight. */
const start = Date.UTC(2026, 0, 5);
export const at = (minutes: number): number => start + minutes * 60_000;
export const minutes = (from: number, to: number): Range => ({ from: at(from), to: at(to) });

/** One point a minute, in the notation of the team's tests. */
export function series(values: string, tags: Record<string, string> = {}): Series {
  const points = parseValues(values).flatMap((value, i) => (value === null ? [] : [{ at: at(i), value }]));
  return { tags, points };
}

/** `9 alert`, `12 ok host:a`: minutes, state, and the group where there is more than one. */
export const told = (transitions: readonly Transition[]): string[] =>
  transitions.map(({ at: time, group, to }) =>
    [(time - start) / 60_000, to, ...(group === "*" ? [] : [group])].join(" "),
  );

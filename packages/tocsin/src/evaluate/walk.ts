import type { Rules } from "./rules.ts";
import type { State, Transition } from "./types.ts";
import type { Values } from "./values.ts";

/** Takes one group through all evaluations; every change of its state is told. A group begins as `ok`. */
export function walk(values: Values, group: string, rules: Rules, tell: (transition: Transition) => void): void {
  const { first, step, count } = values;
  const track = values.groups.get(group) ?? new Float64Array(count).fill(Number.NaN);
  // What does not group is judged from the beginning: a count is 0 before anything was counted.
  const born = rules.newGroupDelay === 0 ? Number.NEGATIVE_INFINITY : bornOf(values, group, rules);
  let state: State = "ok";
  let lastData: number | null = null;
  const move = (to: State, at: number, value: number | null) => {
    if (to === state) return;
    tell({ at, group, from: state, to, value });
    state = to;
  };
  for (let i = 0; i < count; i += 1) {
    const at = first + i * step;
    if (at < born || values.unknown(i)) continue;
    const value = track[i] ?? Number.NaN;
    if (!Number.isNaN(value)) {
      lastData = at;
      move(rules.next(value, state), at, value);
    } else if (rules.silence !== null) {
      move(rules.next(rules.silence, state), at, rules.silence);
    } else if (lastData !== null) {
      // What has never had data is not missing.
      const forgotten = at - lastData > rules.forgottenAfter;
      const to = forgotten ? "ok" : rules.silent;
      if (to !== null) move(to, at, null);
      if (forgotten) lastData = null;
    }
  }
}

function bornOf(values: Values, group: string, rules: Rules): number {
  return (values.firstSeen.get(group) ?? Number.NEGATIVE_INFINITY) + rules.newGroupDelay;
}

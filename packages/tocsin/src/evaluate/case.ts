import { notifiesOfSilence } from "../model/condition.ts";
import type { Definition } from "../model/definition.ts";
import { beginOf } from "./begin.ts";
import { evaluate } from "./evaluate.ts";
import { everything } from "./groups.ts";
import { parseValues } from "./notation.ts";
import { timeText } from "./time.ts";
import type { Series, State } from "./types.ts";

/** One test that a team wrote of one alert: series in, transitions out. */
export interface Case {
  definition: Definition;
  name: string;
  /** Milliseconds between two values. */
  interval: number;
  series: Readonly<Record<string, readonly { tags: Readonly<Record<string, string>>; values: string }[]>>;
  limits: Readonly<Record<string, number>>;
  /** Milliseconds after the beginning; null for the time of the last value. */
  until: number | null;
  /** All transitions in order; null for a case in which nothing fires. */
  expect: readonly Expected[] | null;
}

export interface Expected {
  /** Milliseconds after the beginning. */
  at: number;
  state: State;
  group: string;
}

export interface Outcome {
  ok: boolean;
  expected: string[];
  got: string[];
}

/** A midnight, so that evaluations fall on the same minutes whatever their step. */
const beginning = Date.UTC(2026, 0, 5);

/** A transition of a case, and the value at which it came. */
export interface CaseTransition extends Expected {
  /** Null where there was no data. */
  value: number | null;
}

/**
 * Everything that a definition does in a case, in order. The first value stands at time 0; evaluation begins there too, or one
 * window later where too little fires.
 * @throws Error for values that are not understood, or an expression that names a number that is not given
 */
export function caseTransitions(test: Omit<Case, "name" | "expect">): CaseTransition[] {
  let last = beginning;
  const series = Object.fromEntries(
    Object.entries(test.series).map(([name, all]) => [
      name,
      all.map(({ tags, values }): Series => {
        const parsed = parseValues(values);
        last = Math.max(last, beginning + (parsed.length - 1) * test.interval);
        const points = parsed.flatMap((value, i) =>
          value === null ? [] : [{ at: beginning + i * test.interval, value }],
        );
        return { tags, points };
      }),
    ]),
  );
  const range = {
    from: beginOf(test.definition, beginning),
    to: test.until === null ? last : beginning + test.until,
  };
  const transitions = evaluate(test.definition, { series, limits: test.limits }, range);
  return transitions.map(({ at, to, group, value }) => ({ at: at - beginning, state: to, group, value }));
}

/** Evaluates a case, and compares. @throws Error as `caseTransitions` */
export function runCase(test: Case): Outcome {
  const transitions = caseTransitions(test);
  const got = transitions.map(transitionText);
  if (test.expect === null) {
    return { ok: transitions.every(({ state }) => !tells(test.definition, state)), expected: ["no alert"], got };
  }
  const [expected, came] = [test.expect.map(lineOf), transitions.map(lineOf)];
  return { ok: expected.length === came.length && expected.every((line, i) => line === came[i]), expected, got };
}

/** A transition for people: `9m alert (55)`. */
export function transitionText(one: CaseTransition): string {
  return `${lineOf(one)} (${one.value === null ? "no data" : String(Number(one.value.toPrecision(6)))})`;
}

/** Whether somebody is told: of an alert, and of lost data where the definition says so. */
export function tells({ condition }: Definition, state: State): boolean {
  if (state === "no-data") return notifiesOfSilence(condition);
  return state === "alert";
}

/** A transition as a test states it: `9m alert`, and the group where there are several. */
export const lineOf = ({ at, state, group }: Expected): string =>
  [timeText(at), state, ...(group === everything ? [] : [group])].join(" ");

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
  /** All transitions in order; null for a quiet case, in which nothing rings. */
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

/**
 * Evaluates a case. The first value stands at time 0; evaluation begins there too, or one window later where too little rings.
 * @throws Error for values that are not understood, or an expression that names a number that is not given
 */
export function runCase(test: Case): Outcome {
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
  const got = transitions.map(({ at, to, group, value }) => ({
    line: lineOf({ at: at - beginning, state: to, group }),
    value: value === null ? "no data" : String(Number(value.toPrecision(6))),
    state: to,
  }));
  const shown = got.map(({ line, value }) => `${line} (${value})`);
  if (test.expect === null) {
    return { ok: got.every(({ state }) => !tells(test.definition, state)), expected: ["no alert"], got: shown };
  }
  const expected = test.expect.map(lineOf);
  const ok = expected.length === got.length && expected.every((line, i) => line === got[i]?.line);
  return { ok, expected, got: shown };
}

/** Whether somebody is told: of an alert, and of lost data where the definition says so. */
export function tells({ condition }: Definition, state: State): boolean {
  if (state === "no-data") return condition.kind === "threshold" && condition.noData === "notify";
  return state === "alert";
}

const lineOf = ({ at, state, group }: Expected): string =>
  [timeText(at), state, ...(group === everything ? [] : [group])].join(" ");

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backtest } from "../../src/evaluate/backtest.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { slide } from "../../src/evaluate/slide.ts";
import type { Series, Transition } from "../../src/evaluate/types.ts";
import { definition, measured, threshold } from "../support/definitions.ts";
import { at, minutes } from "./series.ts";

const values = fc.array(fc.option(fc.integer({ min: 0, max: 100 }), { freq: 6 }), { minLength: 20, maxLength: 90 });
const windows = fc.constantFrom(60, 120, 300, 600, 900);
const over = fc.constantFrom("sustained", "average", "total");
const sides = fc.constantFrom("above", "below");

const pointsOf = (list: readonly (number | null)[], from = 0) =>
  list.flatMap((value, i) => (value === null ? [] : [{ at: at(from + i), value }]));
const cpu = (condition: Record<string, unknown>) => measured({ noData: "ok", ...condition });
const run = (condition: Record<string, unknown>, series: Series[], to: number): Transition[] =>
  evaluate(cpu(condition), { series: { cpu: series } }, minutes(0, to));
const one = (list: readonly (number | null)[]): Series[] => [{ tags: {}, points: pointsOf(list) }];

/** Milliseconds in alert. */
function alertTime(transitions: readonly Transition[], to: number): number {
  let sum = 0;
  let since: number | null = null;
  for (const transition of transitions) {
    if (transition.to === "alert") since = transition.at;
    else if (since !== null) {
      sum += transition.at - since;
      since = null;
    }
  }
  return since === null ? sum : sum + at(to) - since;
}

describe("whatever the series", () => {
  it("a higher threshold adds no time in alert, a lower one none for below", () => {
    fc.assert(
      fc.property(
        values,
        windows,
        over,
        sides,
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 1, max: 50 }),
        (list, window, how, comparison, critical, more) => {
          const by = comparison === "above" ? more : -more;
          const base = { window, over: how, comparison, noData: "ok" };
          const before = alertTime(run({ ...base, critical }, one(list), list.length), list.length);
          const after = alertTime(run({ ...base, critical: critical + by }, one(list), list.length), list.length);
          expect(after).toBeLessThanOrEqual(before);
        },
      ),
    );
  });

  it("good values never fire", () => {
    fc.assert(
      fc.property(
        windows,
        over,
        sides,
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 30, max: 90 }),
        (window, how, comparison, critical, length) => {
          // A total of good values must be good as well.
          const share = how === "total" && comparison === "above" ? window / 60 : 1;
          const list = Array.from({ length }, () => Math.floor(critical / share));
          expect(run({ window, over: how, comparison, critical }, one(list), length)).toEqual([]);
        },
      ),
    );
  });

  it("an alert ends once good values have filled the window", () => {
    fc.assert(
      fc.property(values, windows, fc.constantFrom("sustained", "average"), (list, window, how) => {
        const all = [...list, ...Array.from({ length: window / 60 + 2 }, () => 0)];
        const last = run({ window, over: how, critical: 50, recovery: 40 }, one(all), all.length).at(-1);
        expect(last === undefined || last.to !== "alert").toBe(true);
      }),
    );
  });

  it("with hysteresis there are no more transitions than without", () => {
    fc.assert(
      fc.property(
        values,
        windows,
        fc.integer({ min: 20, max: 80 }),
        fc.integer({ min: 1, max: 20 }),
        (list, window, critical, gap) => {
          const base = { window, over: "average", critical };
          const without = run(base, one(list), list.length).length;
          expect(run({ ...base, recovery: critical - gap }, one(list), list.length).length).toBeLessThanOrEqual(
            without,
          );
        },
      ),
    );
  });

  it("it does not matter in how many pieces, or in which form, values come", () => {
    fc.assert(
      fc.property(values, windows, over, fc.integer({ min: 1, max: 30 }), (list, window, how, size) => {
        const lines = definition({ condition: threshold({ critical: 200, window }) });
        const pieces: Series[] = [];
        for (let from = 0; from < list.length; from += size)
          pieces.push({ tags: {}, points: pointsOf(list.slice(from, from + size), from) });
        const whole = pointsOf(list);
        const columns = {
          at: Float64Array.from(whole, (point) => point.at),
          value: Float64Array.from(whole, (point) => point.value),
        };
        const range = minutes(0, list.length);
        const counted = (series: Series[]) => evaluate(lines, { series: { lines: series } }, range);
        expect(counted(pieces)).toEqual(counted(one(list)));
        const condition = { window, over: how, critical: 50 };
        expect(run(condition, [{ tags: {}, points: columns }], list.length)).toEqual(
          run(condition, one(list), list.length),
        );
      }),
    );
  });

  it("each transition begins where the one before ended, and the backtest counts them", () => {
    fc.assert(
      fc.property(values, windows, fc.integer({ min: 10, max: 90 }), (list, window, critical) => {
        const condition = { window, over: "average", critical, warning: critical / 2, noData: "notify" };
        const transitions = run(condition, one(list), list.length);
        let state = "ok";
        for (const { from, to } of transitions) {
          expect(from).toBe(state);
          expect(to).not.toBe(from);
          state = to;
        }
        const result = backtest(cpu(condition), { series: { cpu: one(list) } }, minutes(0, list.length));
        if (result.kind !== "evaluated") return;
        expect(result.fires).toBe(transitions.filter(({ to }) => to === "alert").length);
        expect(result.timeInAlertMs).toBe(alertTime(transitions, list.length));
        expect(result.longestMs).toBeLessThanOrEqual(result.timeInAlertMs);
      }),
    );
  });

  it("sliding windows give what adding up each window gives", () => {
    const ways = fc.constantFrom("sum", "avg", "min", "max");
    fc.assert(
      fc.property(
        values,
        ways,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 7 }),
        (list, how, length, step) => {
          const vector = Float64Array.from(list, (value) => value ?? Number.NaN);
          const got = slide(vector, how, { length, first: length, step, count: 12 });
          for (const [i, value] of got.entries()) {
            const end = Math.min(vector.length, length + i * step);
            const inside = [...vector.slice(Math.max(0, i * step), end)].filter((each) => !Number.isNaN(each));
            const sum = inside.reduce((total, each) => total + each, 0);
            const naive = { sum, avg: sum / inside.length, min: Math.min(...inside), max: Math.max(...inside) };
            expect(value).toBe(inside.length === 0 ? Number.NaN : naive[how]);
          }
        },
      ),
    );
  });
});

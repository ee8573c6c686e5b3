import { describe, expect, it } from "vitest";
import { parseValues } from "../../src/evaluate/notation.ts";
import type { Input } from "../../src/evaluate/types.ts";
import { compare } from "../../src/review/backtest.ts";
import { behaviourText } from "../../src/review/table.ts";
import { definition, threshold } from "../support/definitions.ts";

const from = Date.parse("2026-11-20T00:00:00Z");
const minute = 60_000;

function history(values: string): { input: Input; notes: string[] } {
  const all = parseValues(values);
  const points = all.flatMap((value, i) => (value === null ? [] : [{ at: from + i * minute, value }]));
  return { input: { series: { lines: [{ tags: {}, points }] }, resolution: minute }, notes: [] };
}

const range = (minutes: number) => ({ from, to: from + minutes * minute });
const old = definition();
const loose = definition({ condition: threshold({ critical: 80 }) });

describe("the backtest of a review", () => {
  const past = history("0x60 12x10 0x60 20x10 0x60");

  it("runs both versions over the same past", () => {
    const { before, after } = compare(
      { definition: old, history: past },
      { definition: loose, history: past },
      range(200),
    );
    expect(before).toMatchObject({ kind: "evaluated", fires: 2 });
    expect(after).toMatchObject({ kind: "evaluated", fires: 1 });
    expect(behaviourText(after)).toMatch(/^fired 1 time, \d+ min in all/);
  });

  it("keeps the worst value of each piece of time for a plot, and when it fired", () => {
    const { values, after, limits } = compare(null, { definition: old, history: past }, range(200));
    expect(Math.max(...values.map(([, value]) => value ?? 0))).toBe(100);
    expect(values.length).toBeLessThanOrEqual(400);
    expect(limits).toEqual({ before: null, after: 50 });
    const periods = after.kind === "evaluated" ? after.periods : [];
    expect(periods).toHaveLength(2);
    for (const [begin, end] of periods) expect(end).toBeGreaterThan(begin);
  });

  it("thins out a long past without losing a peak", () => {
    const long = history(`0x20000 90 0x20000`);
    const { values } = compare(null, { definition: old, history: long }, range(40_000));
    expect(values.length).toBeLessThanOrEqual(400);
    expect(Math.max(...values.map(([, value]) => value ?? 0))).toBe(90);
  });

  it("never says of an alert without data that it never fired", () => {
    const nothing = { input: { series: {} }, notes: [] };
    const { before, after } = compare(
      { definition: old, history: nothing },
      { definition: loose, history: nothing },
      range(200),
    );
    for (const one of [before, after])
      expect(one && behaviourText(one)).toBe("no data that matches it: nothing is known");
    const unread = { kind: "not read" as const, reason: "Datadog could not be read" };
    expect(behaviourText(compare(null, { definition: old, history: unread }, range(10)).after)).toBe(
      "not read: Datadog could not be read",
    );
  });
});

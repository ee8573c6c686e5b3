import { describe, expect, it } from "vitest";
import { backtest, type Evaluated } from "../../src/evaluate/backtest.ts";
import type { Definition } from "../../src/model/definition.ts";
import { definition, measured, threshold } from "../support/definitions.ts";
import { at, minutes, series } from "./series.ts";

const evaluated = (of: Definition, values: string, to: number): Evaluated => {
  const result = backtest(of, { series: { lines: [series(values)] } }, minutes(0, to));
  if (result.kind !== "evaluated") throw new Error(result.reason);
  return result;
};

describe("a backtest", () => {
  const lines = definition({ condition: threshold({ critical: 50 }) });

  it("says how often, how long and how shortly it would have fired", () => {
    // 60 at once fires for five minutes; 51 and then one more minute beyond for six.
    const result = evaluated(lines, "1x9 60 0x19 51 51 0x20", 60);
    expect(result).toMatchObject({ fires: 2, flaps: 0, longestMs: 6 * 60_000, timeInAlertMs: 11 * 60_000 });
    expect(result).toMatchObject({ warnings: 0, stillFiring: false, firstData: at(0), coverage: 1 });
  });

  it("shows what a threshold a fifth lower or higher would have done", () => {
    const { sensitivity } = evaluated(lines, "1x9 60 0x19 51 51 0x20", 60);
    expect(sensitivity.map(({ critical, fires }) => [critical, fires])).toEqual([
      [40, 2],
      [60, 2],
    ]);
    const none = definition({ condition: threshold({ critical: 0 }) });
    expect(evaluated(none, "1 0x20 2 0x9", 30).sensitivity).toMatchObject([{ critical: 1, fires: 1 }]);
  });

  it("counts alerts shorter than two evaluations", () => {
    const flapping = definition({ condition: threshold({ critical: 50, window: 60 }) });
    expect(evaluated(flapping, "1 60 1 60 1 60 60 1", 8)).toMatchObject({ fires: 3, flaps: 2 });
  });

  it("tells what still fires at the end", () => {
    expect(evaluated(lines, "1 60", 3)).toMatchObject({ fires: 1, stillFiring: true, longestMs: 2 * 60_000 });
  });

  it("never says that something does not fire when nothing matched", () => {
    expect(backtest(lines, { series: {} }, minutes(0, 60)).kind).toBe("no matching data");
    expect(backtest(lines, { series: { lines: [series("0x60")] } }, minutes(0, 60)).kind).toBe("no matching data");
  });

  it("begins where data begins, and a window later where too little would fire", () => {
    const missed = definition({ condition: threshold({ comparison: "below", critical: 1 }) });
    const result = evaluated(missed, "_x20 1x39", 60);
    expect(result).toMatchObject({ fires: 0, from: at(25) });
    expect(result.coverage).toBeCloseTo(36 / 60, 2);
  });

  it("is no quiet one while no whole window lies behind", () => {
    const missed = definition({ condition: threshold({ comparison: "below", critical: 1, window: 3600 }) });
    const result = backtest(missed, { series: { lines: [series("_x20 1x39")] } }, minutes(0, 60));
    expect(result).toMatchObject({ kind: "not evaluated", reason: expect.stringContaining("2026-01-05T00:20") });
  });

  it("judges nothing in a gap, and says how much it saw", () => {
    const missed = definition({ condition: threshold({ comparison: "below", critical: 1 }) });
    const history = { series: { lines: [series("1x20 _x20 1x20")] }, missing: [minutes(20, 41)] };
    const result = backtest(missed, history, minutes(0, 60));
    expect(result).toMatchObject({ kind: "evaluated", fires: 0 });
    expect(result.kind === "evaluated" && result.coverage).toBeLessThan(0.6);
  });

  it("tells how fast the alert is, and how fast it ends", () => {
    expect(evaluated(lines, "1x9", 9).response).toEqual({ detectionMs: 180_000, resetMs: 180_000 });
    const sustained = measured({ critical: 80, over: "sustained", noData: "ok" });
    const result = backtest(sustained, { series: { cpu: [series("70x9")] } }, minutes(0, 9));
    expect(result).toMatchObject({ response: { detectionMs: 360_000, resetMs: 120_000 } });
  });

  it("says why something cannot be evaluated", () => {
    const declared = definition({
      signal: { kind: "crons", service: "shop", crons: [{ path: "/x", schedule: "* * * * *" }] },
      condition: { kind: "declared" },
    });
    expect(backtest(declared, { series: {} }, minutes(0, 9))).toMatchObject({ kind: "not evaluated" });
  });
});

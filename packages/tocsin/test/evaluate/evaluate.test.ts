import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import type { Definition } from "../../src/model/definition.ts";
import { definition, measured, threshold } from "../support/definitions.ts";
import { at, minutes, series, told } from "./series.ts";

const run = (of: Definition, named: Record<string, ReturnType<typeof series>[]>, to: number, from = 0) =>
  told(evaluate(of, { series: named, limits: { pool: 50 } }, minutes(from, to)));

const metric = (signal: Record<string, unknown>, condition: Record<string, unknown>) =>
  measured({ critical: 80, over: "sustained", noData: "ok", ...condition }, signal);

describe("counts", () => {
  const lines = definition({ condition: threshold({ critical: 50 }) });

  it("fire when more than the threshold came together in the window, and end when it has moved on", () => {
    expect(run(lines, { lines: [series("0x4 11x9 0x10")] }, 24)).toEqual(["9 alert", "15 ok"]);
  });

  it("do not fire at the threshold itself", () => {
    expect(run(lines, { lines: [series("10x30")] }, 30)).toEqual([]);
  });

  it("leave out what came at the very beginning of the window, and take in its end", () => {
    const burst = { lines: [{ tags: {}, points: [{ at: at(3), value: 51 }] }] };
    expect(told(evaluate(lines, { series: burst }, minutes(0, 20)))).toEqual(["3 alert", "8 ok"]);
  });

  it("take silence for zero", () => {
    const missed = definition({ condition: threshold({ comparison: "below", critical: 1 }) });
    expect(run(missed, { lines: [series("1x5 _x10 1")] }, 16)).toEqual(["10 alert", "16 ok"]);
  });

  it("take silence for fine where the definition says so", () => {
    const quiet = definition({ condition: threshold({ comparison: "below", critical: 1, noData: "ok" }) });
    expect(run(quiet, { lines: [series("1x5 _x10 1")] }, 16)).toEqual([]);
  });

  it("are looked at every ten minutes over a day, every thirty over two", () => {
    const day = definition({ condition: threshold({ critical: 0, window: 86_400 }) });
    expect(run(day, { lines: [series("_x3 1")] }, 1500)).toEqual(["10 alert", "1450 ok"]);
    const two = definition({ condition: threshold({ critical: 0, window: 172_800 }) });
    expect(run(two, { lines: [series("_x3 1")] }, 3000)).toEqual(["30 alert", "2910 ok"]);
  });
});

describe("metrics", () => {
  it("fire when every point of the window is beyond, a minute late", () => {
    expect(run(metric({}, {}), { cpu: [series("70x3 90x9 70x5")] }, 17)).toEqual(["9 alert", "15 ok"]);
    expect(run(metric({}, {}), { cpu: [series("70 90 90 90 90 70 90 90 90 90 70")] }, 12)).toEqual([]);
  });

  it("fire below when every point is below", () => {
    const low = metric({}, { comparison: "below", critical: 10 });
    expect(run(low, { cpu: [series("50x4 5x6 50x3")] }, 13)).toEqual(["10 alert", "13 ok"]);
  });

  it("compare the mean where that is said", () => {
    expect(run(metric({}, { over: "average" }), { cpu: [series("70x4 100x4 0x5")] }, 13)).toEqual(["7 alert", "11 ok"]);
  });

  it("keep firing until the recovery is reached, each threshold with its own", () => {
    const slow = metric({}, { warning: 60, recovery: 75, warningRecovery: 55, window: 60 });
    const values = "50 61 57 55 81 76 75 70 56 55";
    expect(run(slow, { cpu: [series(values)] }, 10)).toEqual(["2 warn", "4 ok", "5 alert", "7 warn", "10 ok"]);
  });

  it("say that data is missing only after there has been some", () => {
    const watched = metric({}, { noData: "notify" });
    expect(run(watched, { cpu: [] }, 30)).toEqual([]);
    expect(run(watched, { cpu: [series("_x10 70 70 _x10 70")] }, 25)).toEqual(["17 no-data", "23 ok"]);
  });

  it("keep the last status, or show that data is missing, where no policy is stated", () => {
    const bad = series("_x10 90x6 _x20");
    expect(run(metric({}, { noData: "lastStatus" }), { cpu: [bad] }, 36)).toEqual(["11 alert"]);
    expect(run(metric({}, { noData: "doNotNotify" }), { cpu: [bad] }, 36)).toEqual(["11 alert", "22 no-data"]);
  });

  it("calculate minute by minute, and know the stack's numbers", () => {
    const pool = metric({ expression: "100 * cpu / limit:pool" }, {});
    expect(run(pool, { cpu: [series("30x3 45x9")] }, 12)).toEqual(["9 alert"]);
    expect(() => evaluate(pool, { series: {} }, minutes(0, 5))).not.toThrow();
    expect(() => evaluate(pool, { series: { cpu: [series("1")] } }, minutes(0, 5))).toThrow("limit:pool is not given");
  });

  it("add counts up over the window before they are divided", () => {
    const both = {
      failed: { metric: "f", aggregate: "sum", as: "count" },
      all: { metric: "a", aggregate: "sum", as: "count" },
    };
    const share = metric({ expression: "failed / all", series: both }, { over: "total", critical: 0.59 });
    // 3 of 5 in all is 0.6; the shares of the minutes added up would be 3.
    const input = { failed: [series("1 0 1 0 1")], all: [series("1x4")] };
    expect(run(share, input, 5)).toContain("5 alert");
    expect(
      run(metric({ expression: "failed / all", series: both }, { over: "total", critical: 0.61 }), input, 5),
    ).not.toContain("5 alert");
  });

  it("take a count by the second where a rate is asked for, and several series together", () => {
    const rate = metric({ series: { cpu: { metric: "c", aggregate: "sum", as: "rate" } } }, { critical: 1.9 });
    expect(run(rate, { cpu: [series("60x9", { cpu: "0" }), series("60x9", { cpu: "1" })] }, 9)).toEqual(["1 alert"]);
  });

  it("judge each group by itself", () => {
    const disks = metric({ groupBy: ["mountpoint"] }, {});
    const input = { cpu: [series("90x9", { mountpoint: "/" }), series("70x9 90x9", { mountpoint: "/data" })] };
    expect(run(disks, input, 20)).toEqual(["1 alert mountpoint:/", "15 ok mountpoint:/", "15 alert mountpoint:/data"]);
  });

  it("have no value where a division by zero would be", () => {
    const both = { part: { metric: "p", aggregate: "sum" }, all: { metric: "a", aggregate: "sum" } };
    const share = metric({ expression: "part / all", series: both }, { critical: 0, noData: "notify" });
    expect(run(share, { part: [series("1x9")], all: [series("0x9")] }, 9)).toEqual([]);
  });
});

describe("shares of log lines", () => {
  const ratio = definition({
    signal: {
      kind: "log-ratio",
      source: { kind: "vercel", service: "shop" },
      part: { status: [500, 599] },
      whole: [{}],
      minimum: 20,
    },
    condition: threshold({ critical: 5, noData: "ok" }),
  });

  it("are compared in percent, and say nothing while the whole is small", () => {
    expect(run(ratio, { part: [series("1x9")], whole: [series("10x9")] }, 9)).toEqual(["1 alert"]);
    expect(run(ratio, { part: [series("1x9")], whole: [series("3x9")] }, 9)).toEqual([]);
    expect(run(ratio, { part: [series("1x9")], whole: [series("20x9")] }, 9)).toEqual([]);
  });
});

describe("Sentry monitors", () => {
  const errors = (condition: Record<string, unknown>) =>
    definition({
      signal: { kind: "sentry-errors", project: "web", tags: {} },
      condition: threshold({ critical: 50, noData: undefined, ...condition }),
    });

  it("are evaluated the more rarely the longer the window is", () => {
    expect(run(errors({ window: 3600 }), { events: [series("_ 51")] }, 70)).toEqual(["3 alert", "63 ok"]);
    expect(run(errors({ window: 1800 }), { events: [series("_ 51")] }, 40)).toEqual(["2 alert", "32 ok"]);
    expect(run(errors({ window: 14_400 }), { events: [series("_ 51")] }, 300)).toEqual(["5 alert", "245 ok"]);
    expect(run(errors({ window: 86_400 }), { events: [series("_ 51")] }, 1500)).toEqual(["15 alert", "1455 ok"]);
  });

  it("become a warning as soon as the value is no longer beyond critical", () => {
    const monitor = errors({ window: 60, warning: 20, recovery: 10 });
    expect(run(monitor, { events: [series("51 45 15 10 15 51 15")] }, 7)).toEqual([
      "0 alert",
      "1 warn",
      "3 ok",
      "5 alert",
      "7 ok",
    ]);
  });

  it("compare with an earlier window every other minute, and leave out what has nothing to compare with", () => {
    const spike = definition({
      signal: { kind: "sentry-errors", project: "web", tags: {}, comparedWith: 600 },
      condition: threshold({ critical: 200, noData: undefined }),
    });
    expect(run(spike, { events: [series("2x20 4x5 5x5 2x20")] }, 49, 16)).toEqual(["28 alert", "32 ok"]);
    expect(run(spike, { events: [series("0x10 50x10")] }, 20)).toEqual([]);
    expect(run(spike, { events: [series("1 0x9 5 0x30")] }, 39)).toEqual(["12 alert", "22 ok"]);
  });

  it("take percentiles of all spans in the window, 0 without any", () => {
    const slow = definition({
      signal: { kind: "sentry-spans", project: "web", transaction: "GET /", statistic: "p95" },
      condition: threshold({ critical: 5000, noData: undefined }),
    });
    const spans = [...Array(19).fill("100x9"), "9000x9"].map((values) => series(values));
    expect(run(slow, { durations: spans }, 20)).toEqual([]);
    const slower = [...Array(18).fill("100x9"), "9000x9", "9000x9"].map((values) => series(values));
    expect(run(slow, { durations: slower }, 20)).toEqual(["0 alert", "14 ok"]);
  });
});

describe("alerts for each event", () => {
  it("fire at once, and no more within the throttle for the same issue", () => {
    const each = definition({
      signal: { kind: "sentry-issues", projects: ["web"], tags: {} },
      condition: { kind: "each-event", throttle: 300 },
    });
    const input = { events: [series("1 1 _x3 1 1", { issue: "a" }), series("_ _ 1", { issue: "b" })] };
    expect(run(each, input, 20).filter((line) => line.includes("alert"))).toEqual([
      "0 alert issue:a",
      "2 alert issue:b",
      "6 alert issue:a",
    ]);
  });
});

describe("HTTP checks", () => {
  const check = definition({
    signal: { kind: "http-check", service: "shop", path: "/", every: 60, expect: { status: 200 } },
    condition: { kind: "consecutive-failures", failures: 2 },
  });

  it("fire half an interval after the second failure in a row, and end with the first run that passes", () => {
    const [first, second] = evaluate(check, { series: { runs: [series("1 1 0 0 0 1")] } }, minutes(0, 10));
    expect(first).toMatchObject({ to: "alert", at: at(3) + 35_000, value: 2 });
    expect(second).toMatchObject({ to: "ok", at: at(5) });
    expect(run(check, { runs: [series("1 0 1 0 1")] }, 10)).toEqual([]);
  });

  it("fail while any location does", () => {
    const input = { runs: [series("1x9", { location: "a" }), series("1 0 0 0 1", { location: "b" })] };
    expect(run(check, input, 9).map((line) => line.split(" ")[1])).toEqual(["alert", "ok"]);
  });
});

describe("what is not known", () => {
  it("is not judged", () => {
    const missed = definition({ condition: threshold({ comparison: "below", critical: 1 }) });
    const input = { series: { lines: [series("1x5 _x10 1x9")] }, missing: [minutes(6, 14)] };
    expect(evaluate(missed, input, minutes(5, 25))).toEqual([]);
  });

  it("is judged no more often than it is known", () => {
    const coarse = { series: { lines: [{ tags: {}, points: [{ at: at(10), value: 60 }] }] }, resolution: 300_000 };
    expect(told(evaluate(definition(), coarse, minutes(0, 30)))).toEqual(["10 alert", "15 ok"]);
  });

  it("makes declared definitions say nothing", () => {
    const declared = definition({
      signal: { kind: "crons", service: "shop", crons: [{ path: "/x", schedule: "* * * * *" }] },
      condition: { kind: "declared" },
    });
    expect(evaluate(declared, { series: {} }, minutes(0, 9))).toEqual([]);
  });
});

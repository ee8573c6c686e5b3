import { describe, expect, it } from "vitest";
import { evaluate, whyNotEvaluated } from "../../src/evaluate/evaluate.ts";
import type { Definition } from "../../src/model/definition.ts";
import { definition, measured, threshold } from "../support/definitions.ts";
import { minutes, series, told } from "./series.ts";

const run = (of: Definition, named: Record<string, ReturnType<typeof series>[]>, to: number) =>
  told(evaluate(of, { series: named }, minutes(0, to)));

const own = { reportedBy: "own", scope: "stack", delay: 0 };

describe("metrics of any origin", () => {
  it("fire for one point where the condition says any", () => {
    const any = measured({ critical: 80, over: "any", noData: "ok" }, { source: own });
    expect(run(any, { cpu: [series("70x4 90 70x9")] }, 13)).toEqual(["5 alert", "10 ok"]);
    const low = measured({ comparison: "below", critical: 10, over: "any", noData: "ok" }, { source: own });
    expect(run(low, { cpu: [series("70x6 5 70x9")] }, 15)).toEqual(["7 alert", "12 ok"]);
  });

  it("fire at the limit where it counts, and end past their recovery", () => {
    const reached = measured(
      { critical: 90, recovery: 80, inclusive: true, window: 60, over: "any", noData: "ok" },
      {},
    );
    expect(run(reached, { cpu: [series("70x2 90x2 80x3 79x4")] }, 12)).toEqual(["4 alert", "11 ok"]);
    const beyond = measured({ critical: 90, recovery: 80, window: 60, over: "any", noData: "ok" }, {});
    expect(run(beyond, { cpu: [series("70x2 90x2 80x3 79x4")] }, 12)).toEqual([]);
    expect(run(beyond, { cpu: [series("70x2 91x2 80x3 79x4")] }, 12)).toEqual(["4 alert", "7 ok"]);
  });

  it("are not evaluated where an option of Datadog's decides", () => {
    const waits = measured({ critical: 90, noData: "ok" }, {}, { datadog: { minFailureDuration: 600 } });
    expect(whyNotEvaluated(waits)).toBe("its option minFailureDuration of Datadog's is not evaluated here");
    const delayed = measured({ critical: 90, noData: "ok" }, {}, { datadog: { priority: 2, newGroupDelay: 600 } });
    expect(whyNotEvaluated(delayed)).toBeNull();
  });

  it("are late by their source's delay", () => {
    const late = measured({ critical: 80, over: "any", noData: "ok" }, { source: { ...own, delay: 900 } });
    expect(run(late, { cpu: [series("70x4 90 70x40")] }, 44)).toEqual(["20 alert", "25 ok"]);
  });

  it("are zero while there are few in the window", () => {
    const share = (minimum: number) =>
      measured(
        { critical: 5, noData: "ok" },
        {
          source: own,
          expression: "bad / all * 100",
          series: {
            bad: { metric: "bad", aggregate: "sum", as: "count" },
            all: { metric: "all", aggregate: "sum", as: "count" },
          },
          minimum: { series: "all", value: minimum },
        },
      );
    const named = { bad: [series("0x5 1 0x9")], all: [series("1x15")] };
    expect(run(share(6), named, 12)).toEqual([]);
    expect(run(share(5), named, 12)).toEqual(["6 alert", "11 ok"]);
  });
});

describe("a change", () => {
  const change = (kind: "absolute" | "percent", condition: Record<string, unknown>) =>
    measured(
      { over: "average", window: 300, noData: "ok", ...condition },
      { kind: "metric-change", source: own, change: kind, comparedWith: 600 },
    );

  it("is judged in percent of the earlier value", () => {
    const fall = change("percent", { comparison: "below", critical: -70 });
    expect(run(fall, { cpu: [series("100x20 10x20")] }, 40)).toEqual(["24 alert", "34 ok"]);
  });

  it("or by the difference itself, and not without an earlier value", () => {
    const rise = change("absolute", { critical: 50 });
    expect(run(rise, { cpu: [series("0x9 100x30")] }, 39)).toEqual(["12 alert", "22 ok"]);
    expect(run(rise, { cpu: [series("_x9 100x9")] }, 18)).toEqual([]);
  });
});

describe("a search", () => {
  const search = (value: Record<string, unknown>, condition: Record<string, unknown>) =>
    definition({
      signal: { kind: "search", origin: "logs", find: {}, groupBy: ["service"], value },
      condition: threshold(condition),
    });

  it("counts each group for itself", () => {
    const count = search({ of: "count" }, { critical: 10 });
    const found = [series("0x2 6x2 0x9", { service: "a" }), series("3x13", { service: "b" })];
    expect(run(count, { found }, 12)).toEqual(["3 alert service:b", "4 alert service:a", "9 ok service:a"]);
  });

  it("measures, and takes shares of enough", () => {
    const slowest = search(
      { of: "measure", attribute: "@ms", statistic: "max", unit: "ms" },
      { critical: 900, noData: "ok" },
    );
    expect(run(slowest, { values: [series("10x4 1000 10x9", { service: "a" })] }, 13)).toEqual([
      "5 alert service:a",
      "10 ok service:a",
    ]);
    const share = search({ of: "share", among: {}, minimum: 20 }, { critical: 50, noData: "ok" });
    const all = { part: [series("5x9", { service: "a" })], whole: [series("5x9", { service: "a" })] };
    expect(run(share, all, 8)).toEqual(["3 alert service:a"]);
  });
});

describe("runs in a row", () => {
  const check = definition({
    signal: { kind: "service-check", check: "db.can_connect", groupBy: ["host"] },
    condition: { kind: "consecutive-failures", failures: 3, recoverAfter: 2 },
  });

  it("fire and recover by their number, each group for itself", () => {
    const runs = [series("1 0 0 0 1 1 1", { host: "a" }), series("1 0 0 1 0 0 1", { host: "b" })];
    expect(run(check, { runs }, 9)).toEqual(["3 alert host:a", "5 ok host:a"]);
  });
});

describe("what is not evaluated", () => {
  it("says why", () => {
    const calendar = measured({ noData: "ok", soFarThis: "month", window: 2_678_400 }, { source: own });
    expect(whyNotEvaluated(calendar)).toBe("its window begins with the calendar's hour, day or month");
    const composite = definition({ signal: { kind: "composite", all: ["a/b"] }, condition: { kind: "as-stated" } });
    expect(whyNotEvaluated(composite)).toMatch(/^it follows from other alerts/);
    expect(evaluate(composite, { series: {} }, minutes(0, 9))).toEqual([]);
  });
});

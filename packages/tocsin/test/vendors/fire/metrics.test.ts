import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Condition } from "../../../src/model/condition.ts";
import { evaluate } from "../../../src/model/expression.ts";
import type { Project } from "../../../src/model/project.ts";
import { loadProject } from "../../../src/project/project.ts";
import { metricInjection, seriesPayload } from "../../../src/vendors/datadog/fire-metrics.ts";
import { stack } from "../../support/definitions.ts";

describe("an expression", () => {
  const value = (text: string) =>
    evaluate(
      text,
      (name) => ({ a: 6, b: 2 })[name] ?? Number.NaN,
      () => 60,
    );
  it.each([
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["100 - 100 * b / a", 100 - 200 / 6],
    ["-a + 10", 4],
    ["a / limit:connectionPool", 0.1],
    ["8 / 2 / 2", 2],
    ["8 - 2 - 2", 4],
    ["0.5 * a", 3],
  ])("%s", (text, expected) => expect(value(text)).toBeCloseTo(expected, 10));

  it.each(["1 +", "(1", "a $ b", "1 2", ")", ""])("%s is refused with its place", (text) => {
    expect(() => value(text)).toThrow(/is not understood at/);
  });

  it("agrees with JavaScript on whatever both can say", () => {
    const tree = fc.letrec((tie) => ({
      node: fc.oneof({ depthSize: "small" }, tie("leaf"), tie("pair")),
      leaf: fc.integer({ min: 0, max: 1000 }).map(String),
      pair: fc
        .tuple(tie("node"), fc.constantFrom("+", "-", "*", "/"), tie("node"))
        .map(([left, sign, right]) => `(${left} ${sign} ${right})`),
    })).node;
    fc.assert(
      fc.property(tree, (text) => {
        const own = value(String(text));
        const other: unknown = new Function(`return ${text}`)();
        expect(Object.is(own, other) || own === other).toBe(true);
      }),
    );
  });
});

describe("values for a metric", () => {
  let project: Project;
  beforeAll(async () => {
    project = await loadProject(process.cwd(), "local");
  });

  it.each([
    "database/high-cpu",
    "database/connections",
    "database/disk",
    "worker/stuck-jobs",
    "worker/job-failure-rate",
  ])("%s fires and ends beside healthy data", (id) => {
    const definition = project.definitions.find((one) => one.id === id);
    if (definition?.signal.kind !== "metric" || definition.condition.kind !== "threshold") throw new Error(id);
    const { signal, condition } = definition;
    const injection = metricInjection(signal, condition, project.stack);
    expect(injection).not.toBeNull();
    expect(injection?.series.map(({ metric }) => metric)).toEqual(
      Object.values(signal.series).map(({ metric }) => metric),
    );
    expect(injection?.backfill).toBeGreaterThan(condition.window);
  });

  it("are as many as a minimum asks for, which holds back what is as it should be", () => {
    const counted = (metric: string) => ({ metric, aggregate: "sum" as const, tags: {}, as: "count" as const });
    const share = {
      ...{ kind: "metric" as const, source: "probe" as const, groupBy: ["queue"], unit: "%", interval: 60 },
      expression: "failed / all * 100",
      series: { failed: counted("jobs.failed"), all: counted("jobs.all") },
      minimum: { series: "all", value: 20 },
    };
    const above = { kind: "threshold", comparison: "above", critical: 5, window: 300, over: "total" } as const;
    const [failed, all] = metricInjection(share, above, stack)?.series ?? [];
    expect(all?.bad).toBeGreaterThanOrEqual(20);
    expect((failed?.bad ?? 0) / (all?.bad ?? 0)).toBeGreaterThan(0.05);
    expect([failed?.good, all?.good]).toEqual([0, expect.any(Number)]);
    // Beside a busy and healthy service as well.
    expect((failed?.bad ?? 0) / ((all?.bad ?? 0) + 1e13)).toBeGreaterThan(0.05);
  });

  const condition: Extract<Condition, { kind: "threshold" }> = {
    kind: "threshold",
    comparison: "above",
    critical: 80,
    window: 300,
    over: "sustained",
    noData: "notify",
  };
  const signal = (aggregate: "sum" | "min") => ({
    kind: "metric" as const,
    source: "supabase" as const,
    expression: "open",
    series: { open: { metric: "m.open", aggregate, tags: {} } },
    groupBy: [],
    unit: "",
    interval: 60,
  });

  it("are as small as they can be", () => {
    expect(metricInjection(signal("sum"), condition, stack)?.series[0]).toMatchObject({ bad: 100, good: 0 });
  });

  it("end at the threshold itself, which does not fire, but not at a recovery, which is to be passed", () => {
    const of = (more: object) => metricInjection(signal("sum"), { ...condition, critical: 0, ...more }, stack);
    expect(of({})?.series[0]).toMatchObject({ bad: 1, good: 0 });
    expect(of({ critical: 5, recovery: 0 })).toBeNull();
  });

  it("are negative where the limit is", () => {
    const below = { ...condition, comparison: "below" as const, critical: -1500.5, warning: 0 };
    expect(metricInjection(signal("min"), below, stack)?.series[0]).toMatchObject({ bad: -10_000, good: 0 });
  });

  it("exist where points of one value come out as they are, and not where a function makes others of them", () => {
    const of = (more: object) => {
      const plain = signal("sum");
      return metricInjection({ ...plain, series: { open: { ...plain.series.open, ...more } } }, condition, stack);
    };
    expect(of({ fill: { with: "last", limit: 600 }, rollup: { method: "max" } })).not.toBeNull();
    expect(of({ rollup: { method: "count" } })).toBeNull();
    expect(of({ functions: [{ name: "abs", arguments: [] }] })).toBeNull();
  });

  it("do not exist where healthy data has the last word", () => {
    expect(metricInjection(signal("min"), condition, stack)).toBeNull();
  });

  it("are sent for whole intervals of the span, in the kind of point that the series is read as", () => {
    const injection = metricInjection(signal("sum"), condition, stack);
    if (injection === null) throw new Error("no injection");
    const [series] = seriesPayload(injection, "bad", { from: 1_000_000_010, to: 1_000_000_200 }, ["a:b"]);
    expect(series).toEqual({
      metric: "m.open",
      type: 3,
      interval: 60,
      points: [1_000_000_020, 1_000_000_080, 1_000_000_140, 1_000_000_200].map((timestamp) => ({
        timestamp,
        value: 100,
      })),
      tags: ["a:b"],
    });
  });
});

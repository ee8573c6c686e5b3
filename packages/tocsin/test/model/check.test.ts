import { describe, expect, it } from "vitest";
import { faultsOf } from "../../src/model/check.ts";
import { definition, threshold } from "../support/definitions.ts";

const metric = {
  kind: "metric",
  source: "supabase",
  expression: "100 * used / size",
  series: {
    used: { metric: "disk.used", aggregate: "avg" },
    size: { metric: "disk.size", aggregate: "avg" },
  },
  unit: "%",
  domain: [0, 100],
  interval: 60,
};
const sentry = { kind: "sentry-errors", project: "web", tags: { service: ["api"] } };

const rules = (overrides: Parameters<typeof definition>[0]) => faultsOf(definition(overrides)).map((f) => f.rule);

describe("impossible definitions", () => {
  it("has nothing to say about a sound one", () => {
    expect(rules({})).toEqual([]);
    expect(
      rules({ signal: metric, condition: threshold({ critical: 80, warning: 60, recovery: 75, noData: "notify" }) }),
    ).toEqual([]);
  });

  it.each([
    ["a warning that would come after the critical threshold", threshold({ warning: 60 }), "model/warning-side"],
    ["a warning equal to critical", threshold({ warning: 50 }), "model/warning-side"],
    [
      "a warning above critical for a lower bound",
      threshold({ comparison: "below", warning: 40 }),
      "model/warning-side",
    ],
    ["a recovery beyond critical", threshold({ recovery: 51 }), "model/recovery-side"],
    ["a warning's recovery without a warning", threshold({ warningRecovery: 10 }), "model/recovery-side"],
    ["a window of half a minute", threshold({ window: 30 }), "model/window"],
    ["a window longer than logs are evaluated over", threshold({ window: 172_860 }), "model/window"],
    ["a window that is not in whole minutes", threshold({ window: 301 }), "model/window"],
    ["a count below zero", threshold({ comparison: "below", critical: 0 }), "model/unreachable"],
    ["a count that is always above", threshold({ critical: -1 }), "model/always-true"],
    ["a condition of another kind", { kind: "declared" }, "model/condition"],
  ])("refuses %s", (_, condition, rule) => {
    expect(rules({ condition })).toContain(rule);
  });

  it.each([
    [
      "a share above 100 %",
      { signal: metric, condition: threshold({ critical: 100, noData: "ok" }) },
      "model/unreachable",
    ],
    ["silence without a meaning", { signal: metric, condition: threshold({ noData: undefined }) }, "model/no-data"],
    ["a metric whose silence is zero", { signal: metric, condition: threshold() }, "model/no-data"],
    [
      "a window of one point",
      { signal: { ...metric, interval: 300 }, condition: threshold({ noData: "ok" }) },
      "model/window-too-short",
    ],
    [
      "a series that is not there",
      { signal: { ...metric, expression: "used / sizes" }, condition: threshold({ noData: "ok" }) },
      "model/unknown-series",
    ],
    [
      "a series that nobody uses",
      { signal: { ...metric, expression: "used" }, condition: threshold({ noData: "ok" }) },
      "model/unused-series",
    ],
    ["a window that Sentry does not offer", { signal: sentry, condition: threshold({ window: 420 }) }, "model/window"],
    [
      "a throttle that Sentry does not offer",
      {
        signal: { kind: "sentry-issues", projects: ["web"], tags: { a: "b" } },
        condition: { kind: "each-event", throttle: 60 },
      },
      "model/window",
    ],
    [
      "a range of status codes the wrong way round",
      { signal: { kind: "log-count", source: { kind: "vercel", service: "shop" }, filter: { status: [599, 500] } } },
      "model/empty-range",
    ],
  ])("refuses %s", (_, overrides, rule) => {
    expect(rules(overrides)).toContain(rule);
  });

  it("says what to do about each", () => {
    for (const f of faultsOf(definition({ condition: threshold({ warning: 60, recovery: 70, window: 30 }) }))) {
      expect(f.remedy).not.toBe("");
      expect(f.path).toMatch(/^condition\./);
    }
  });
});

import { describe, expect, it } from "vitest";
import {
  above,
  alert,
  consecutiveFailures,
  crons,
  declared,
  httpCheck,
  logCount,
  logRatio,
  minutes,
  vercelLogs,
} from "../../src/index.ts";
import { matchers } from "../../src/testing/index.ts";

expect.extend(matchers);

const common = {
  title: "Errors in the shop",
  service: "shop",
  owner: "founder",
  severity: "page" as const,
  route: "founder",
  why: "Nobody can buy.",
  causes: ["a deployment"],
  firstChecks: ["Was there one?"],
  recovered: "An order goes through.",
  runbook: "errors",
};
const errors = alert({
  ...common,
  id: "shop/errors",
  signal: logCount({ source: vercelLogs("shop"), filter: { phrases: ["it broke"] } }),
  condition: above(50, { per: minutes(5), warning: 20, noData: "zero" }),
});
const share = alert({
  ...common,
  id: "shop/share",
  signal: logRatio({
    source: vercelLogs("shop"),
    part: { status: [500, 599] },
    whole: [{}],
    count: "requests",
    minimum: 20,
  }),
  condition: above(10, { per: minutes(5), noData: "ok" }),
});

const failure = (run: () => void): string => {
  try {
    run();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "it passed";
};

describe("expect(alert)", () => {
  it("fires, at a time, and recovers", () => {
    expect(errors).toFireOn("0x4 11x9 0x9");
    expect(errors).toFireOn({ lines: "0x4 11x9 0x9" }, { at: "9m", recoversAt: "18m" });
    expect(errors).toFireOn([0, 0, 60, null, 0]);
    expect(errors).toRecoverOn("0x4 11x9 0x9");
    expect(errors).not.toRecoverOn("0x4 11x9");
  });

  it("does not fire at its threshold, and warns below it", () => {
    expect(errors).not.toFireOn("10x30");
    expect(errors).toWarnOn("10x30");
    expect(errors).not.toWarnOn("20x30");
  });

  it("does exactly what is listed", () => {
    expect(errors).toTransitionOn("0x4 11x9 0x9", ["6m warn", "9m alert", "15m warn", "18m ok"]);
  });

  it("is given the series by their names where it reads several", () => {
    expect(share).toFireOn({ part: "5x10", whole: "20x10" });
    expect(share).not.toFireOn({ part: "1x10", whole: "3x10" });
    expect(failure(() => expect(share).toFireOn("5x10"))).toBe(
      "shop/share reads part and whole: give the values of each by its name",
    );
    expect(failure(() => expect(errors).toFireOn({ events: "1" }))).toBe(
      'shop/errors reads no series "events": it reads lines, window',
    );
  });

  it("says what was expected and what came", () => {
    expect(failure(() => expect(errors).toFireOn("11x9 0x9", { at: "2m" }))).toBe(
      "shop/errors: expected to fire at 2m\n  got: 1m warn (22), 4m alert (55), 10m warn (44), 13m ok (11)",
    );
    expect(failure(() => expect(errors).not.toFireOn("60x3"))).toBe(
      "shop/errors: expected not to fire\n  got: 0m alert (60)",
    );
    expect(failure(() => expect(errors).toFireOn("1", { until: "soon" }))).toBe(
      '"soon" is no time: write 9m, 1h10m or 3m35s',
    );
    expect(failure(() => expect(errors).toFireOn("many"))).toContain('"many" is not understood');
  });

  it("refuses what is no alert, and what nothing here can judge", () => {
    expect(failure(() => expect({ id: "x" }).toFireOn("1"))).toMatch(/^This is no alert that can be used: /);
    const jobs = alert({
      ...common,
      id: "shop/crons",
      signal: crons({ service: "shop", crons: [{ path: "/a", schedule: "0 3 * * *" }] }),
      condition: declared(),
    });
    expect(failure(() => expect(jobs).toFireOn("1"))).toMatch(/^shop\/crons cannot be judged by a test: /);
    const health = alert({
      ...common,
      id: "shop/health",
      signal: httpCheck({ service: "shop", path: "/", every: minutes(5), expect: { status: 200 } }),
      condition: consecutiveFailures(2),
    });
    expect(health).toFireOn({ runs: [{ tags: { location: "aws:eu-west-1" }, values: "1x3 0x3" }] }, { interval: "5m" });
  });
});

import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../src/model/resource.ts";
import { drillMarks, invertedMonitor, invertedTest, monitorBody } from "../../../src/vendors/datadog/fire-invert.ts";

const monitor = {
  id: 7,
  overall_state: "OK",
  name: "n",
  type: "log alert",
  query: 'logs("a < b").index("*").rollup("count").last("26h") < 1',
  message: "m",
  tags: ["env:staging"],
  priority: null,
  options: { thresholds: { critical: 1, critical_recovery: 3, warning: 2 }, include_tags: true },
};

describe("an inverted monitor", () => {
  it("fires while nothing is wrong, and says whose drill it is in", () => {
    const body = invertedMonitor(monitor, "d1");
    expect(body).toEqual({
      name: "n",
      type: "log alert",
      query: 'logs("a < b").index("*").rollup("count").last("26h") >= 1',
      message: "m",
      tags: ["env:staging", "tocsin-drill:d1"],
      options: { thresholds: { critical: 1 }, include_tags: true },
    });
    expect(drillMarks(body)).toEqual(["d1"]);
  });

  it("of a count takes nothing for zero, which fires inverted; of groups and measures it stays as it is", () => {
    const of = (query: string) =>
      invertedMonitor({ ...monitor, query, options: { ...monitor.options, on_missing_data: "resolve" } }, "d1").options;
    const kept = { on_missing_data: "resolve" };
    expect(of('logs("a").index("*").rollup("count").last("5m") > 10')).not.toHaveProperty("on_missing_data");
    expect(of('logs("a").index("*").rollup("count").by("host").last("5m") > 10')).toMatchObject(kept);
    expect(of('logs("a").index("*").rollup("avg", "@ms").last("5m") > 10')).toMatchObject(kept);
  });

  it("is put back as it was, without what the vendor computes", () => {
    const { id: _id, overall_state: _state, priority: _priority, ...rest } = monitor;
    expect(monitorBody(monitor)).toEqual(rest);
  });

  it.each([
    ["> 5", "<= 5"],
    [">= 5", "< 5"],
    ["<= -0.5", "> -0.5"],
    ["> 1e-7", "<= 1e-7"],
    ["< 1.5E+21", ">= 1.5E+21"],
  ])("%s becomes %s", (before, after) => {
    expect(invertedMonitor({ ...monitor, query: `avg(last_5m):avg:m{*} ${before}` }, "d1").query).toBe(
      `avg(last_5m):avg:m{*} ${after}`,
    );
  });

  it("without a comparison is refused", () => {
    expect(() => invertedMonitor({ ...monitor, query: "12 && 13" }, "d1")).toThrow(/does not end with a comparison/);
  });
});

describe("an inverted test", () => {
  const live: JsonObject = {
    public_id: "abc",
    monitor_id: 9,
    name: "n",
    type: "api",
    subtype: "http",
    status: "live",
    tags: [],
    config: { request: {}, assertions: [{ type: "body" }, { type: "statusCode", operator: "is", target: 200 }] },
  };
  it("expects any other status", () => {
    expect(invertedTest(live, "d1")).toEqual({
      name: "n",
      type: "api",
      subtype: "http",
      status: "live",
      tags: ["tocsin-drill:d1"],
      config: { request: {}, assertions: [{ type: "body" }, { type: "statusCode", operator: "isNot", target: 200 }] },
    });
  });
  it("without a status is refused", () => {
    expect(() => invertedTest({ ...live, config: { assertions: [] } }, "d1")).toThrow(
      /asserts nothing that can be inverted/,
    );
  });
});

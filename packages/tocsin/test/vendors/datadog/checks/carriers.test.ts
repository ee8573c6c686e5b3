import { expect, it } from "vitest";
import { named } from "../../../../src/vendors/check.ts";
import { cronPeriod, metricsOf } from "../../../../src/vendors/datadog/checks/carriers.ts";

it.each([
  ["* * * * *", 60],
  ["*/5 * * * *", 300],
  ["7 * * * *", 3_600],
  ["0,30 * * * *", 3_600],
  ["0 3 * * *", 93_600],
  ["0 3 * * 1", 93_600],
  ["0 * 1 * *", 93_600],
])("%s comes within %i s", (schedule, period) => {
  expect(cronPeriod(schedule)).toBe(period);
});

it("reads every series out of a query, each once and with its tags", () => {
  const query =
    "avg(last_5m):100 - 100 * avg:disk.avail{a:b,!c:d} by {mountpoint}.rollup(avg, 60) / avg:disk.size{a:b} by {mountpoint} + sum:disk.size{a:b}.as_rate() > 85";
  expect(metricsOf(query)).toEqual(["disk.avail{a:b,!c:d}", "disk.size{a:b}"]);
  expect(metricsOf('logs("x").index("*").rollup("count").last("5m") > 1')).toEqual([]);
});

it("names a few definitions, and says how many more there are", () => {
  expect(named([])).toBe("none");
  expect(named(["a"])).toBe("a");
  expect(named(["b", "a", "b"])).toBe("a and b");
  expect(named(["a", "b", "c"])).toBe("a, b and c");
  expect(named(["a", "b", "c", "d"], 3)).toBe("a, b and 2 more");
});

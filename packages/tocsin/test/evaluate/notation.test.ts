import { describe, expect, it } from "vitest";
import { parseValues } from "../../src/evaluate/notation.ts";
import { parseTime, timeText } from "../../src/evaluate/time.ts";

describe("the notation of series", () => {
  it.each([
    ["5", [5]],
    ["5x2", [5, 5, 5]],
    ["0+10x3", [0, 10, 20, 30]],
    ["30-10x3", [30, 20, 10, 0]],
    ["-2-1x2", [-2, -3, -4]],
    ["0.1+0.1x2", [0.1, 0.2, 0.3]],
    ["1e3", [1000]],
    ["1 _ _x2 stale 2", [1, null, null, null, null, 2]],
    ["5x0", [5]],
  ])("reads %s", (text, values) => {
    expect(parseValues(text)).toEqual(values);
  });

  it.each(["", "x3", "5x", "5+3", "a", "1..2", "5x9999999"])("refuses %j", (text) => {
    expect(() => parseValues(text)).toThrow();
  });
});

describe("times of tests", () => {
  it.each([
    ["0m", 0],
    ["9m", 540_000],
    ["1h10m", 4_200_000],
    ["3m35s", 215_000],
    ["1d2h", 93_600_000],
  ])("reads and writes %s", (text, ms) => {
    expect(parseTime(text)).toBe(ms);
    expect(timeText(ms)).toBe(text);
  });

  it.each(["", "9", "m9", "9m1h", "1.5h"])("refuses %j", (text) => {
    expect(parseTime(text)).toBeNull();
  });
});

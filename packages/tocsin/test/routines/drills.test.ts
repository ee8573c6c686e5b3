import { describe, expect, it } from "vitest";
import { firstQuestion, worstFirst } from "../../src/routines/order.ts";
import type { Line } from "../../src/routines/report.ts";
import { withoutDrillEvents, withoutDrillLines, withoutDrillTimes } from "../../src/vendors/drill-traces.ts";

const at = (minute: number) => Date.UTC(2026, 5, 1, 10, minute);
const hour = { from: new Date(at(20)), to: new Date(at(30)) };

describe("what drills left in the data", () => {
  it("leaves out the points of a drill, of the piece of time in which it began, and of the quarter of an hour after", () => {
    const points = [0, 10, 20, 30, 40, 50, 60].map((minute) => [at(minute), minute] as const);
    expect(withoutDrillTimes(points, [hour])).toEqual([0, 50, 60]);
    expect(withoutDrillTimes(points, [])).toEqual([0, 10, 20, 30, 40, 50, 60]);
    expect(withoutDrillTimes([], [hour])).toEqual([]);
    expect(withoutDrillTimes([[at(25), 1]], [hour])).toEqual([]);
  });

  it("leaves out lines and events by their mark", () => {
    expect(withoutDrillLines("service:web")).toBe("service:web -@tocsin_drill:*");
    expect(withoutDrillEvents("")).toBe("!has:tocsin_drill");
    expect(withoutDrillEvents("level:error")).toBe("level:error !has:tocsin_drill");
  });
});

describe("the order of a routine's lines", () => {
  it("is the worst first, and a deployment just now before everything", () => {
    const line = (check: string, verdict: Line["verdict"]): Line => ({
      check,
      verdict,
      title: check,
      value: "",
      cause: null,
      limit: null,
      details: [],
      link: null,
      runbook: null,
    });
    const lines = [
      line("a", "ok"),
      line("b", "attention"),
      line("c", "unknown"),
      line("d", "critical"),
      line("e", "attention"),
      line(firstQuestion, "attention"),
    ];
    expect(worstFirst(lines).map(({ check }) => check)).toEqual([firstQuestion, "d", "c", "b", "e", "a"]);
    expect(worstFirst([line("a", "attention"), line(firstQuestion, "ok")]).map(({ check }) => check)).toEqual([
      "a",
      firstQuestion,
    ]);
  });
});

import { expect, test } from "vitest";
import { ProbeFailure } from "../src/failure.ts";
import { gauge, percent } from "../src/metric.ts";
import { askAll, type Part, type Sources } from "../src/part.ts";
import { aboutItself } from "../src/run.ts";

const none = (): never => {
  throw new ProbeFailure("not-configured", "not set up");
};
const sources: Sources = {
  stack: "test",
  databases: [],
  stripe: none,
  vercel: none,
};
const part = (name: string, ask: Part["ask"]): Part => ({ name, ask });

const parts = [
  part("well", async () => ({ metrics: [gauge("a", 1)] })),
  part("throws", () => {
    throw new TypeError("odd");
  }),
  part("hangs", () => new Promise(() => undefined)),
  part(
    "heeds",
    (_, signal) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("no")))),
  ),
  part("not a number", async () => ({ metrics: [gauge("b", Number.NaN)] })),
  part("half", async () => ({ metrics: [gauge("c", 1)], problems: [new ProbeFailure("missing-table", "no table")] })),
  part("unset", async ({ stripe }) => ({ metrics: [gauge("d", stripe() === null ? 1 : 0)] })),
];

test("what one part does is told of it alone", async () => {
  const outcomes = await askAll(parts, sources, 40);
  expect(outcomes.map(({ part, metrics, failures }) => [part, metrics.length, failures.map((f) => f.reason)])).toEqual([
    ["well", 1, []],
    ["throws", 0, ["unexpected"]],
    ["hangs", 0, ["timeout"]],
    ["heeds", 0, ["timeout"]],
    ["not a number", 0, ["wrong-answer"]],
    ["half", 1, ["missing-table"]],
    ["unset", 0, ["not-configured"]],
  ]);
});

test("the probe tells how each part went, and its heartbeat last", () => {
  const failure = new ProbeFailure("timeout", "late");
  const told = aboutItself([
    { part: "well", durationMs: 12, metrics: [], failures: [] },
    { part: "late", durationMs: 40, metrics: [], failures: [failure, failure] },
  ]).map(({ name, kind, value, tags }) => [name.replace("tocsin.probe.", ""), kind, value, tags]);
  expect(told).toEqual([
    ["part.duration_ms", "gauge", 12, { part: "well" }],
    ["part.error", "gauge", 0, { part: "well", reason: "none" }],
    ["part.duration_ms", "gauge", 40, { part: "late" }],
    ["part.error", "gauge", 1, { part: "late", reason: "timeout" }],
    ["parts.failed", "gauge", 1, {}],
    ["heartbeat", "count", 1, { result: "partial" }],
  ]);
});

test("a share of nothing", () => {
  expect([percent(1, 4), percent(0, 0), percent(2, 0)]).toEqual([25, 0, 100]);
});

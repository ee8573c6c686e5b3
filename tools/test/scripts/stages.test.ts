import { expect, test } from "vitest";
import type { Failure } from "../../lib/reporter.mjs";
import { runStages, type StageResult, summary } from "../../lib/stages.mjs";

const result = (name: string, passed: number, failures: Failure[] = []): StageResult => ({
  name,
  ok: failures.length === 0,
  passed,
  failed: failures.length,
  seconds: 1,
  failures,
  output: failures.length === 0 ? "" : `all of ${name}`,
});

test("stages stop after the group in which one fails, and the end names what failed, directly before the closing line", async () => {
  const ran: string[] = [];
  let written = "";
  const failures = [
    { what: "a/gate.test.ts: opens", error: "Error: no evidence\nIt is in none of 3 files." },
    { what: "a/kill.test.ts", error: "SyntaxError: nothing there" },
  ];
  const results = [result("tsc", 0), result("unit", 40), result("local", 3, failures), result("node-versions", 9)];
  const stages = results.map((each) => ({
    name: each.name,
    run: async () => {
      ran.push(each.name);
      return each;
    },
  }));
  const groups = [stages.slice(0, 1), stages.slice(1, 3), stages.slice(3)];
  const reached = await runStages(groups, (text) => {
    written += text;
  });
  expect(ran).toEqual(["tsc", "unit", "local"]);
  // A line each, below what is worth showing.
  expect(written).toBe(`  ok      tsc 1 s
  ok      unit 40 passed, 1 s

local
all of local
  FAILED  local 3 passed, 2 failed, 1 s
`);
  expect(
    summary(
      stages.map(({ name }) => name),
      reached,
    ),
  ).toBe(`
  ok      tsc           1 s
  ok      unit          40 passed, 1 s
  FAILED  local         3 passed, 2 failed, 1 s
  not run node-versions

local a/gate.test.ts: opens
  Error: no evidence
  It is in none of 3 files.
local a/kill.test.ts
  SyntaxError: nothing there

43 passed, 2 failed
`);
});

test("a run that passes ends with its closing line alone", () => {
  expect(summary(["unit"], [result("unit", 40)])).toBe("\n  ok      unit 40 passed, 1 s\n\n40 passed, 0 failed\n");
});

test("a program that fails is named once; long lines are cut and many failures counted", () => {
  const many = Array.from({ length: 11 }, (_, n) => ({ what: `f.test.ts: ${n}`, error: "x".repeat(500) }));
  const text = summary(
    ["tsc", "unit"],
    [result("tsc", 0, [{ what: "tsc", error: "a.ts(1,2): error" }]), result("unit", 0, many)],
  );
  const lines = text.slice(text.indexOf("\ntsc\n")).trim().split("\n");
  expect(lines.slice(0, 3)).toEqual(["tsc", "  a.ts(1,2): error", "unit f.test.ts: 0"]);
  expect(lines.slice(-4)).toEqual([expect.stringMatching(/^ {2}x{157}…$/), "and 4 more", "", "0 passed, 12 failed"]);
});

test("the stages of a group run side by side", async () => {
  let endFirst = () => {};
  const first = new Promise<StageResult>((resolve) => {
    endFirst = () => resolve(result("a", 1));
  });
  const second = async () => {
    endFirst();
    return result("b", 2);
  };
  const stages = [
    { name: "a", run: () => first },
    { name: "b", run: second },
  ];
  const ended = await runStages([stages], () => {});
  expect(ended.map(({ name }) => name).sort()).toEqual(["a", "b"]);
});

test("of a list in a group the stages run one after the other, up to the first that fails, while the rest goes on", async () => {
  let isAlone = true;
  const during: string[] = [];
  const stage = (ended: StageResult) => ({
    name: ended.name,
    run: async () => {
      during.push(ended.name, String(isAlone));
      isAlone = false;
      await new Promise((resolve) => setImmediate(resolve));
      isAlone = true;
      return ended;
    },
  });
  const chain = [result("a", 1), result("b", 0, [{ what: "b", error: "no" }]), result("c", 1)].map(stage);
  const beside = { name: "beside", run: async () => result("beside", 1) };
  const ended = await runStages([[beside, chain], [stage(result("next", 1))]], () => {});
  expect(during).toEqual(["a", "true", "b", "true"]);
  expect(ended.map(({ name, ok }) => [name, ok])).toEqual([
    ["beside", true],
    ["a", true],
    ["b", false],
  ]);
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseTests } from "../../src/app/alert-tests/parse.ts";
import { readTests, runTests, testText } from "../../src/app/alert-tests/run.ts";
import { loadDefinitions } from "../../src/project/definitions.ts";
import { definition } from "../support/definitions.ts";

const shop = definition();
const known = new Map([[shop.id as string, shop]]);
const parse = (source: string) => parseTests("test/alerts/shop.test.yaml", source, known);
const told = (source: string) => parse(source).problems.map(({ line, rule, message }) => `${line} ${rule} ${message}`);

const fires = `- alert: shop/errors
  name: it fires
  series: { lines: 0x4 11x9 0x9 }
  expect: [9m alert, 15m ok]
`;
const quiet = `- alert: shop/errors
  name: it does not
  series: { lines: 0x30 }
  expect: none
`;

describe("the team's tests of alerts", () => {
  it("pass with the project's own definitions, and leave none out", async () => {
    const { definitions } = await loadDefinitions(process.cwd());
    const { tests, problems } = readTests(process.cwd(), definitions);
    expect(problems).toEqual([]);
    const { report } = runTests(tests, definitions);
    expect(report.tests.filter(({ ok }) => !ok)).toEqual([]);
    expect(report.untested).toEqual([]);
    expect(tests.length).toBeGreaterThan(140);
  });

  it("are told when they lie in a file that is not read", () => {
    const root = mkdtempSync(join(tmpdir(), "tocsin-alert-tests-"));
    mkdirSync(join(root, "test/alerts"), { recursive: true });
    for (const file of ["shop.test.yml", "shop.yaml", "shop.test.yaml", "README.md"])
      writeFileSync(join(root, "test/alerts", file), file.endsWith(".md") ? "" : fires);
    const { tests, problems } = readTests(root, [shop]);
    expect(tests.map(({ file }) => file)).toEqual(["test/alerts/shop.test.yaml"]);
    expect(problems.map(({ file, rule }) => [file, rule])).toEqual([
      ["test/alerts/shop.test.yml", "test/not-read"],
      ["test/alerts/shop.yaml", "test/not-read"],
    ]);
    rmSync(root, { recursive: true });
  });

  it("are a case that fires and one that does not", () => {
    const { report, problems } = runTests(parse(fires + quiet).tests, [shop]);
    expect(problems).toEqual([]);
    expect(report.untested).toEqual([]);
    expect(testText(report)).toBe(
      "2 of 2 tests passed; every alert that can fire has a test in which it fires and one in which it does not.\n",
    );
  });

  it("show what was expected and what came, with times", () => {
    const { report } = runTests(parse(fires.replace("15m ok", "14m ok")).tests, [shop]);
    expect(testText(report)).toBe(`test/alerts/shop.test.yaml:1: shop/errors: it fires
    exp: 9m alert, 14m ok
    got: 9m alert (55), 15m ok (44)
shop/errors: no passing test in which it fires, and none in which it does not fire
0 of 1 tests passed; 1 definition lacks tests.
`);
  });

  it("fail when something fires that must not, or when a transition comes too many", () => {
    const loud = quiet.replace("0x30", "11x30");
    expect(runTests(parse(loud).tests, [shop]).report.tests[0]).toMatchObject({ ok: false, expected: ["no alert"] });
    const more = fires.replace(", 15m ok", "");
    expect(runTests(parse(more).tests, [shop]).report.tests[0]).toMatchObject({ ok: false });
  });

  it("do not count a case that fails as a test of its definition", () => {
    const { report } = runTests(parse(fires.replace("9m", "8m") + quiet).tests, [shop]);
    expect(report.untested).toEqual([{ definition: "shop/errors", lacks: ["fires"] }]);
  });

  it("leave out what is only declared", () => {
    const declared = definition({
      signal: { kind: "crons", service: "shop", crons: [{ path: "/x", schedule: "* * * * *" }] },
      condition: { kind: "declared" },
    });
    expect(runTests([], [declared]).report).toEqual({ tests: [], untested: [], declared: [declared.id] });
  });

  it("are refused with file, line, reason and remedy where they are wrong", () => {
    expect(told("alert: x")).toEqual(["1 test/shape a test file holds a list of tests"]);
    expect(told(fires.replace("shop/errors", "shop/gone"))).toEqual(["1 test/unknown-alert no definition has this id"]);
    expect(told(fires.replace("lines:", "events:"))).toEqual(['3 test/unknown-series it reads no series "events"']);
    expect(told(fires.replace("11x9", "11x-"))).toEqual([
      '3 test/shape "11x-" is not understood: write a number, 5x3, 0+10x3, 30-10x3, _, _x3 or stale',
    ]);
    expect(told(fires.replace("9m alert", "9 minutes"))[0]).toMatch(/^4 test\/shape "9 minutes" is no transition/);
    expect(told(fires.replace("  expect: [9m alert, 15m ok]\n", ""))[0]).toMatch(/^1 test\/shape say what is expected/);
    expect(told(`${fires}  expect: none\n`)[0]).toMatch(/^5 test\/syntax Map keys must be unique/);
    expect(told("- alert: [")[0]).toMatch(/^1 test\/syntax/);
    expect(told(`\ufeff${(fires + quiet).replaceAll("\n", "\r\n")}`)).toEqual([]);
    // What follows from the first is not told.
    expect(told("a: b: c\n".repeat(1000))).toHaveLength(1);
    expect(told(`${fires}  interval: 0m\n`)[0]).toContain("two values cannot stand at one time");
    expect(told(`${fires}  colour: red\n`)[0]).toContain("colour");
    // The tests beside a wrong one are still there.
    expect(parse(fires + quiet.replace("expect: none", "expect: maybe")).tests).toHaveLength(1);
  });

  it("say which number an expression lacks", () => {
    const pool = definition({
      id: "shop/pool",
      signal: {
        kind: "metric",
        source: "supabase",
        expression: "open / limit:pool",
        series: { open: { metric: "open", aggregate: "avg" } },
        unit: "",
        interval: 60,
      },
      condition: { kind: "threshold", comparison: "above", critical: 1, window: 300, over: "average", noData: "ok" },
    });
    const source = "- alert: shop/pool\n  name: n\n  series: { open: 1x9 }\n  expect: none\n";
    const { tests } = parseTests("f.test.yaml", source, new Map([["shop/pool", pool]]));
    expect(runTests(tests, [pool]).problems).toMatchObject([
      { line: 1, message: expect.stringContaining("limit:pool") },
    ]);
  });
});

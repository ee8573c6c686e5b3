import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { lintProject } from "../../src/app/lint/run.ts";
import { exitCode } from "../../src/lint/report.ts";

const own = join(import.meta.dirname, "../../../..");
let root = "";

/** What stands for `<...>` in a stack file, by the key before it. */
const filled: ReadonlyArray<[RegExp, string]> = [
  [/(errorMonitor|slackIntegration|sentryUser): *<[^>]*>/g, '$1: "42"'],
  [/(url|tocsin:runbooks): *<[^>]*>/g, '$1: "https://example.com"'],
  [/(mail): *<[^>]*>/g, "$1: somebody@example.com"],
  [/: *<[^>]*>/g, ": filled-in"],
];

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "tocsin-lint-own-"));
  for (const shared of ["alerts", "synthetics", "runbooks", "node_modules"])
    symlinkSync(join(own, shared), join(root, shared));
  for (const file of ["Pulumi.yaml", "exceptions.yaml"]) cpSync(join(own, file), join(root, file));
  for (const stack of ["local", "staging", "prod"]) {
    const file = `Pulumi.${stack}.yaml`;
    const text = filled.reduce((all, [from, to]) => all.replace(from, to), readFileSync(join(own, file), "utf8"));
    writeFileSync(join(root, file), text);
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

it("finds nothing in our own definitions for any stack, and nothing in exceptions.yaml that is not needed", async () => {
  const { report } = await lintProject({ root, today: new Date() });
  expect(report.stacks).toEqual(["local", "prod", "staging"]);
  expect(report.problems).toEqual([]);
  expect(report.suppressed.length).toBeGreaterThan(0);
  expect(exitCode(report)).toBe(0);
});

it("judges one stack alone when it is named", async () => {
  const { report } = await lintProject({ root, stack: "prod", today: new Date() });
  expect([report.stacks, report.problems]).toEqual([["prod"], []]);
});

it("says so when the days of exceptions.yaml are over", async () => {
  const { report } = await lintProject({ root, today: new Date("2099-01-01") });
  const rules = new Set(report.problems.map(({ rule }) => rule));
  expect(rules).toContain("lint/suppression-expired");
  expect(report.problems.find(({ rule }) => rule === "lint/suppression-expired")).toMatchObject({
    file: "exceptions.yaml",
    line: 2,
  });
  expect(report.suppressed).toEqual([]);
  expect(exitCode(report)).toBe(1);
});

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runChild } from "../../../packages/tocsin/src/engine/install/child.mjs";
import { root, temporaryFolder } from "./sandbox.ts";

/** What vitest runs, and how each of it fails. */
const files = {
  "good.test.js": `test("works", () => {}); test("works too", () => {});`,
  "tests.test.js": `describe("group", () => { test("opens", () => expect(1).toBe(2)); test("closes", () => {}); });`,
  "group.test.js": `describe("world", () => { beforeAll(() => { throw new Error("no world\\nat all"); }); test("a", () => {}); });`,
  "hook.test.js": `beforeAll(() => { throw new Error("nothing started"); }); test("a", () => {});`,
  "loads.test.js": `import "./nowhere.js";`,
  "late.test.js": `test("b", async () => { setTimeout(() => { throw new Error("too late"); }); await new Promise((done) => setTimeout(done, 50)); });`,
};

test("the report of a run names every failure: of a test, a group, a file, and of none of them", async () => {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const report = join(folder, "reports", "all.json");
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const args = ["run", "--root", folder, "--globals", `--reporter=${join(root, "tools", "lib", "reporter.mjs")}`];
  const env = { ...process.env, TOCSIN_TEST_REPORT: report };
  const { code } = await runChild(process.execPath, [vitest, ...args], { cwd: folder, env });
  expect(code).toBe(1);
  const { passed, failures, ended, files: all } = JSON.parse(readFileSync(report, "utf8"));
  expect([passed, ended, all]).toEqual([4, 6, 6]);
  const lines = failures.map(({ what, error }: { what: string; error: string }) => `${what} | ${error}`);
  expect(lines.sort()).toEqual([
    "an error that no test caught | Error: too late",
    "group.test.js: world | Error: no world\nat all",
    "hook.test.js | Error: nothing started",
    expect.stringMatching(/^loads\.test\.js \| Error: .*nowhere\.js/),
    "tests.test.js: group > opens | AssertionError: expected 1 to be 2 // Object.is equality",
  ]);
});

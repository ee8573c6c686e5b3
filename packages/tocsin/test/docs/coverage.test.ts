import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadCoverage } from "../../src/app/coverage.ts";
import { problemsText } from "../../src/model/problem.ts";

const root = join(import.meta.dirname, "../../../..");
const { sections, problems, page } = await loadCoverage(root);
const facts = sections.flatMap((one) => one.facts);

test("nothing of the playbooks is lost, and no definition states what neither they nor `ours` say", () => {
  expect(problemsText(problems)).toBe("");
});

test("the page is what the facts and definitions make of it", () => {
  expect(readFileSync(join(root, "docs", "coverage.md"), "utf8"), "run: npx tocsin coverage --write").toBe(page);
});

test("no row of the page is without a place or a reason", () => {
  const rows = page
    .split("\n")
    .filter((line) => line.startsWith("| ") && !/^\| (---|What|Section|Definition) /.test(line));
  expect(rows.length).toBeGreaterThan(facts.length);
  const [, ...tables] = page.split(/^## /m);
  for (const table of tables.slice(0, sections.length)) {
    for (const row of table
      .split("\n")
      .filter((line) => line.startsWith("| "))
      .slice(2)) {
      const [, what, kind, where] = row.split(/(?<!\\)\|/).map((cell) => cell.trim());
      expect(
        [what, kind, where].every((cell) => cell !== undefined && cell !== ""),
        row,
      ).toBe(true);
    }
  }
});

test("links only to pages that are there", () => {
  const targets = [...page.matchAll(/\]\(([^)#]+\.md)\)/g)].map(([, target = ""]) => target);
  expect(targets.length).toBeGreaterThan(50);
  expect(targets.filter((target) => !existsSync(join(root, "docs", target)))).toEqual([]);
});

test("every section of both playbooks is there", () => {
  const names = sections.map(({ section }) => section);
  const monitoring = [
    "1",
    "2.1",
    "2.2",
    "2.3",
    "2.4",
    "2.5",
    "2.6",
    "3.1",
    "3.2",
    "3.3",
    "3.4",
    "4.1",
    "4.2",
    "4.3",
    "4.4",
  ];
  const rest = ["5.1", "5.2", "6", "7.1", "7.2", "7.3", "7.4", "7.5"];
  const infrastructure = ["1", "2", "3", "4", "5", "6", "7", "thresholds", "searches", "recovery"];
  expect(names).toEqual([
    ...[...monitoring, ...rest].map((name) => `monitoring ${name}`),
    ...infrastructure.map((name) => `infrastructure ${name}`),
  ]);
});

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { pageOf } from "../../src/lint/lint.ts";
import { rules } from "../../src/lint/rules.ts";
import { blocksOf, judged } from "./examples.ts";

const root = join(import.meta.dirname, "../../../..");
const folder = join(root, "docs", "rules");

/** What lint says of exceptions.yaml itself; everything else stands in the registry. */
const ofSuppressions = [
  { id: "lint/suppression-expired", severity: "error", title: "A suppression has expired", looksAt: "suppressions" },
  { id: "lint/suppression-unused", severity: "error", title: "A suppression matches nothing", looksAt: "suppressions" },
] as const;
const all = [...rules, ...ofSuppressions];

const looksAt = {
  definition: "definitions",
  resource: "compiled resources",
  written: "everything that is written",
  stack: "a compiled stack",
  history: "history (`--history FILE`, `--online --days N`)",
  live: "what the vendors answer (`--online`)",
  suppressions: "`exceptions.yaml`",
};

test("every rule has its id, its file and its page, and no page or file is left over", () => {
  const ids = all.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const pages = readdirSync(folder).filter((file) => file !== "README.md");
  expect(pages.toSorted()).toEqual(all.map(({ id }) => pageOf(id).replace("docs/rules/", "")).toSorted());
  const files = readdirSync(join(root, "packages/tocsin/src/lint/rules"));
  expect(files.toSorted()).toEqual(rules.map(({ id }) => `${id.replace("/", "-")}.ts`).toSorted());
});

test("the index lists them all", async () => {
  const rows = all
    .map((rule) => {
      const page = pageOf(rule.id).replace("docs/rules/", "");
      return `| [${rule.id}](${page}) | ${rule.severity} | ${rule.title} | ${looksAt[rule.looksAt]} |`;
    })
    .toSorted();
  const text = [
    "# Rules",
    "",
    "What `tocsin lint` looks for; [lint.md](../reference/lint.md) says how it is used. Errors and warnings make it end with 1, notices do",
    "not. What makes a definition impossible (`model/...`), a file unreadable (`load/...`) or a stack incomplete (`stack/...`) is",
    "a finding too, with the place and the remedy; it has no page, because it is never right and cannot be suppressed.",
    "",
    "| rule | severity | it fires when | looks at |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
  await expect(text).toMatchFileSnapshot(join(folder, "README.md"));
});

describe.each(all.map((rule) => [rule.id, rule] as const))("the page of %s", (id, rule) => {
  const page = readFileSync(join(root, pageOf(id)), "utf8");
  const said = (heading: string, entries?: string) =>
    judged(blocksOf(page, heading), entries).filter((finding) => finding.rule === id);

  it("says what the rule says of itself", () => {
    expect(page.split("\n")[0]).toBe(`# ${id}`);
    expect(page).toContain(`\n${rule.title}.\n\nSeverity: ${rule.severity}. Looks at: ${looksAt[rule.looksAt]}.\n`);
    expect(page).toMatch(/^Source: \S/m);
  });

  it("shows what fires and what does not", () => {
    expect(blocksOf(page, "It does not")).not.toEqual([]);
    expect(said("It fires").length).toBeGreaterThan(0);
    expect(said("It does not")).toEqual([]);
    for (const { message, remedy } of said("It fires")) {
      expect(message).toMatch(/\w/);
      expect(remedy).toMatch(/\.$/);
    }
  });

  it("shows the entry that suppresses it", () => {
    const entry = [...page.matchAll(/^ {4}(.+)$/gm)].map(([, line]) => line).join("\n");
    if (rule.looksAt === "suppressions") expect(entry).toBe("");
    else expect(said("It fires", entry)).toEqual([]);
  });
});

/** docs/reference/troubleshooting.md has an entry for every message that an error of ours can carry, and none that nothing prints. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rules as lintRules } from "../../src/lint/rules.ts";
import { messages } from "./messages.ts";
import { pages, root } from "./pages.ts";

const page = pages.get("docs/reference/troubleshooting.md") ?? "";

interface Entry {
  section: string;
  pattern: string;
  cells: string[];
}

/** A row's first cell holds messages as code, `…` for what differs. */
const entries: Entry[] = page.split(/^## /m).flatMap((section) =>
  section
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .flatMap((row) => {
      const [, first = "", ...cells] = row.split("|").map((cell) => cell.trim());
      const spans = [...first.matchAll(/`([^`]+)`/g)].map(([, pattern = ""]) => pattern);
      return spans.map((pattern) => ({ section: section.split("\n")[0] ?? "", pattern, cells: cells.slice(0, -1) }));
    }),
);

const fixed = (text: string): number => text.replace(/[…`\s]/g, "").length;

/**
 * Whether an entry is about a message. Backticks in a message cannot stand within code: a gap takes their place too. An entry
 * of few words that would take a long message along is not about it.
 */
function matches(pattern: string, text: string): boolean {
  const parts = pattern.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(text) && fixed(pattern) >= Math.min(12, fixed(text) * 0.6);
}

/** Printed by `reportFailure`, and not by an error. */
const byTheWay = ["Unexpected: …", "Set TOCSIN_DEBUG=1 to see where this happened."];
const codes = entries.filter(({ section }) => section.startsWith("Problems"));
const told = entries.filter((entry) => !codes.includes(entry) && !byTheWay.includes(entry.pattern));
const all = messages();

describe("troubleshooting", () => {
  it("has an entry for every message", () => {
    expect(all.length).toBeGreaterThan(250);
    const missing = all.filter(({ text }) => !told.some(({ pattern }) => matches(pattern, text)));
    const asked = missing.map(({ at, text }) => `${at}: ${text}`);
    expect(
      asked,
      "add each to a table of docs/reference/troubleshooting.md: message, what it means, what to do",
    ).toEqual([]);
  });

  it("has no entry that nothing prints", () => {
    expect(
      told.filter(({ pattern }) => !all.some(({ text }) => matches(pattern, text))).map(({ pattern }) => pattern),
    ).toEqual([]);
    const failure = readFileSync(join(root, "packages/tocsin/src/shared/ending.mjs"), "utf8");
    for (const line of byTheWay) expect(failure).toContain(line.replace("…", ""));
  });

  it("has no entry that says nothing, or that would take any message for its own", () => {
    for (const { pattern, cells } of entries) {
      expect(cells.length > 0 && cells.every((cell) => cell.length > 5), pattern).toBe(true);
      expect(pattern.replace(/[…\s.:]/g, "").length, pattern).toBeGreaterThan(4);
    }
  });

  it("has every code of a problem, and no other", () => {
    const sources = readdirSync(join(root, "packages/tocsin/src"), { recursive: true, encoding: "utf8" }).filter(
      (file) => file.endsWith(".ts") && !file.startsWith(join("lint", "rules")),
    );
    const texts = sources.map((file) => readFileSync(join(root, "packages/tocsin/src", file), "utf8"));
    const literal = texts.flatMap((text) =>
      [...text.matchAll(/"((?:load|model|stack|exceptions|coverage|lint|test)\/[a-z-]+)"/g)].map(
        ([, code]) => code ?? "",
      ),
    );
    const short = (file: string, from: RegExp, room: string) =>
      [...readFileSync(join(root, file), "utf8").matchAll(from)].map(([, code]) => `${room}/${code}`);
    const made = [
      ...short("packages/tocsin/src/app/alert-tests/parse.ts", /\bsay\(\s*"([a-z-]+)"/g, "test"),
      ...short("packages/tocsin/src/coverage/check.ts", /\bproblem\(\s*"([a-z-]+)"/g, "coverage"),
    ];
    const rules = new Set<string>(lintRules.map(({ id }) => id));
    const known = [...new Set([...literal, ...made])].filter(
      (code) => !rules.has(code) && !/^lint\/suppression-/.test(code),
    );
    expect(codes.map(({ pattern }) => pattern).toSorted()).toEqual(known.toSorted());
  });
});

import { describe, expect, it } from "vitest";
import type { Finding } from "../../src/lint/lint.ts";
import { applySuppressions, parseSuppressions } from "../../src/lint/suppressions.ts";

const today = new Date("2026-11-25T12:00:00Z");
const finding = (overrides: Partial<Finding> = {}): Finding => ({
  rule: "alert/owner-unknown",
  severity: "error",
  definition: "shop/errors",
  subject: null,
  at: "owner",
  path: null,
  in: null,
  stacks: ["staging"],
  message: "its owner is nobody",
  remedy: "Name somebody.",
  ...overrides,
});
const entry = (rest: string, until = "2026-11-25") =>
  parseSuppressions(`- { rule: alert/owner-unknown, until: ${until}, reason: the new one starts soon, ${rest} }`);
const apply = (findings: Finding[], entries: ReturnType<typeof entry>, ran = true) =>
  applySuppressions(findings, entries, { today, ran: () => ran });

describe("lint.yaml", () => {
  it("suppresses by rule and definition, to the end of its last day, and keeps the reason", () => {
    const { findings, suppressed } = apply(
      [finding(), finding({ definition: "shop/other" })],
      entry("definition: shop/errors"),
    );
    expect(findings.map(({ definition }) => definition)).toEqual(["shop/other"]);
    expect(suppressed).toMatchObject([
      { definition: "shop/errors", reason: "the new one starts soon", until: "2026-11-25" },
    ]);
  });

  it.each([
    ["another definition", "definition: shop/other"],
    ["another stack", "definition: shop/errors, stack: prod"],
    ["another subject", "subject: everybody"],
  ])("leaves a finding of %s, and says that the entry is unused", (_, rest) => {
    const { findings } = apply([finding()], entry(rest));
    expect(findings.map(({ rule }) => rule)).toEqual(["alert/owner-unknown", "lint/suppression-unused"]);
  });

  it("takes a finding without a stack as one of every stack", () => {
    const { findings } = apply([finding({ stacks: [] })], entry("definition: shop/errors, stack: prod"));
    expect(findings).toEqual([]);
  });

  it("suppresses nothing after its day, and says so at its line", () => {
    const { findings } = apply([finding()], entry("definition: shop/errors", "2026-11-24"));
    expect(findings.map(({ rule }) => rule)).toEqual(["alert/owner-unknown", "lint/suppression-expired"]);
    expect(findings[1]).toMatchObject({ severity: "error", in: { file: "lint.yaml", key: "1" } });
  });

  it("calls nothing unused whose rule was not run", () => {
    expect(apply([], entry("definition: shop/errors"), false).findings).toEqual([]);
  });

  it("knows the line that each entry begins on", () => {
    const text =
      "# why\n\n- rule: alert/duplicate\n  definition: a/b\n  until: 2027-01-01\n  reason: they are told apart\n\n- rule: alert/duplicate\n  definition: c/d\n  until: 2027-01-01\n  reason: they are told apart\n";
    expect(parseSuppressions(text).map(({ line }) => line)).toEqual([3, 8]);
    expect(parseSuppressions("")).toEqual([]);
  });

  it.each([
    ["no YAML", "- { rule: ", /lint\.yaml:1: error: it is not valid YAML/],
    ["no list", "rule: alert/duplicate", /no list of entries/],
    [
      "a rule that does not exist",
      "- { rule: alert/nothing, definition: a/b, until: 2027-01-01, reason: as it should be }",
      /lint\.yaml:1: error: entry 0\.rule: there is no such rule/,
    ],
    [
      "a rule of its own",
      "- { rule: lint/suppression-unused, definition: a/b, until: 2027-01-01, reason: as it should be }",
      /there is no such rule/,
    ],
    ["no reason", "- { rule: alert/duplicate, definition: a/b, until: 2027-01-01, reason: so }", /say why/],
    ["no end", "- { rule: alert/duplicate, definition: a/b, reason: as it should be }", /a day/],
    [
      "nobody",
      "- { rule: alert/duplicate, until: 2027-01-01, reason: as it should be }",
      /name a definition or a subject/,
    ],
    [
      "a misspelt field",
      "- { rule: alert/duplicate, definition: a/b, til: 1, until: 2027-01-01, reason: as it should be }",
      /Unrecognized key/,
    ],
  ])("refuses %s", (_, text, message) => {
    expect(() => parseSuppressions(text)).toThrow(message);
  });
});

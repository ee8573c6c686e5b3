import { describe, expect, it } from "vitest";
import type { UnplacedProblem } from "../../src/lint/lint.ts";
import { applySuppressions, suppressibleRules } from "../../src/lint/suppressions.ts";
import { parseExceptions } from "../../src/model/exceptions.ts";

const today = new Date("2026-11-25T12:00:00Z");
const finding = (overrides: Partial<UnplacedProblem> = {}): UnplacedProblem => ({
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
const parse = (text: string) => parseExceptions(text, new Set(suppressibleRules), today);
const entry = (rest: string, until = "2026-11-25") =>
  parse(`- { id: alert/owner-unknown, until: ${until}, reason: the new one starts soon, ${rest} }`);
const apply = (findings: UnplacedProblem[], entries: ReturnType<typeof entry>, ran = true) =>
  applySuppressions(findings, entries, { today, ran: () => ran });

describe("exceptions.yaml", () => {
  it("is read behind a mark of the order of bytes, with lines as Windows ends them", () => {
    const text = "\ufeff- id: alert/owner-unknown\r\n  until: 2026-11-25\r\n  reason: the new one starts soon\r\n";
    expect(parse(text)).toMatchObject([{ id: "alert/owner-unknown", reason: "the new one starts soon", line: 1 }]);
  });

  it("suppresses by rule and definition, to the end of its last day, and keeps the reason", () => {
    const { findings, suppressed } = apply(
      [finding(), finding({ definition: "shop/other" })],
      entry("at: shop/errors"),
    );
    expect(findings.map(({ definition }) => definition)).toEqual(["shop/other"]);
    expect(suppressed).toMatchObject([
      { definition: "shop/errors", reason: "the new one starts soon", until: "2026-11-25" },
    ]);
  });

  it.each([
    ["another definition", "at: shop/other"],
    ["another stack", "at: shop/errors, stack: prod"],
    ["another subject", "at: everybody"],
  ])("leaves a finding of %s, and says that the entry is unused", (_, rest) => {
    const { findings } = apply([finding()], entry(rest));
    expect(findings.map(({ rule }) => rule)).toEqual(["alert/owner-unknown", "lint/suppression-unused"]);
  });

  it("takes an entry without a place for every finding of its rule, and one with a path for that place only", () => {
    const at = (path: string) => finding({ definition: "shop/other", path });
    expect(apply([finding(), at("a")], entry("stack: staging")).findings).toEqual([]);
    const { findings } = apply([at("a"), at("b")], entry("at: shop/other b"));
    expect(findings.map(({ path }) => path)).toEqual(["a"]);
  });

  it("takes a finding without a stack as one of every stack", () => {
    const { findings } = apply([finding({ stacks: [] })], entry("at: shop/errors, stack: prod"));
    expect(findings).toEqual([]);
  });

  it("suppresses nothing after its day, and says so at its line", () => {
    const { findings } = apply([finding()], entry("at: shop/errors", "2026-11-24"));
    expect(findings.map(({ rule }) => rule)).toEqual(["alert/owner-unknown", "lint/suppression-expired"]);
    expect(findings[1]).toMatchObject({ severity: "error", in: { file: "exceptions.yaml", key: "1" } });
  });

  it("calls nothing unused whose rule was not run", () => {
    expect(apply([], entry("at: shop/errors"), false).findings).toEqual([]);
  });

  it("knows the line that each entry begins on", () => {
    const text =
      "# why\n\n- id: alert/duplicate\n  at: a/b\n  until: 2027-01-01\n  reason: they are told apart\n\n- id: alert/duplicate\n  at: c/d\n  until: 2027-01-01\n  reason: they are told apart\n";
    expect(parse(text).map(({ line }) => line)).toEqual([3, 8]);
    expect(parse("")).toEqual([]);
  });

  it("takes an end of the last day that one may have", () => {
    expect(entry("at: a/b", "2027-11-26")).toHaveLength(1);
    expect(() => entry("at: a/b", "2027-11-27")).toThrow("366 days at most");
  });

  it.each([
    ["no YAML", "- { id: ", /exceptions\.yaml:1: error: it is not valid YAML/],
    ["no list", "id: alert/duplicate", /no list of entries/],
    [
      "a rule that does not exist",
      "- { id: alert/nothing, at: a/b, until: 2027-01-01, reason: as it should be }",
      /exceptions\.yaml:1: error: entry 1, id: there is no such rule/,
    ],
    [
      "a rule of its own",
      "- { id: lint/suppression-unused, at: a/b, until: 2027-01-01, reason: as it should be }",
      /there is no such rule/,
    ],
    ["no reason", "- { id: alert/duplicate, at: a/b, until: 2027-01-01, reason: so }", /say why/],
    ["no end", "- { id: alert/duplicate, at: a/b, reason: as it should be }", /a day/],
    [
      "an end that nobody lives to see",
      "- { id: alert/duplicate, at: a/b, until: 9999-12-31, reason: as it should be }",
      /entry 1, until: 9999-12-31 is more than 366 days from now, .* 2027-11-26 is the last day that it may have/,
    ],
    [
      "a misspelt field",
      "- { id: alert/duplicate, at: a/b, til: 1, until: 2027-01-01, reason: as it should be }",
      /Unrecognized key/,
    ],
  ])("refuses %s", (_, text, message) => {
    expect(() => parse(text)).toThrow(message);
  });
});

import { describe, expect, test } from "vitest";
import { QueryError } from "../../src/datadog/query/scanner.ts";
import { parseSearch } from "../../src/datadog/query/search.ts";

const tag = (key: string, value: string) => ({
  type: "field",
  key,
  attribute: false,
  match: { kind: "pattern", parts: [value] },
});
const attribute = (key: string, match: object) => ({ type: "field", key, attribute: true, match });

describe("log searches", () => {
  test.each([
    ["", { type: "all" }],
    ["*", { type: "all" }],
    ["source:vercel", tag("source", "vercel")],
    ["a:b c:d", { type: "and", left: tag("a", "b"), right: tag("c", "d") }],
    ["a:b AND c:d OR e:f", { type: "or", left: { type: "and" }, right: tag("e", "f") }],
    ["a:b OR c:d e:f", { type: "or", left: tag("a", "b"), right: { type: "and" } }],
    ["-a:b", { type: "not", operand: tag("a", "b") }],
    ["NOT (a:b OR c:d)", { type: "not", operand: { type: "or" } }],
    ["a:(b OR c)", { type: "or", left: tag("a", "b"), right: tag("a", "c") }],
    ["@s:[500 TO 599]", attribute("s", { kind: "range", from: 500, to: 599 })],
    ["@s:[* TO 0.5]", attribute("s", { kind: "range", from: null, to: 0.5 })],
    ["@pg.ms:>=2000", attribute("pg.ms", { kind: "compare", comparator: ">=", value: 2000 })],
    ["@path:/api/*", attribute("path", { kind: "pattern", parts: ["/api/", { wildcard: "any" }] })],
    ['@path:"/api/x y"', attribute("path", { kind: "phrase", phrase: "/api/x y" })],
    ["@seen:*", attribute("seen", { kind: "exists" })],
    ['"[cleanup] failed"', { type: "text", everywhere: false, match: { kind: "phrase", phrase: "[cleanup] failed" } }],
    ["h?llo\\:x", { type: "text", match: { kind: "pattern", parts: ["h", { wildcard: "one" }, "llo:x"] } }],
    ["*:boom", { type: "text", everywhere: true }],
    ["android", { type: "text", match: { kind: "pattern", parts: ["android"] } }],
  ])("%s", (text, node) => {
    expect(parseSearch(text)).toMatchObject(node);
  });

  test.each([
    ["(a:b", "expected '\\)'"],
    ["a:b)", "unexpected text"],
    ["a:", "expected a value"],
    ["AND a:b", "expected a search term before the operator"],
    ["a:b OR", "expected a value"],
    ["a:b OR OR c:d", "before the operator"],
    ["@a:[500 TO ", "expected a number"],
    ["@a:[500 599]", "expected TO"],
    ["@a:[599 TO 500]", "is empty"],
    ["@a:>x", "expected a number"],
    ["@a:>5x", "unexpected text after the number"],
    ["[cleanup] failed", "'\\[' must be quoted or escaped"],
    ["what a day!", "'!' must be quoted or escaped"],
    ['"open', "unterminated string"],
    ["@:x", "must be quoted|lacks its path"],
    ["end\\", "nothing follows the backslash"],
  ])("refused: %s", (text, reason) => {
    expect(() => parseSearch(text)).toThrow(QueryError);
    expect(() => parseSearch(text)).toThrow(new RegExp(reason));
  });
});

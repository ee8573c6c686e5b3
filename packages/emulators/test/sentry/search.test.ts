import { expect, test } from "vitest";
import { parseSearch } from "../../src/sentry/search.ts";
import { matcherOf } from "../../src/sentry/search-match.ts";

const event = { service: "api", severity: "critical", "span.duration": "1500", transaction: "POST /api/upload/init" };

function hit(query: string): boolean {
  const found = new Map(Object.entries(event));
  const values = (key: string) => {
    const value = found.get(key);
    return value === undefined ? [] : [value];
  };
  return matcherOf(parseSearch(query))({ values, text: "connection refused" });
}

test.each([
  ["", true],
  ["service:api", true],
  ["service:worker", false],
  ["!service:worker", true],
  ["service:[api, apps/web]", true],
  ["service:[worker,apps/web]", false],
  ["service:api severity:low", false],
  ["service:api AND severity:critical", true],
  ["service:worker OR severity:critical", true],
  ["service:worker OR service:web severity:critical", false],
  ["(service:worker OR service:api) severity:critical", true],
  ["service:api (severity:low OR (severity:critical))", true],
  ['transaction:"POST /api/upload/init"', true],
  ["transaction:*upload*", true],
  ["span.duration:>1s", true],
  ["span.duration:<=1400", false],
  ["has:severity !has:release", true],
  ['release:""', true],
  ["refused", true],
  ['"connection refused" service:api', true],
  ["timeout", false],
  ["or_else:x", false],
])("%j matches: %s", (query, expected) => {
  expect(hit(query)).toBe(expected);
});

test.each([
  "(service:api",
  "service:api)",
  "()",
  "OR service:api",
  "service:api OR",
  "service:api AND AND severity:x",
  "service:api OR OR severity:x",
  'service:"api',
  "service:[api",
  "service:[]",
  "service:[api,,web]",
  "service:[api,]",
  "service:[api, w*b]",
  "service:",
  ":api",
  "span.duration:>slow",
  'service:a"b"',
  "!free",
])("%j is refused", (query) => {
  expect(() => parseSearch(query)).toThrow();
});

import { expect, test } from "vitest";
import { failureOf, isWrong, notChecked } from "../../src/datadog/synthetics/assertions.ts";
import { findAll, JsonPathError } from "../../src/datadog/synthetics/json-path.ts";
import { assertionSchema } from "../../src/datadog/synthetics/schema.ts";

const json = { ok: true, n: 3, service: "api", checks: [{ up: true }, { up: false }], "a.b": null };
const answer = {
  statusCode: 200,
  headers: new Headers({ "content-type": "application/json" }),
  body: JSON.stringify(json),
  responseTime: 120,
};

const path = (jsonPath: string, operator: string, targetValue?: string | number, elementsOperator?: string) => ({
  type: "body",
  operator: "validatesJSONPath",
  target: {
    jsonPath,
    operator,
    ...(targetValue === undefined ? {} : { targetValue }),
    ...(elementsOperator === undefined ? {} : { elementsOperator }),
  },
});
const body = (operator: string, target: string | number, type = "body", property?: string) => ({
  type,
  operator,
  target,
  ...(property === undefined ? {} : { property }),
});

const checked = (assertion: object): string | null => failureOf(assertionSchema.parse(assertion), answer);
const refusedAs = (assertion: object): string | null => isWrong(assertionSchema.parse(assertion));
const storedAs = (assertion: object): string | null => notChecked(assertionSchema.parse(assertion));

test.each([
  [body("is", 200, "statusCode")],
  [body("is", "200", "statusCode")],
  [body("isNot", 503, "statusCode")],
  [body("matches", "2..", "statusCode")],
  [body("lessThan", 300, "statusCode")],
  [body("contains", '"ok":true')],
  [body("doesNotContain", "error")],
  [body("lessThan", 121, "responseTime")],
  [body("contains", "json", "header", "Content-Type")],
  [{ type: "header", property: "x-none", operator: "doesNotExist" }],
  [path("$.ok", "is", "true")],
  [path("$.n", "moreThanOrEqual", 3)],
  [path("$.service", "matches", "^a")],
  [path("$['a.b']", "is", "null")],
  [path("$.nothing", "isUndefined")],
  [path("$.checks[*].up", "is", "true", "atLeastOneElementMatches")],
  [path("$.checks[-1].up", "isNot", "true")],
])("holds: %j", (assertion) => {
  expect([refusedAs(assertion), storedAs(assertion), checked(assertion)]).toEqual([null, null, null]);
});

test.each([
  [body("isNot", 200, "statusCode"), "statusCode isNot 200, but is 200"],
  [body("moreThan", 200, "statusCode"), "but is 200"],
  [body("is", "x"), "but is {"],
  [body("is", "x", "header", "x-none"), "header x-none does not exist"],
  [path("$.ok", "isNot", "true"), "$.ok isNot true, but is true"],
  [path("$.nothing", "is", "1"), "is not in the body"],
  [path("$.checks[*].up", "is", "true", "everyElementMatches"), "but is true"],
  [path("$.ok", "isUndefined"), "is defined"],
])("fails: %j", (assertion, reason) => {
  expect(checked(assertion)).toContain(reason);
});

test("a body that is no JSON fails every path", () => {
  const parsed = assertionSchema.parse(path("$.ok", "isUndefined"));
  expect(failureOf(parsed, { ...answer, body: "<html>" })).toBe("the body is not JSON");
});

test.each([
  [body("matches", "("), "is not a regular expression"],
  [path("$.ok", "matches", "("), "is not a regular expression"],
  [{ type: "header", operator: "is", target: "x" }, "'property' is missing"],
  [{ type: "statusCode", operator: "is" }, "'target' is missing"],
])("is refused at creation: %j", (assertion, reason) => {
  expect(refusedAs(assertion)).toContain(reason);
});

test.each([
  [{ type: "javascript", code: "x" }, "JavaScript"],
  [body("isInMoreThan", 10, "certificate"), "'certificate'"],
  [path("$..ok", "is", "1"), "is not understood by this emulator"],
  [path("$[?(@.a)]", "is", "1"), "is not understood by this emulator"],
  [path("$.ok", "validates", "1"), "the operator 'validates'"],
  [{ type: "body", operator: "validatesJSONSchema", target: { jsonSchema: "{}" } }, "schemas"],
  [{ type: "body", operator: "validatesXPath", target: { xPath: "//a", operator: "is", targetValue: "1" } }, "XPaths"],
])("is stored, and the test not run: %j", (assertion, reason) => {
  expect([refusedAs(assertion), storedAs(assertion)]).toEqual([null, expect.stringContaining(reason)]);
});

test("paths follow members, elements and all of them", () => {
  expect(findAll(json, "$.checks[1].up")).toEqual([false]);
  expect(findAll(json, "checks.*.up")).toEqual([true, false]);
  expect(findAll(json, "$")).toEqual([json]);
  expect(findAll(json, "$.checks[9].up")).toEqual([]);
  expect(() => findAll(json, "$.a[")).toThrow(JsonPathError);
});

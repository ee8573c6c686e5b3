import type { Json, JsonObject } from "../../model/resource.ts";
import type { HttpRequest } from "../../model/signals/facts.ts";

/** What a synthetic test expects of an answer, as Datadog asserts it. */

type Expected = HttpRequest["expect"];
type TextExpectation = NonNullable<Expected["headers"]>[string];

function textAssertion(expected: TextExpectation): { operator: string; target?: string } {
  if ("exists" in expected) return { operator: "doesNotExist" };
  const [[operator = "", target = ""] = []] = Object.entries(expected);
  return { operator, target };
}

function statusAssertion(status: NonNullable<Expected["status"]>): { operator: string; target: string | number } {
  if (typeof status === "number") return { operator: "is", target: status };
  if (Array.isArray(status)) return { operator: "matches", target: statusRange(status) };
  if ("isNot" in status) return { operator: "isNot", target: status.isNot };
  if ("below" in status) return { operator: "lessThan", target: status.below };
  if ("matches" in status) return { operator: "matches", target: status.matches };
  return { operator: "doesNotMatch", target: status.doesNotMatch };
}

const elements = {
  every: "everyElementMatches",
  any: "atLeastOneElementMatches",
  serialized: "serializationMatches",
} as const;

function jsonTarget(jsonPath: string, value: Expected["json"][string]): Json {
  if (typeof value === "object" && "is" in value) {
    return { jsonPath, operator: "is", targetValue: String(value.is), elementsOperator: elements[value.elements] };
  }
  if (typeof value !== "object") {
    return { jsonPath, operator: "is", targetValue: String(value), elementsOperator: "firstElementMatches" };
  }
  // No operator of Datadog's says that something is there; anything at all does.
  return value.exists
    ? { jsonPath, operator: "matches", targetValue: "[\\s\\S]+", elementsOperator: "firstElementMatches" }
    : { jsonPath, operator: "isUndefined", elementsOperator: "firstElementMatches" };
}

/** The status first: a drill turns it round. */
export function assertionsOf({ status, json, headers = {}, body = [], within, ...more }: Expected): Json[] {
  return [
    ...(status === undefined ? [] : [{ type: "statusCode", ...statusAssertion(status) }]),
    ...Object.entries(json).map(([jsonPath, value]) => ({
      type: "body",
      operator: "validatesJSONPath",
      target: jsonTarget(jsonPath, value),
    })),
    ...Object.entries(headers).map(([property, expected]) => ({
      type: "header",
      property,
      ...textAssertion(expected),
    })),
    ...body.map((expected) => ({ type: "body", ...textAssertion(expected) })),
    ...responseTime(within),
    ...rarer(more),
  ];
}

function rarer({ time = [], jsonSchema, xpath = {}, hash, script }: Partial<Expected>): Json[] {
  return [
    ...time.map(timeAssertion),
    ...(jsonSchema === undefined
      ? []
      : [
          {
            ...{ type: "body", operator: "validatesJSONSchema" },
            target: { jsonSchema: jsonSchema.schema, metaSchema: jsonSchema.draft },
          },
        ]),
    ...Object.entries(xpath).map(([xPath, expected]): Json => {
      const { operator, target } = textAssertion(expected);
      return { type: "body", operator: "validatesXPath", target: { xPath, operator, targetValue: target ?? "" } };
    }),
    ...(hash === undefined ? [] : [{ type: "bodyHash", operator: hash.algorithm, target: hash.is }]),
    ...(script === undefined ? [] : [{ type: "javascript", code: script }]),
  ];
}

/** In milliseconds. */
function timeAssertion(timing: NonNullable<Expected["time"]>[number]): JsonObject {
  const [operator, seconds] =
    "atMost" in timing
      ? ["lessThanOrEqual", timing.atMost]
      : "above" in timing
        ? ["moreThan", timing.above]
        : ["moreThanOrEqual", timing.atLeast];
  const scope: JsonObject = timing.counts === undefined ? {} : { timingsScope: timing.counts };
  return { type: "responseTime", operator, target: Math.round(Number(seconds) * 1000), ...scope };
}

/** In milliseconds. */
export const responseTime = (within: number | undefined): Json[] =>
  within === undefined ? [] : [{ type: "responseTime", operator: "lessThan", target: Math.round(within * 1000) }];

/** A regular expression for exactly the codes of a range: `2\d\d` for 200 to 299. */
function statusRange([from, to]: readonly [number, number]): string {
  const hundreds = Array.from(
    { length: Math.floor(to / 100) - Math.floor(from / 100) + 1 },
    (_, i) => Math.floor(from / 100) + i,
  );
  const whole = from % 100 === 0 && to % 100 === 99;
  if (whole) return `^(${hundreds.map((digit) => `${digit}\\d\\d`).join("|")})$`;
  return `^(${Array.from({ length: to - from + 1 }, (_, i) => from + i).join("|")})$`;
}

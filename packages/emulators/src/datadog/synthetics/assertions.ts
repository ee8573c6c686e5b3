import type { z } from "zod";
import { findAll, JsonPathError, parseJsonPath } from "./json-path.ts";
import type { assertionSchema } from "./schema.ts";

/** One check of an answer. */
export type Assertion = z.infer<typeof assertionSchema>;

/** What came back from a request. */
export interface Answer {
  statusCode: number;
  headers: Headers;
  body: string;
  /** Milliseconds, emulated. */
  responseTime: number;
}

/** Operators that compare one value with a target. */
const OPERATORS: Readonly<Record<string, (actual: string, target: string) => boolean>> = {
  is: (actual, target) =>
    actual === target || (isNumber(actual) && isNumber(target) && Number(actual) === Number(target)),
  isNot: (actual, target) =>
    actual !== target && !(isNumber(actual) && isNumber(target) && Number(actual) === Number(target)),
  contains: (actual, target) => actual.includes(target),
  doesNotContain: (actual, target) => !actual.includes(target),
  matches: (actual, target) => new RegExp(target).test(actual),
  doesNotMatch: (actual, target) => !new RegExp(target).test(actual),
  lessThan: (actual, target) => Number(actual) < Number(target),
  lessThanOrEqual: (actual, target) => Number(actual) <= Number(target),
  moreThan: (actual, target) => Number(actual) > Number(target),
  moreThanOrEqual: (actual, target) => Number(actual) >= Number(target),
};

/** Whether an operator compares one value with a target, and whether it holds. */
export const comparesWith = (operator: string): boolean => Object.hasOwn(OPERATORS, operator);
export const compare = (operator: string, actual: string, target: string): boolean =>
  OPERATORS[operator]?.(actual, target) ?? false;

function isNumber(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text));
}

/** What Datadog refuses of an assertion; null when it takes it. */
export function isWrong(assertion: Assertion): string | null {
  if (isStoredOnly(assertion)) return null;
  if (assertion.operator === "validatesJSONPath") {
    return badPattern(assertion.target.operator, String(assertion.target.targetValue ?? ""));
  }
  if (assertion.type === "header" && assertion.property === undefined)
    return "Required parameter 'property' is missing";
  if (withoutTarget.has(assertion.operator)) return null;
  if (assertion.target === undefined) return "Required parameter 'target' is missing";
  return badPattern(assertion.operator, String(assertion.target));
}

/** Operators that compare with nothing. */
const withoutTarget = new Set(["doesNotExist", "isUndefined"]);

/** Why a test with this assertion, which Datadog takes, is stored and not run here; null when it is checked. */
export function notChecked(assertion: Assertion): string | null {
  if (assertion.type === "javascript") return "assertions in JavaScript are not run by this emulator";
  if (isStoredOnly(assertion)) return "schemas and XPaths are not checked by this emulator";
  if (assertion.operator === "validatesJSONPath") return notFollowed(assertion);
  if (!["statusCode", "responseTime", "body", "header"].includes(assertion.type)) {
    return `assertions on '${assertion.type}' are not checked by this emulator`;
  }
  if (assertion.type === "header" && assertion.operator === "doesNotExist") return null;
  if (comparesWith(assertion.operator)) return null;
  return `the operator '${assertion.operator}' on '${assertion.type}' is not checked by this emulator`;
}

type JsonPathAssertion = Extract<Assertion, { operator: "validatesJSONPath" }>;
type StoredOnly = Extract<Assertion, { operator: "validatesJSONSchema" | "validatesXPath" } | { type: "javascript" }>;

const isStoredOnly = (assertion: Assertion): assertion is StoredOnly =>
  assertion.type === "javascript" ||
  assertion.operator === "validatesJSONSchema" ||
  assertion.operator === "validatesXPath";

function notFollowed({ target }: JsonPathAssertion): string | null {
  if (target.operator !== "isUndefined" && !comparesWith(target.operator)) {
    return `the operator '${target.operator}' on a JSON path is not checked by this emulator`;
  }
  try {
    parseJsonPath(target.jsonPath);
    return null;
  } catch (error) {
    if (error instanceof JsonPathError) return `${error.message} by this emulator`;
    throw error;
  }
}

function badPattern(operator: string, target: string): string | null {
  if (operator !== "matches" && operator !== "doesNotMatch") return null;
  try {
    new RegExp(target);
    return null;
  } catch {
    return `'${target}' is not a regular expression`;
  }
}

/** What is wrong with an answer; null when the assertion holds. */
export function failureOf(assertion: Assertion, answer: Answer): string | null {
  if (isStoredOnly(assertion)) return null;
  if (assertion.operator === "validatesJSONPath") return jsonPathFailure(assertion, answer);
  const { type, operator, target, property } = assertion;
  const actual = actualValue(type, property, answer);
  if (operator === "doesNotExist") return actual === null ? null : `header ${property} exists`;
  if (actual === null) return `header ${property} does not exist`;
  const holds = compare(operator, actual, String(target));
  return holds ? null : `${type} ${operator} ${target}, but is ${actual.slice(0, 200)}`;
}

function actualValue(type: string, property: string | undefined, answer: Answer): string | null {
  switch (type) {
    case "statusCode":
      return String(answer.statusCode);
    case "responseTime":
      return String(answer.responseTime);
    case "header":
      return answer.headers.get(property ?? "");
    default:
      return answer.body;
  }
}

function jsonPathFailure({ target }: JsonPathAssertion, { body }: Answer): string | null {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return "the body is not JSON";
  }
  const found = findAll(json, target.jsonPath);
  if (target.operator === "isUndefined") return found.length === 0 ? null : `${target.jsonPath} is defined`;
  if (found.length === 0) return `${target.jsonPath} is not in the body`;
  const wanted = String(target.targetValue ?? "");
  const holds = (value: unknown) => compare(target.operator, written(value), wanted);
  const fulfilled = elementsHold(target.elementsOperator, found, holds);
  return fulfilled ? null : `${target.jsonPath} ${target.operator} ${wanted}, but is ${written(found[0])}`;
}

function elementsHold(operator: string | undefined, found: unknown[], holds: (value: unknown) => boolean): boolean {
  switch (operator) {
    case "everyElementMatches":
      return found.every(holds);
    case "atLeastOneElementMatches":
      return found.some(holds);
    case "serializationMatches":
      return holds(JSON.stringify(found));
    default:
      return holds(found[0]);
  }
}

function written(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

import type { z } from "zod";
import { isObject } from "../../model/resource.ts";
import { formatPath, type Path, touches } from "./path.ts";
import type { CheckFailure, Properties, Value } from "./types.ts";

/**
 * Failures of inputs against a schema, each with the property it is about and a sentence that says what is expected.
 * What is wrong only because a value is not known yet is no failure.
 */
export function failuresOf(schema: z.ZodType, inputs: Properties, unknown: ReadonlySet<string>): CheckFailure[] {
  const result = schema.safeParse(inputs);
  if (result.success) return [];
  return result.error.issues
    .flatMap((issue) => failuresOfIssue(issue, inputs))
    .filter(({ property }) => !touches(unknown, property));
}

function failuresOfIssue(issue: z.core.$ZodIssue, inputs: Properties): CheckFailure[] {
  if (issue.code === "invalid_union") {
    // Of several forms the one is meant whose `type` fits.
    const meant =
      issue.errors.find((errors) => errors.every(({ path }) => path.join() !== "type")) ?? issue.errors.at(-1);
    const issues = (meant ?? []).map((one) => ({ ...one, path: [...issue.path, ...one.path] }));
    if (issues.length > 0) return issues.flatMap((one) => failuresOfIssue(one, inputs));
  }
  const path = issue.path.map((step) => (typeof step === "symbol" ? String(step) : step));
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      property: formatPath([...path, key]),
      reason: "is no property that exists here",
    }));
  }
  return [{ property: formatPath(path), reason: reasonOf(issue, at(inputs, path) === undefined) }];
}

function reasonOf(issue: z.core.$ZodIssue, isMissing: boolean): string {
  if (isMissing && issue.code !== "custom") return "is missing";
  // A schema's own sentence says more than anything that can be said here.
  if (!/^(Invalid|Too|Unrecognized)/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case "invalid_value":
      return `must be one of ${issue.values.map(String).join(", ")}`;
    case "too_big":
      return `must ${sized(issue.origin)} at most ${issue.maximum}${unitOf(issue.origin)}`;
    case "too_small":
      if (issue.origin === "string" && issue.minimum === 1) return "must not be empty";
      return `must ${sized(issue.origin)} at least ${issue.minimum}${unitOf(issue.origin)}`;
    case "invalid_type":
      return `must be a ${issue.expected}`;
    default:
      return issue.message;
  }
}

const sized = (origin: string) => (origin === "array" ? "have" : "be");
const unitOf = (origin: string) => (origin === "string" ? " characters long" : origin === "array" ? " elements" : "");

function at(value: Value | undefined, path: Path): Value | undefined {
  let here = value;
  for (const step of path) {
    if (here === null || typeof here !== "object") return undefined;
    here = Array.isArray(here) ? here[Number(step)] : Object.hasOwn(here, step) ? here[step] : undefined;
  }
  return here;
}

/** The same properties without members that are null: for our resources absent and null are one. */
export function withoutNulls(properties: Properties): Properties {
  const strip = (value: Value): Value => {
    if (Array.isArray(value)) return value.map(strip);
    return value !== null && typeof value === "object" ? withoutNulls(value) : value;
  };
  const members = Object.entries(properties).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(members.map(([name, value]) => [name, strip(value)]));
}

/** The members of an object; none of anything else. */
export const propertiesOf = (value: Value | undefined): Properties => (isObject(value) ? value : {});

import { z } from "zod";
import { Inexpressible } from "./draft.ts";

/** What a synthetic test of Datadog's asserts, read back into what a definition expects. */

export const assertionShape = z.looseObject({
  type: z.string(),
  operator: z.string().default(""),
  target: z.unknown().optional(),
  property: z.string().optional(),
  timingsScope: z.string().optional(),
  code: z.string().optional(),
});
type Assertion = z.infer<typeof assertionShape>;

const path = { jsonPath: z.string(), elementsOperator: z.string().default("firstElementMatches") };
const jsonTarget = z.union([
  z.object({ ...path, operator: z.enum(["is", "matches"]), targetValue: z.string() }),
  z.object({ ...path, operator: z.literal("isUndefined") }),
]);

const textOperators = new Set(["is", "isNot", "contains", "doesNotContain", "matches"]);
/** `^(2\d\d|3\d\d)$`, as a range of whole hundreds is compiled. */
const range = /^\^\((\d)\\d\\d(?:\|\d\\d\\d)*(?:\|(\d)\\d\\d)?\)\$$/;

type Value = string | number | boolean;

interface Expected {
  status?: unknown;
  json: Record<string, Value | { exists: boolean } | { is: Value; elements: string }>;
  headers: Record<string, unknown>;
  body: unknown[];
  within?: number;
  time: object[];
  jsonSchema?: object;
  xpath: Record<string, object>;
  hash?: object;
  script?: string | undefined;
}

/** @throws Inexpressible */
export function expectations(assertions: readonly Assertion[]): object {
  const expected: Expected = { json: {}, headers: {}, body: [], time: [], xpath: {} };
  for (const assertion of assertions) add(expected, assertion);
  const { headers, body, time, xpath, ...rest } = expected;
  return {
    ...rest,
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(body.length === 0 ? {} : { body }),
    ...(time.length === 0 ? {} : { time }),
    ...(Object.keys(xpath).length === 0 ? {} : { xpath }),
  };
}

function add(expected: Expected, assertion: Assertion): void {
  const { type, operator, target, property } = assertion;
  if (type === "statusCode" && expected.status === undefined) expected.status = statusOf(operator, target);
  else if (type === "header" && property !== undefined) expected.headers[property] = headerOf(assertion);
  else if (type === "body") addBody(expected, assertion);
  else if (type === "responseTime") addTime(expected, assertion);
  else if (type === "bodyHash") expected.hash = { algorithm: operator, is: target };
  else if (type === "javascript" && expected.script === undefined) expected.script = assertion.code;
  else throw notSaid(assertion);
}

function headerOf(assertion: Assertion): object {
  const { operator, target } = assertion;
  if (operator === "doesNotExist") return { exists: false };
  if (!textOperators.has(operator)) throw notSaid(assertion);
  return { [operator]: target };
}

const schemaTarget = z.object({ jsonSchema: z.string(), metaSchema: z.string().default("draft-07") });
const xpathTarget = z.object({ xPath: z.string(), operator: z.string(), targetValue: z.string() });

function addBody(expected: Expected, assertion: Assertion): void {
  const { operator, target } = assertion;
  const schema = operator === "validatesJSONSchema" ? schemaTarget.safeParse(target) : null;
  const path = operator === "validatesXPath" ? xpathTarget.safeParse(target) : null;
  if (operator === "validatesJSONPath") addJson(expected.json, target);
  else if (schema?.success) expected.jsonSchema = { schema: schema.data.jsonSchema, draft: schema.data.metaSchema };
  else if (path?.success && textOperators.has(path.data.operator))
    expected.xpath[path.data.xPath] = { [path.data.operator]: path.data.targetValue };
  else if (textOperators.has(operator)) expected.body.push({ [operator]: target });
  else throw notSaid(assertion);
}

const times: Readonly<Record<string, string>> = {
  lessThanOrEqual: "atMost",
  moreThan: "above",
  moreThanOrEqual: "atLeast",
};

function addTime(expected: Expected, assertion: Assertion): void {
  const { operator, target, timingsScope } = assertion;
  const word = times[operator];
  const seconds = Number(target) / 1000;
  if (operator === "lessThan" && timingsScope === undefined && expected.within === undefined) expected.within = seconds;
  else if (word === undefined) throw notSaid(assertion);
  else expected.time.push({ [word]: seconds, ...(timingsScope === undefined ? {} : { counts: timingsScope }) });
}

const notSaid = ({ type, operator }: { type: string; operator: string }): Inexpressible =>
  new Inexpressible(`it asserts the ${type}${operator === "" ? "" : ` with "${operator}"`}, which no definition says`);

const elements: Readonly<Record<string, string>> = {
  everyElementMatches: "every",
  atLeastOneElementMatches: "any",
  serializationMatches: "serialized",
};

function statusOf(operator: string, target: unknown): unknown {
  const [, from, to = from] = range.exec(String(target)) ?? [];
  if (operator === "is") return target;
  if (operator === "isNot") return { isNot: target };
  if (operator === "lessThan") return { below: target };
  if (operator === "matches")
    return from === undefined ? { matches: target } : [Number(from) * 100, Number(to) * 100 + 99];
  if (operator === "doesNotMatch") return { doesNotMatch: target };
  throw notSaid({ type: "statusCode", operator });
}

function addJson(json: Expected["json"], target: unknown): void {
  const read = jsonTarget.safeParse(target);
  if (!read.success) throw notSaid({ type: "body", operator: "validatesJSONPath" });
  const { jsonPath, operator, elementsOperator } = read.data;
  if (operator === "isUndefined") json[jsonPath] = { exists: false };
  else if (operator === "is" && elements[elementsOperator] !== undefined)
    json[jsonPath] = { is: plain(read.data.targetValue), elements: elements[elementsOperator] };
  else json[jsonPath] = operator === "is" ? plain(read.data.targetValue) : { exists: true };
}

/** Datadog writes every value as text: `"true"` may stand for `true`, and is compiled to the same. */
function plain(text: string): string | number | boolean {
  if (text === "true" || text === "false") return text === "true";
  return text !== "" && String(Number(text)) === text ? Number(text) : text;
}

import { isObject, type Json, type JsonObject } from "../../model/resource.ts";
import { drillTag } from "../fire-types.ts";
import { textsOf } from "../live.ts";

/** Bodies of checks that fire while nothing is wrong, and those that put them back. */

const opposite: Record<string, string> = { "<": ">=", "<=": ">", ">": "<=", ">=": "<" };
const comparison = /(<=|>=|<|>)(\s*-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*$/i;

/** Whether a query ends with a comparison that can be inverted. */
export const canBeInverted = (query: string): boolean => comparison.test(query);

/** What `PUT /api/v1/monitor/{id}` takes; everything else in an answer is Datadog's own. */
const writableOfMonitor = ["name", "type", "query", "message", "tags", "priority", "options", "restricted_roles"];
/** What `PUT /api/v1/synthetics/tests/api/{id}` takes. */
const writableOfTest = ["name", "type", "subtype", "status", "message", "tags", "locations", "config", "options"];

const pick = (body: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(body).filter(([key, value]) => keys.includes(key) && value !== null));

/** The body that makes a monitor what it is now, from any answer that holds it. */
export const monitorBody = (live: JsonObject): JsonObject => pick(live, writableOfMonitor);
/** The body that makes a synthetic test what it is now, from any answer that holds it. */
export const testBody = (live: JsonObject): JsonObject => pick(live, writableOfTest);

/**
 * A monitor whose comparison is inverted, so that its present, healthy data fires. Warning and recovery would then be on
 * the wrong side, which Datadog refuses, so they are left out.
 * @throws Error when the query does not end with a comparison
 */
export function invertedMonitor(live: JsonObject, run: string): JsonObject {
  const body = monitorBody(live);
  const query = typeof body.query === "string" ? body.query : "";
  const isComposite = body.type === "composite";
  if (!isComposite && !canBeInverted(query)) {
    throw new Error(`The query does not end with a comparison: ${query}`);
  }
  const options = isObject(body.options) ? body.options : {};
  const thresholds = isObject(options.thresholds) ? options.thresholds : {};
  // A count of nothing is zero where nothing is stated of it, and fires inverted; "resolve" would keep it OK for good.
  const { on_missing_data: missing, ...others } = options;
  const counts = /\.rollup\("(?:count|cardinality)"/.test(query) && !query.includes(".by(") && missing === "resolve";
  return {
    ...body,
    query: isComposite
      ? `!(${query})`
      : query.replace(comparison, (_, sign: string, number: string) => `${opposite[sign]}${number}`),
    tags: [...textsOf(body.tags), drillTag(run)],
    options: { ...(counts ? others : options), thresholds: pick(thresholds, ["critical"]) },
  };
}

const pairs = [
  ["is", "isNot"],
  ["matches", "doesNotMatch"],
  ["contains", "doesNotContain"],
  ["lessThan", "moreThanOrEqual"],
  ["lessThanOrEqual", "moreThan"],
] as const;
const opposites: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    pairs.flatMap(([one, other]) => [
      [one, other],
      [other, one],
    ]),
  ),
  isInMoreThan: "isInLessThan",
};

/**
 * A synthetic test that fails while what it asks is as it should be: its first assertion is inverted, a status code where
 * there is one.
 * @throws Error when it asserts nothing that can be inverted
 */
export function invertedTest(live: JsonObject, run: string): JsonObject {
  const body = testBody(live);
  const config = isObject(body.config) ? body.config : {};
  const [first, ...others] = Array.isArray(config.steps) ? config.steps : [];
  const inverted = isObject(first)
    ? { ...config, steps: [{ ...first, assertions: withOpposite(first.assertions) }, ...others] }
    : { ...config, assertions: withOpposite(config.assertions) };
  return { ...body, config: inverted, tags: [...textsOf(body.tags), drillTag(run)] };
}

function withOpposite(assertions: Json | undefined): Json[] {
  const all = Array.isArray(assertions) ? assertions : [];
  const can = (one: Json) => isObject(one) && opposites[String(one.operator)] !== undefined;
  const status = all.findIndex((one) => can(one) && isObject(one) && one.type === "statusCode");
  const at = status === -1 ? all.findIndex(can) : status;
  if (at === -1) throw new Error("The test asserts nothing that can be inverted.");
  return all.map((one, i) =>
    i === at && isObject(one) ? { ...one, operator: opposites[String(one.operator)] ?? "" } : one,
  );
}

/** Run ids of the drills that marked an object. */
export function drillMarks(live: JsonObject): string[] {
  const prefix = drillTag("");
  return textsOf(live.tags).flatMap((tag) => (tag.startsWith(prefix) ? [tag.slice(prefix.length)] : []));
}

import { Ajv } from "ajv";
import { z } from "zod";
import { isObject, type Json, type Resource } from "../../../src/model/resource.ts";
import { vendorFile } from "../../support/vendor-files.ts";
import { asJsonSchema, faultsBy } from "../datadog/specification.ts";
import { faultsOf as faultsOfMonitor } from "../sentry/schema/index.ts";

/** What a vendor's own specification says of a compiled body; nothing where there is no file, or none of the vendor's. */
export function faultsOfBody({ kind, body }: Resource): string[] {
  if (kind === "monitor") return faultsBy("#/components/schemas/Monitor", body);
  if (kind === "synthetics-test") return faultsBy("#/components/schemas/SyntheticsAPITest", body);
  if (kind === "workflow") return workflowFaults(body);
  return kind === "detector" ? detectorFaults(body) : [];
}

const text = vendorFile("sentry/monitors-and-alerts.json");
const sentry: unknown = text === undefined ? null : JSON.parse(text);
const ajv = new Ajv({ strict: false, allErrors: true });

const call = z.object({
  requestBody: z.object({ content: z.object({ "application/json": z.object({ schema: z.looseObject({}) }) }) }),
});

/** The schema of a body that is posted, as Sentry's specification has it: its structure, and its examples in words. */
function posted(path: string): Record<string, unknown> {
  const { paths } = z.object({ paths: z.record(z.string(), z.object({ post: z.unknown().optional() })) }).parse(sentry);
  return call.parse(paths[`/api/0/organizations/{organization_id_or_slug}/${path}/`]?.post).requestBody.content[
    "application/json"
  ].schema;
}

const schemaFaults = (schema: unknown, value: unknown): string[] => {
  const validate = ajv.compile(Object(asJsonSchema(schema)));
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};

/** Every example of a trigger and of a filter that the specification shows: type to the members of its comparison. */
function examples(): Map<string, string> {
  const shown = JSON.stringify(posted("workflows"))
    .replaceAll(String.raw`\n`, " ")
    .replaceAll(String.raw`\"`, '"')
    // Users can be counted by tags, and need not be.
    .replaceAll(/"filters": \[[^\]]*\],?/g, "");
  const found = shown.matchAll(/"type": "(\w+)",\s*"comparison": (\{[^}]*\}|[^,}\s]+)/g);
  const shownOnes = [...found].map(([, type = "", comparison = ""]) => [type, membersOf(comparison)] as const);
  // Its example leaves out what its own words list (`comparisonInterval`), and what Sentry's source requires.
  return new Map([...shownOnes, ["percent_sessions_percent", "comparisonInterval interval value"]]);
}

/** `{"value": 1, "interval": "1h"}` to `interval value`; what is no object has none. */
const membersOf = (comparison: string): string =>
  [...comparison.matchAll(/"(\w+)":/g)]
    .map(([, name = ""]) => name)
    .toSorted()
    .join(" ");

/** Filters of users are there or not, each in the members of the example. */
const subFilters = z.array(z.strictObject({ key: z.string(), match: z.string(), value: z.string().optional() }));
function withoutFilters(comparison: Json): Json {
  if (!isObject(comparison) || comparison.filters === undefined) return comparison;
  const { filters, ...rest } = comparison;
  subFilters.parse(filters);
  return rest;
}

/** "Not required when match is `is` or `ns`", says the specification of a value. */
const withValue = (comparison: Json): Json =>
  isObject(comparison) && (comparison.match === "is" || comparison.match === "ns")
    ? { ...comparison, value: "" }
    : comparison;

const condition = z.object({ type: z.string(), comparison: z.json() });
const group = z.object({ conditions: z.array(condition) });
const alert = z.object({ triggers: group, actionFilters: z.array(group) });

function workflowFaults(body: Json): string[] {
  if (text === undefined) return [];
  const known = examples();
  const { triggers, actionFilters } = alert.parse(body);
  const wrong = [triggers, ...actionFilters]
    .flatMap(({ conditions }) => conditions)
    .filter(
      ({ type, comparison }) => known.get(type) !== membersOf(JSON.stringify(withValue(withoutFilters(comparison)))),
    )
    .map(
      ({ type, comparison }) =>
        `${type}: ${JSON.stringify(comparison)}, and the specification shows ${known.get(type)}`,
    );
  return [...schemaFaults(posted("workflows"), inSnakeCase(body)), ...wrong];
}

/** Sentry takes its members in either case, and its specification has the other one. References are filled in later. */
const inSnakeCase = (body: Json): Json =>
  isObject(body)
    ? Object.fromEntries(
        Object.entries(body)
          .filter(([key]) => key !== "detectorIds")
          .map(([key, value]) => [
            key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`),
            key === "triggers" ? inSnakeCase(value) : value,
          ]),
      )
    : body;

const checkIns = z.object({
  dataSources: z.tuple([z.object({ name: z.string(), slug: z.string(), config: z.json() })]),
});
const crons = "/organizations/acme/projects/web/detectors/";

/** Of cron monitors the specification has the schema of the older call; of the others, what is written of it here. */
function detectorFaults(body: Json): string[] {
  const { type } = z.looseObject({ type: z.string() }).parse(body);
  if (type !== "monitor_check_in_failure") return faultsOfMonitor("request", "POST", crons, body);
  if (text === undefined) return [];
  return schemaFaults(posted("monitors"), { project: "web", ...checkIns.parse(body).dataSources[0] });
}

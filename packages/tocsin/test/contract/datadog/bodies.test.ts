import path from "node:path";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { parse } from "yaml";
import type { JsonObject } from "../../../src/model/resource.ts";
import { loadProject } from "../../../src/project/project.ts";
import { vendorFile, vendorFiles } from "../../support/vendor-files.ts";

/**
 * What another team's alerts compile to, against Datadog's own specification: every monitor, every synthetic test, every objective.
 */
const { resources } = await loadProject(path.resolve(import.meta.dirname, "../../projects/foundry"), "staging");

const schemas = {
  monitor: "Monitor",
  "synthetics-test": "SyntheticsAPITest",
  slo: "ServiceLevelObjectiveRequest",
} as const;
type Kind = keyof typeof schemas;
const isJudged = (kind: string): kind is Kind => kind in schemas;

/** OpenAPI's `nullable` as JSON Schema says it; what only describes is left out. */
function asJsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asJsonSchema);
  if (value === null || typeof value !== "object") return value;
  const { nullable, ...rest }: { nullable?: boolean } & Record<string, unknown> = { ...value };
  const kept = Object.entries(rest).filter(([key]) => !/^(x-|example|format|readOnly|writeOnly|deprecated)/.test(key));
  const schema = Object.fromEntries(kept.map(([key, item]) => [key, asJsonSchema(item)]));
  return nullable === true ? { anyOf: [schema, { type: "null" }] } : schema;
}

const specification = vendorFile("datadog/v1-openapi.yaml");
const ajv = new Ajv({ strict: false, allErrors: true });
if (specification !== undefined) ajv.addSchema({ $id: "datadog", ...Object(asJsonSchema(parse(specification))) });

/** What is wrong with a body by the specification; nothing where there is none to compare with. */
function faults(kind: Kind, body: JsonObject): string[] {
  if (specification === undefined) return [];
  const validate = ajv.compile({ $ref: `datadog#/components/schemas/${schemas[kind]}` });
  validate(body);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const judged = resources.flatMap(({ name, kind, body }) => (isJudged(kind) ? [{ name, kind, body }] : []));

test.each(judged)(`$name is taken by the specification (${vendorFiles})`, ({ kind, body }) => {
  expect(faults(kind, body)).toEqual([]);
});

test("a body that the specification does not know is noticed", () => {
  const [first] = judged.filter(({ kind }) => kind === "monitor");
  const wrong = { ...first?.body, type: "a type of nobody's", options: { thresholds: { critical: "ten" } } };
  expect(faults("monitor", wrong).length > 0).toBe(specification !== undefined);
});

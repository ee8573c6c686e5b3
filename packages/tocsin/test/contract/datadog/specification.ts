/** Datadog's own specification as JSON Schema, where `TOCSIN_VENDOR_FILES` names it. */
import { Ajv } from "ajv";
import { parse } from "yaml";
import { vendorFile } from "../../support/vendor-files.ts";

/** OpenAPI's `nullable` as JSON Schema says it; what only describes is left out. */
export function asJsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asJsonSchema);
  if (value === null || typeof value !== "object") return value;
  const { nullable, ...rest }: { nullable?: boolean } & Record<string, unknown> = { ...value };
  const kept = Object.entries(rest).filter(([key]) => !/^(x-|example|format|readOnly|writeOnly|deprecated)/.test(key));
  const schema = Object.fromEntries(kept.map(([key, item]) => [key, asJsonSchema(item)]));
  return nullable === true ? { anyOf: [schema, { type: "null" }] } : schema;
}

const text = vendorFile("datadog/v1-openapi.yaml");
/** Null where there is no file to compare with. */
export const specification: { paths: Record<string, unknown> } | null =
  text === undefined ? null : Object(asJsonSchema(parse(text)));

const ajv = new Ajv({ strict: false, allErrors: true });
if (specification !== null) ajv.addSchema({ $id: "datadog", ...specification });

/** What is wrong with a value by a part of the specification, `#/components/schemas/Monitor`; nothing where there is no file. */
export function faultsBy(pointer: string, value: unknown): string[] {
  if (specification === null) return [];
  const validate = ajv.compile({ $ref: `datadog${pointer}` });
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** One step of a JSON pointer. */
const step = (key: string): string => encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"));

/**
 * Where the specification says what a call is answered; null for a call that it does not have.
 * @param path without its query
 */
export function answerPointer(method: string, path: string, status: number): string | null {
  const fits = (template: string) =>
    new RegExp(`^${template.replace(/[.]/g, "\\.").replace(/\{[^}]+\}/g, "[^/]+")}$`).test(path);
  const templates = Object.keys(specification?.paths ?? {}).filter(fits);
  // One without a variable goes before one with.
  const [template] = templates.sort((a, b) => a.split("{").length - b.split("{").length);
  if (template === undefined) return null;
  const operation = Object(Object(specification?.paths[template])[method.toLowerCase()]);
  const answer = Object(Object(operation.responses)[String(status)]);
  if (Object(answer.content)["application/json"]?.schema === undefined) return null;
  const keys = ["paths", template, method.toLowerCase(), "responses", String(status), "content", "application/json"];
  return `#/${keys.map(step).join("/")}/schema`;
}

import { refuse } from "../api/errors.ts";
import { checkOptionTypes } from "../monitors/option-schema.ts";
import type { DatadogStore } from "../store.ts";
import { cannotCheck } from "./assertions.ts";
import type { ApiTestBody } from "./schema.ts";

/**
 * Judges a test beyond the types of its fields: variables that it names must exist, and it cannot need more locations
 * to fail than it has.
 *
 * @throws Refusal 400; the wording is ours
 */
export function judgeTest(store: DatadogStore, body: ApiTestBody): void {
  const variables = body.config.configVariables ?? [];
  for (const variable of variables) {
    if (variable.type !== "global") continue;
    if (variable.id === undefined)
      throw refuse(400, `Required parameter 'id' is missing for variable ${variable.name}`);
    if (!store.globalVariables.has(variable.id)) {
      throw refuse(400, `Synthetics global variable ${variable.id} not found (used as ${variable.name})`);
    }
  }
  for (const assertion of body.subtype === "http" ? body.config.assertions : []) {
    const reason = cannotCheck(assertion);
    if (reason !== null) throw refuse(400, reason);
  }
  checkOptionTypes(body.options.monitor_options ?? {});
  const names = variables.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw refuse(400, `Variable ${twice} is defined twice`);
  const used = JSON.stringify(body.config).matchAll(/\{\{\s*([A-Z][A-Z0-9_]*)\s*\}\}/g);
  // A value that a step has taken out of its answer is named as a variable is.
  const taken = JSON.stringify(body.config).matchAll(/"name":"([A-Z][A-Z0-9_]*)"/g);
  const known = new Set([...names, ...(body.subtype === "multi" ? [...taken].map(([, name]) => name) : [])]);
  for (const [, name] of used) {
    if (name !== undefined && !known.has(name)) throw refuse(400, `Variable ${name} is used but not defined`);
  }
  const { min_location_failed: least } = body.options;
  if (least !== undefined && least > body.locations.length) {
    throw refuse(400, `'min_location_failed' is ${least}, but the test has ${body.locations.length} locations`);
  }
}

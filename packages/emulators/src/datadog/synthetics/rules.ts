import { refuse } from "../api/errors.ts";
import { checkOptionTypes } from "../monitors/option-schema.ts";
import type { DatadogStore } from "../store.ts";
import { isWrong, notChecked } from "./assertions.ts";
import { notCheckedOfHost } from "./hosts/assertions.ts";
import { isRecordType } from "./hosts/name-server.ts";
import { type HostTestBody, isHttp, isOfHost, type TestBody } from "./schema.ts";
import { stepsOf } from "./steps.ts";

/**
 * Judges a test beyond the types of its fields: variables that it names must exist, and it cannot need more locations
 * to fail than it has.
 *
 * @throws Refusal 400; the wording is ours
 */
export function judgeTest(store: DatadogStore, body: TestBody): void {
  const variables = body.config.configVariables ?? [];
  for (const variable of variables) {
    if (variable.type !== "global") continue;
    if (variable.id === undefined)
      throw refuse(400, `Required parameter 'id' is missing for variable ${variable.name}`);
    if (!store.globalVariables.has(variable.id)) {
      throw refuse(400, `Synthetics global variable ${variable.id} not found (used as ${variable.name})`);
    }
  }
  for (const assertion of isHttp(body) || isOfHost(body) ? body.config.assertions : []) {
    const reason = isWrong(assertion);
    if (reason !== null) throw refuse(400, reason);
  }
  checkOptionTypes(body.options.monitor_options ?? {});
  const names = variables.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw refuse(400, `Variable ${twice} is defined twice`);
  const used = JSON.stringify(body.config).matchAll(/\{\{\s*([A-Z][A-Z0-9_]*)\s*\}\}/g);
  // A value that a step has taken out of its answer is named as a variable is.
  const taken = JSON.stringify(body.config).matchAll(/"name":"([A-Z][A-Z0-9_]*)"/g);
  const known = new Set([...names, ...(isHttp(body) ? [] : [...taken].map(([, name]) => name))]);
  for (const [, name] of used) {
    if (name !== undefined && !known.has(name)) throw refuse(400, `Variable ${name} is used but not defined`);
  }
  const { min_location_failed: least } = body.options;
  if (least !== undefined && body.type !== "mobile" && least > body.locations.length) {
    throw refuse(400, `'min_location_failed' is ${least}, but the test has ${body.locations.length} locations`);
  }
}

/** Why a test is stored and never run; null: it is run. */
export function whyNotRun(body: TestBody): string | null {
  if (isOfHost(body)) return whyHostNotRun(body);
  if (body.type === "api" && body.subtype === "multi") {
    const steps = stepsOf(body);
    return typeof steps === "string" ? steps : null;
  }
  if (!isHttp(body)) {
    return `this emulator does not run tests of the kind ${body.type === "api" ? body.subtype : body.type}`;
  }
  return body.config.assertions.flatMap((assertion) => notChecked(assertion) ?? [])[0] ?? null;
}

function whyHostNotRun({ config, subtype }: HostTestBody): string | null {
  const records = config.assertions.filter(({ type }) => type === "recordEvery" || type === "recordSome");
  const types = new Set(records.map(({ property = "" }) => property));
  const [type] = types;
  if (subtype === "dns" && (type === undefined || types.size > 1 || !isRecordType(type)))
    return `records of the type ${[...types].join(" and ") || "none"} are not asked for by this emulator`;
  return config.assertions.flatMap((assertion) => notCheckedOfHost(assertion) ?? [])[0] ?? null;
}

import type { Properties, ResourceHandler, Value } from "tocsin/internal/provider";
import { z } from "zod";
import { defineResource } from "../shared/resource.ts";
import { answered, type Rest } from "../shared/rest.ts";
import { canonical, defined, isObject } from "../shared/values.ts";
import { document, parseObject, withoutMembers } from "./document.ts";

const PATH = "/api/v1/monitor";

/** What Datadog computes and the official plugin (4.19.0 upstream) therefore never compares. */
const COMPUTED = [
  "id",
  "author_handle",
  "author_name",
  "classification",
  "created",
  "creator",
  "created_at",
  "deleted",
  "modified",
  "modified_at",
  "multi",
  "org_id",
  "overall_state",
  "overall_state_modified",
  "url",
  "draft_status",
  "restricted",
  "run_as",
];
/** Null there means "not restricted", which a program says by leaving them out. */
const NULL_IS_ABSENT = ["restricted_roles", "restriction_policy"];
/** Managed elsewhere unless the program names them; Datadog answers with empty ones. */
const ONLY_WHEN_STATED = ["restricted_roles", "assets"];

const monitor = z.looseObject({ id: z.number(), url: z.string().optional() });

/** `datadog:index/monitorJson:MonitorJson`: a monitor as the JSON text that is sent exactly as given. */
export function monitorJson(rest: () => Rest): ResourceHandler {
  return defineResource({
    schema: z.strictObject({ monitor: document, url: z.string().optional() }),
    complete: (inputs) => inputs,
    comparable: (properties) =>
      typeof properties.monitor === "string"
        ? { ...properties, monitor: canonicalMonitor(properties.monitor) }
        : properties,
    // A monitor's type cannot be changed.
    replaces: (path, old, news) =>
      path === "monitor" && news.monitor !== undefined && typeOf(old.monitor) !== typeOf(news.monitor),
    computedOutputs: ["url"],

    async create(inputs) {
      const answer = await rest().call("POST", PATH, parseObject(inputs.monitor));
      return {
        id: String(answered(monitor, answer, "Datadog's monitor").id),
        outputs: outputsOf(answer, inputs.monitor),
      };
    },

    async read(id, olds) {
      const stated = textOf(olds?.outputs.monitor) ?? textOf(olds?.inputs.monitor) ?? "{}";
      const answer = await rest().find(`${PATH}/${id}${monitorQuery(stated)}`);
      if (answer === null) return null;
      const outputs = outputsOf(answer, stated);
      return { id, outputs, inputs: inputsOf(outputs, olds?.inputs) };
    },

    async update(id, inputs) {
      return outputsOf(await rest().call("PUT", `${PATH}/${id}`, parseObject(inputs.monitor)), inputs.monitor);
    },

    async delete(id) {
      await rest().call("DELETE", `${PATH}/${id}`);
    },
  });
}

/** What a read asks for besides the monitor itself depends on what the program states. */
export function monitorQuery(stated: string): string {
  const given = parseObject(stated);
  const query = [
    ...("assets" in given ? ["with_assets=true"] : []),
    ...("restricted_roles" in given ? [] : ["with_restricted_roles=false"]),
    ...("restriction_policy" in given ? ["with_restriction_policy=true"] : []),
  ];
  return query.length === 0 ? "" : `?${query.join("&")}`;
}

/** The text that compares equal for monitors that are equal: without computed fields, keys sorted. */
export function canonicalMonitor(text: string): string {
  const given = withoutMembers(parseObject(text), COMPUTED);
  for (const name of NULL_IS_ABSENT) if (given[name] === null) delete given[name];
  for (const name of ["name", "message"]) {
    const value = given[name];
    if (typeof value === "string") given[name] = value.trim();
  }
  if (isObject(given.options)) given.options = withoutMembers(given.options, ["silenced"]);
  return canonical(given);
}

/** State of a monitor out of Datadog's answer, as far as the program (`stated`) speaks about it. */
function outputsOf(answer: Value, stated: string): Properties {
  const live = answered(monitor, answer, "Datadog's monitor");
  const named = parseObject(stated);
  const unmanaged = ONLY_WHEN_STATED.filter((name) => (named[name] ?? null) === null);
  const shown = withoutMembers(isObject(answer) ? answer : {}, unmanaged);
  return defined({ monitor: canonicalMonitor(JSON.stringify(shown)), url: live.url });
}

/** The program's own text as long as it says what is live, so that neither order nor spacing is ever a difference. */
function inputsOf(outputs: Properties, old: Properties | undefined): Properties {
  const given = textOf(old?.monitor);
  const isSame = given !== undefined && canonicalMonitor(given) === outputs.monitor;
  return defined({ monitor: isSame ? given : outputs.monitor, url: old?.url === undefined ? undefined : outputs.url });
}

function typeOf(text: Value | undefined): Value | undefined {
  return typeof text === "string" ? parseObject(text).type : undefined;
}

function textOf(value: Value | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

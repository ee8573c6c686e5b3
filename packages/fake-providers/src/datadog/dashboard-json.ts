import type { Properties, ResourceHandler, Value } from "tocsin/internal/provider";
import { PartlyCreated } from "tocsin/internal/provider";
import { z } from "zod";
import { defineResource } from "../shared/resource.ts";
import { answered, type Rest } from "../shared/rest.ts";
import { canonical, defined, isObject } from "../shared/values.ts";
import { document, parseObject, withoutMembers } from "./document.ts";

const PATH = "/api/v1/dashboard";
const COMPUTED = ["id", "author_handle", "author_name", "created_at", "modified_at", "url"];

const dashboard = z.looseObject({ id: z.string(), url: z.string().optional() });

/** `datadog:index/dashboardJson:DashboardJson`: a dashboard as the JSON text that is sent as given. */
export function dashboardJson(rest: () => Rest): ResourceHandler {
  return defineResource({
    schema: z.strictObject({ dashboard: document, url: z.string().optional() }),
    complete: (inputs) => inputs,
    comparable: (properties) =>
      typeof properties.dashboard === "string"
        ? { ...properties, dashboard: canonicalDashboard(properties.dashboard) }
        : properties,
    computedOutputs: ["url"],

    async create(inputs) {
      const answer = await rest().call("POST", PATH, bodyOf(inputs.dashboard));
      const { id } = answered(dashboard, answer, "Datadog's dashboard");
      const outputs = outputsOf(answer);
      try {
        await rest().findNew(`${PATH}/${id}`);
      } catch (error) {
        throw new PartlyCreated(error instanceof Error ? error.message : String(error), id, outputs, { cause: error });
      }
      return { id, outputs };
    },

    async read(id, olds) {
      const answer = await rest().find(`${PATH}/${id}`);
      if (answer === null) return null;
      const outputs = outputsOf(answer);
      const given = olds?.inputs.dashboard;
      const isSame = typeof given === "string" && canonicalDashboard(given) === outputs.dashboard;
      return { id, outputs, inputs: defined({ dashboard: isSame ? given : outputs.dashboard }) };
    },

    async update(id, inputs) {
      return outputsOf(await rest().call("PUT", `${PATH}/${id}`, bodyOf(inputs.dashboard)));
    },

    async delete(id) {
      await rest().call("DELETE", `${PATH}/${id}`);
    },
  });
}

/** `is_read_only` is answered by Datadog, and no longer taken by it. */
function bodyOf(text: string): Properties {
  return withoutMembers(parseObject(text), ["is_read_only"]);
}

/** The text that compares equal for dashboards that are equal. */
export function canonicalDashboard(text: string): string {
  const given = withoutMembers(parseObject(text), COMPUTED);
  if (Array.isArray(given.widgets)) given.widgets = given.widgets.map(withoutId);
  if (Array.isArray(given.notify_list)) given.notify_list = [...given.notify_list].sort();
  if (Array.isArray(given.restricted_roles)) delete given.is_read_only;
  else given.is_read_only ??= false;
  return canonical(given);
}

function outputsOf(answer: Value): Properties {
  const live = answered(dashboard, answer, "Datadog's dashboard");
  return defined({ dashboard: canonicalDashboard(JSON.stringify(answer)), url: live.url });
}

/** Ids of widgets are Datadog's own; groups hold further widgets. */
function withoutId(widget: Value): Value {
  if (!isObject(widget)) return widget;
  const { definition } = widget;
  if (!isObject(definition)) return widget;
  const inner = definition.widgets;
  const kept = withoutMembers(widget, ["id"]);
  return definition.type === "group" && Array.isArray(inner)
    ? { ...kept, definition: { ...definition, widgets: inner.map(withoutId) } }
    : kept;
}

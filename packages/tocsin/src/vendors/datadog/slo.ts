import type { Definition } from "../../model/definition.ts";
import type { Counted, Objective } from "../../model/objective.ts";
import type { JsonObject, Ref, Resource } from "../../model/resource.ts";
import type { StackConfig } from "../../model/stack.ts";
import { settingOf, tagsOfObjective } from "../context.ts";
import { monitorIdOf } from "./monitor-ref.ts";
import { scopeTags, seriesQuery } from "./query.ts";

/** Seconds of a slice; Datadog takes 60 or 300. */
const slice = 300;

/** `POST /api/v1/slo`. */
export function compileObjective(
  objective: Objective,
  definitions: readonly Definition[],
  stack: StackConfig,
): Resource {
  const { indicator, target, warning, window } = objective;
  const { members, refs } = measure(indicator, definitions, stack);
  return {
    vendor: "datadog",
    kind: "slo",
    name: `${objective.id}/slo`,
    definition: objective.id,
    parent: {},
    body: {
      name: `[${stack.name}] ${objective.title} (${objective.service})`,
      description: `${objective.why}\ntocsin:${objective.id}`,
      tags: tagsOfObjective(stack, objective),
      thresholds: [{ timeframe: `${window}d`, target, ...(warning === undefined ? {} : { warning }) }],
      ...members,
    },
    refs,
    ...(objective.aliases.length === 0 ? {} : { aliases: objective.aliases.map((id) => `${id}/slo`) }),
  };
}

/** What tells the good from the bad: the members of the body that the type needs. */
function measure(
  indicator: Objective["indicator"],
  definitions: readonly Definition[],
  stack: StackConfig,
): { members: JsonObject; refs: Ref[] } {
  switch (indicator.kind) {
    case "uptime": {
      const refs = indicator.definitions.map((id, i) => monitorOf(id, `monitor_ids.${i}`, definitions));
      return { members: { type: "monitor", monitor_ids: refs.map(() => null) }, refs };
    }
    case "good-events": {
      const counted = ({ tags, ...series }: Counted) => {
        const scope = [...scopeOf(indicator.source, stack), ...tagTerms(indicator.source, tags, stack)];
        return seriesQuery({ ...series, tags: {}, as: "count" }, scope);
      };
      const query = { numerator: counted(indicator.good), denominator: counted(indicator.total) };
      return { members: { type: "metric", query }, refs: [] };
    }
    case "good-time": {
      const queries = Object.entries(indicator.series).map(([name, series]) => ({
        data_source: "metrics",
        name,
        query: seriesQuery(series, scopeOf(indicator.source, stack)),
      }));
      const condition = {
        query: { formulas: [{ formula: indicator.expression }], queries },
        query_interval_seconds: slice,
        comparator: indicator.comparison === "at least" ? ">=" : "<=",
        threshold: indicator.limit,
      };
      return { members: { type: "time_slice", sli_specification: { time_slice: condition } }, refs: [] };
    }
  }
}

/** The monitor that carries a definition; a synthetic test has one of its own. Loading has made sure that there is one. */
function monitorOf(id: string, path: string, definitions: readonly Definition[]): Ref {
  const definition = definitions.find((one) => one.id === id);
  if (definition === undefined) throw new Error(`There is no definition "${id}" for an objective to be counted from.`);
  return { path, ...monitorIdOf(definition) };
}

type Source = Extract<Objective["indicator"], { kind: "good-events" }>["source"];

/** Metrics that the Vercel integration counts are told apart by the deployment's environment and the project's name. */
function scopeOf(source: Source, stack: StackConfig): string[] {
  if (typeof source === "string" || "reportedBy" in source) return [...scopeTags({ source }, stack)];
  const project = settingOf(stack.vercel.projects, source.service, "vercel.projects", stack);
  return [`${stack.datadog.vercelMetrics.environment}:${project.logEnvironment}`, `project_name:${project.name}`];
}

/** An objective names tags as the integration publishes them; an account may have given the status another name. */
function tagTerms(source: Source, tags: Counted["tags"], { datadog }: StackConfig): string[] {
  const renamed: Record<string, string> =
    typeof source === "object" && "kind" in source ? { status_code: datadog.vercelMetrics.statusCode } : {};
  return Object.entries(tags).flatMap(([key, values]) => {
    const name = key.replace(/^!/, "");
    const written = `${key.startsWith("!") ? "!" : ""}${renamed[name] ?? name}`;
    return [values].flat().map((value) => `${written}:${value}`);
  });
}

import { z } from "zod";
import type { Properties, ResourceHandler, Value } from "../../../infra/plugins/server/types.ts";
import { defineResource, isAt } from "../shared/resource.ts";
import { answered, type Rest } from "../shared/rest.ts";
import { asSet, defined, isObject, withoutZeros } from "../shared/values.ts";

const PATH = "/api/v1/slo";

const threshold = z.strictObject({ timeframe: z.string(), target: z.number(), warning: z.number().optional() });
const inputs = z
  .strictObject({
    name: z.string().min(1),
    type: z.enum(["monitor", "metric"]),
    description: z.string().optional(),
    monitorIds: z.array(z.number()).min(1).optional(),
    groups: z.array(z.string()).optional(),
    query: z.strictObject({ numerator: z.string(), denominator: z.string() }).optional(),
    thresholds: z.array(threshold).min(1),
    tags: z.array(z.string()),
    forceDelete: z.boolean().optional(),
    validate: z.boolean().optional(),
  })
  .refine((slo) => slo.type !== "monitor" || slo.monitorIds, {
    message: "is required for monitor SLOs",
    path: ["monitorIds"],
  })
  .refine((slo) => slo.type !== "metric" || slo.query, { message: "is required for metric SLOs", path: ["query"] });
type Inputs = z.infer<typeof inputs>;

const objective = z.looseObject({
  id: z.string(),
  name: z.string(),
  type: z.enum(["monitor", "metric"]),
  description: z.string().nullish(),
  tags: z.array(z.string()).default([]),
  monitor_ids: z.array(z.number()).optional(),
  groups: z.array(z.string()).nullish(),
  query: z.looseObject({ numerator: z.string(), denominator: z.string() }).optional(),
  thresholds: z.array(z.looseObject({ timeframe: z.string(), target: z.number(), warning: z.number().nullish() })),
});
/** A write is answered with a list, a read with the object itself. */
const written = z.looseObject({ data: z.array(objective).min(1) });
const shown = z.looseObject({ data: objective });

/** `datadog:index/serviceLevelObjective:ServiceLevelObjective` over monitors or a metric query. */
export function serviceLevelObjective(rest: () => Rest): ResourceHandler {
  return defineResource({
    schema: inputs,
    complete,
    replaces: (path) => isAt(path, ["type"]),

    /** The official plugin reads every monitor of an SLO whenever it plans, so that a wrong id is refused in the preview. */
    async inspect(given) {
      if (given.type !== "monitor" || given.validate === false || !Array.isArray(given.monitorIds)) return;
      for (const id of given.monitorIds) {
        if (typeof id !== "number") continue;
        if ((await rest().find(`/api/v1/monitor/${id}`)) === null) {
          throw new Error(`The SLO ${JSON.stringify(given.name)} is over monitor ${id}, which Datadog does not have.`);
        }
      }
    },

    async create(given) {
      const answer = await rest().call("POST", PATH, bodyOf(given));
      return { id: firstOf(answer).id, outputs: { ...settingsOf(given), ...propertiesOf(firstOf(answer)) } };
    },

    async read(id, olds) {
      const answer = await rest().find(`${PATH}/${id}`);
      if (answer === null) return null;
      const live = propertiesOf(answered(shown, answer, "Datadog's SLO").data);
      const kept = { ...settingsOf(olds?.inputs ?? {}), ...live };
      return { id, inputs: kept, outputs: kept };
    },

    async update(id, given) {
      const answer = await rest().call("PUT", `${PATH}/${id}`, { id, ...bodyOf(given) });
      return { ...settingsOf(given), ...propertiesOf(firstOf(answer)) };
    },

    async delete(id, outputs) {
      await rest().call("DELETE", `${PATH}/${id}${outputs.forceDelete === true ? "?force=true" : ""}`);
    },
  });
}

function complete(given: Properties): Properties {
  const sets = { tags: asSet(given.tags ?? []), monitorIds: asSet(given.monitorIds), groups: asSet(given.groups) };
  const thresholds = Array.isArray(given.thresholds)
    ? given.thresholds.map((entry) => (isObject(entry) ? withoutZeros(entry, ["warning"]) : entry))
    : given.thresholds;
  return withoutZeros(defined({ ...given, ...sets, thresholds }), ["description", "groups", "forceDelete"]);
}

function bodyOf(given: Inputs): Properties {
  const body = { description: given.description, name: given.name, tags: given.tags, type: given.type };
  const thresholds = given.thresholds.map((entry) => defined({ ...entry }));
  return given.type === "monitor"
    ? defined({ ...body, thresholds, monitor_ids: given.monitorIds, groups: given.groups })
    : defined({ ...body, thresholds, query: given.query });
}

function propertiesOf(live: z.infer<typeof objective>): Properties {
  return complete(
    defined({
      name: live.name,
      type: live.type,
      description: live.description ?? undefined,
      tags: live.tags,
      monitorIds: live.type === "monitor" ? live.monitor_ids : undefined,
      groups: live.type === "monitor" ? (live.groups ?? undefined) : undefined,
      query: live.type === "metric" ? queryOf(live.query) : undefined,
      thresholds: live.thresholds.map((entry) =>
        defined({ timeframe: entry.timeframe, target: entry.target, warning: entry.warning ?? undefined }),
      ),
    }),
  );
}

/** Arguments that the plugin keeps to itself. */
function settingsOf(given: { forceDelete?: Value | undefined; validate?: Value | undefined }): Properties {
  return defined({ forceDelete: given.forceDelete, validate: given.validate });
}

function queryOf(query: z.infer<typeof objective>["query"]): Properties | undefined {
  return query && { numerator: query.numerator, denominator: query.denominator };
}

function firstOf(answer: Value): z.infer<typeof objective> {
  const [first] = answered(written, answer, "Datadog's SLO").data;
  if (first === undefined) throw new Error("Datadog answered a write of an SLO without the SLO.");
  return first;
}

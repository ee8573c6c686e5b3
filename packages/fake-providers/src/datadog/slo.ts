import type { Properties, ResourceHandler, Value } from "tocsin/internal/provider";
import { z } from "zod";
import { defineResource, isAt } from "../shared/resource.ts";
import { answered, type Rest } from "../shared/rest.ts";
import { asSet, defined, isObject, withoutZeros } from "../shared/values.ts";

const PATH = "/api/v1/slo";

const named = { name: z.string(), query: z.string() };
const sliceComparator = z.enum([">", ">=", "<", "<="]);
/** One condition that each slice of time meets or not, as the plugin's arguments nest it. */
const sliSpecification = z.strictObject({
  timeSlice: z.strictObject({
    comparator: sliceComparator,
    threshold: z.number(),
    queryIntervalSeconds: z.number().optional(),
    query: z.strictObject({
      formula: z.strictObject({ formulaExpression: z.string() }),
      queries: z
        .array(z.strictObject({ metricQuery: z.strictObject({ dataSource: z.string().optional(), ...named }) }))
        .min(1),
    }),
  }),
});
const threshold = z.strictObject({ timeframe: z.string(), target: z.number(), warning: z.number().optional() });
const inputs = z
  .strictObject({
    name: z.string().min(1),
    type: z.enum(["monitor", "metric", "time_slice"]),
    description: z.string().optional(),
    sliSpecification: sliSpecification.optional(),
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
  .refine((slo) => slo.type !== "metric" || slo.query, { message: "is required for metric SLOs", path: ["query"] })
  .refine((slo) => slo.type !== "time_slice" || slo.sliSpecification, {
    message: "is required for time-slice SLOs",
    path: ["sliSpecification"],
  });
type Inputs = z.infer<typeof inputs>;

/** The same as Datadog's REST interface has it. */
const sliShown = z.looseObject({
  time_slice: z
    .looseObject({
      comparator: sliceComparator,
      threshold: z.number(),
      query_interval_seconds: z.number().optional(),
      query: z.looseObject({
        formulas: z.tuple([z.looseObject({ formula: z.string() })]),
        queries: z.array(z.looseObject({ data_source: z.string(), ...named })),
      }),
    })
    .optional(),
});
const objective = z.looseObject({
  id: z.string(),
  name: z.string(),
  type: z.enum(["monitor", "metric", "time_slice"]),
  description: z.string().nullish(),
  sli_specification: sliShown.optional(),
  tags: z.array(z.string()).default([]),
  monitor_ids: z.array(z.number()).optional(),
  groups: z.array(z.string()).nullish(),
  query: z.looseObject({ numerator: z.string(), denominator: z.string() }).optional(),
  thresholds: z.array(z.looseObject({ timeframe: z.string(), target: z.number(), warning: z.number().nullish() })),
});
/** A write is answered with a list, a read with the object itself. */
const written = z.looseObject({ data: z.array(objective).min(1) });
const shown = z.looseObject({ data: objective });

/** `datadog:index/serviceLevelObjective:ServiceLevelObjective` over monitors, a metric query, or slices of time. */
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
  switch (given.type) {
    case "monitor":
      return defined({ ...body, thresholds, monitor_ids: given.monitorIds, groups: given.groups });
    case "metric":
      return defined({ ...body, thresholds, query: given.query });
    case "time_slice":
      return defined({ ...body, thresholds, sli_specification: sentSlice(given.sliSpecification) });
  }
}

/** Five minutes, where no length of a slice is given. */
const DEFAULT_SLICE = 300;

function sentSlice(given: Inputs["sliSpecification"]): Properties | undefined {
  if (given === undefined) return undefined;
  const { comparator, threshold: limit, queryIntervalSeconds = DEFAULT_SLICE, query } = given.timeSlice;
  const queries = query.queries.map(({ metricQuery: { dataSource = "metrics", ...rest } }) => ({
    data_source: dataSource,
    ...rest,
  }));
  const formulas = [{ formula: query.formula.formulaExpression }];
  return {
    time_slice: {
      query: { formulas, queries },
      query_interval_seconds: queryIntervalSeconds,
      comparator,
      threshold: limit,
    },
  };
}

function shownSlice(live: z.infer<typeof objective>["sli_specification"]): Properties | undefined {
  if (live?.time_slice === undefined) return undefined;
  const { comparator, threshold: limit, query_interval_seconds: seconds = DEFAULT_SLICE, query } = live.time_slice;
  const queries = query.queries.map(({ data_source: dataSource, name, query: text }) => ({
    metricQuery: { dataSource, name, query: text },
  }));
  const formula = { formulaExpression: query.formulas[0].formula };
  return {
    timeSlice: { comparator, threshold: limit, queryIntervalSeconds: seconds, query: { formula, queries } },
  };
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
      sliSpecification: live.type === "time_slice" ? shownSlice(live.sli_specification) : undefined,
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

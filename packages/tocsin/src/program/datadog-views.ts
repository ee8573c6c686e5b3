/** Dashboards and objectives of Datadog: the REST body as the arguments of `@pulumi/datadog`. */
import datadog from "@pulumi/datadog";
import pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { timeSlice } from "../vendors/datadog/bodies.ts";
import { type Create, camel, read } from "./values.ts";

/** A dashboard as JSON: the plugin sends exactly the text that it is given. */
export const dashboard: Create = (spec) => {
  const text = spec.gaps.document(spec.body);
  const created = new datadog.DashboardJson(spec.resource.name, { dashboard: text }, spec.options);
  return { id: created.id };
};

const common = {
  name: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  thresholds: z.array(z.strictObject({ timeframe: z.string(), target: z.number(), warning: z.number().optional() })),
};

const objectiveShape = z.discriminatedUnion("type", [
  z.strictObject({
    ...common,
    type: z.literal("monitor"),
    monitor_ids: z.array(z.union([z.string(), z.number()])),
    groups: z.array(z.string()).optional(),
  }),
  z.strictObject({
    ...common,
    type: z.literal("metric"),
    query: z.strictObject({ numerator: z.string(), denominator: z.string() }),
  }),
  z.strictObject({
    ...common,
    type: z.literal("time_slice"),
    sli_specification: z.strictObject({ time_slice: timeSlice }),
  }),
]);

/** `POST /api/v1/slo`. */
export const objective: Create = (spec) => {
  const body = read(objectiveShape, spec.body, spec);
  const { name, description, tags, thresholds, type } = body;
  const measured = (): Partial<datadog.ServiceLevelObjectiveArgs> => {
    switch (body.type) {
      case "monitor":
        return {
          monitorIds: body.monitor_ids.map((id) => pulumi.output(spec.gaps.text(String(id))).apply(Number)),
          groups: body.groups,
        };
      case "metric":
        return { query: body.query };
      case "time_slice":
        return { sliSpecification: { timeSlice: sliceOf(body.sli_specification.time_slice) } };
    }
  };
  const created = new datadog.ServiceLevelObjective(
    spec.resource.name,
    // The plugin would refuse every plan and refresh in which one of its monitors is gone, also those that create it again.
    { name, description, tags, thresholds, type, validate: false, ...measured() },
    spec.options,
  );
  return { id: created.id };
};

function sliceOf(body: z.infer<typeof timeSlice>): datadog.types.input.ServiceLevelObjectiveSliSpecificationTimeSlice {
  const { query, ...rest } = camel(body);
  const [{ formula: formulaExpression }] = query.formulas;
  const queries = query.queries.map((metricQuery) => ({ metricQuery }));
  return { ...rest, query: { formula: { formulaExpression }, queries } };
}

import type { Properties, ResourceHandler, Value } from "tocsin/internal/provider";
import { z } from "zod";
import { defineResource, isAt } from "../shared/resource.ts";
import { answered, type Rest } from "../shared/rest.ts";
import { asSet, defined, isObject, withoutZeros } from "../shared/values.ts";

const PATH = "/api/v2/logs/config/metrics";

const inputs = z.strictObject({
  name: z.string().min(1),
  compute: z.strictObject({
    aggregationType: z.enum(["count", "distribution"]),
    path: z.string().optional(),
    includePercentiles: z.boolean().optional(),
  }),
  filter: z.strictObject({ query: z.string() }),
  groupBies: z.array(z.strictObject({ path: z.string(), tagName: z.string() })),
});
type Inputs = z.infer<typeof inputs>;

const metric = z.looseObject({
  data: z.looseObject({
    id: z.string(),
    attributes: z.looseObject({
      compute: z.looseObject({
        aggregation_type: z.string(),
        path: z.string().optional(),
        include_percentiles: z.boolean().optional(),
      }),
      filter: z.looseObject({ query: z.string() }),
      group_by: z.array(z.looseObject({ path: z.string(), tag_name: z.string() })).default([]),
    }),
  }),
});

/** `datadog:index/logsMetric:LogsMetric`; its name is its id. */
export function logsMetric(rest: () => Rest): ResourceHandler {
  return defineResource({
    schema: inputs,
    complete: (given) =>
      defined({ ...given, compute: completeCompute(given.compute), groupBies: asSet(given.groupBies ?? []) }),
    replaces: (path) => isAt(path, ["name", "compute.aggregationType", "compute.path"]),

    async create(given) {
      const data = {
        attributes: { compute: computeOf(given), ...selectionOf(given) },
        id: given.name,
        type: "logs_metrics",
      };
      return { id: given.name, outputs: propertiesOf(await rest().call("POST", PATH, { data })) };
    },

    async read(id) {
      const answer = await rest().find(`${PATH}/${encodeURIComponent(id)}`);
      if (answer === null) return null;
      const live = propertiesOf(answer);
      return { id, inputs: live, outputs: live };
    },

    async update(id, given) {
      // Of the computation only the percentiles can be changed in place.
      const { include_percentiles: percentiles } = computeOf(given);
      const compute = defined({ include_percentiles: percentiles });
      const data = { attributes: { compute, ...selectionOf(given) }, type: "logs_metrics" };
      return propertiesOf(await rest().call("PATCH", `${PATH}/${encodeURIComponent(id)}`, { data }));
    },

    async delete(id) {
      await rest().call("DELETE", `${PATH}/${encodeURIComponent(id)}`);
    },
  });
}

function computeOf({ compute }: Inputs): Properties {
  const percentiles = compute.aggregationType === "distribution" ? (compute.includePercentiles ?? false) : undefined;
  return defined({ aggregation_type: compute.aggregationType, include_percentiles: percentiles, path: compute.path });
}

function selectionOf(given: Inputs): Properties {
  return {
    filter: given.filter,
    group_by: given.groupBies.map((group) => ({ path: group.path, tag_name: group.tagName })),
  };
}

function propertiesOf(answer: Value): Properties {
  const { id, attributes } = answered(metric, answer, "Datadog's log-based metric").data;
  const { compute } = attributes;
  return defined({
    name: id,
    compute: completeCompute(
      defined({
        aggregationType: compute.aggregation_type,
        path: compute.path,
        includePercentiles: compute.include_percentiles,
      }),
    ),
    filter: { query: attributes.filter.query },
    groupBies: asSet(attributes.group_by.map((group) => ({ path: group.path, tagName: group.tag_name }))),
  });
}

function completeCompute(compute: Value | undefined): Value | undefined {
  return isObject(compute) ? withoutZeros(compute, ["path", "includePercentiles"]) : compute;
}

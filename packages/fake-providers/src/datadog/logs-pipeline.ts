import type { Properties, ResourceHandler, Value } from "tocsin/internal/provider";
import { z } from "zod";
import { defineResource } from "../shared/resource.ts";
import { answered, type Rest, VendorError } from "../shared/rest.ts";
import { asSet, defined } from "../shared/values.ts";
import { completeProcessor, fromWire, processorProblem, toWire } from "./logs-processors.ts";

const PATH = "/api/v1/logs/config/pipelines";
/** Datadog answers 400, not 404, for a pipeline that does not exist; any other 400 says nothing of the kind. */
const isGone = (error: unknown): boolean =>
  error instanceof VendorError &&
  (error.status === 404 || (error.status === 400 && /non existing pipeline/i.test(JSON.stringify(error.body))));

const processor = z.json().superRefine((value, context) => {
  const problem = processorProblem(value);
  if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
});
const inputs = z.strictObject({
  name: z.string().min(1),
  isEnabled: z.boolean(),
  description: z.string(),
  tags: z.array(z.string()),
  filters: z.array(z.strictObject({ query: z.string() })).length(1),
  processors: z.array(processor),
});
type Inputs = z.infer<typeof inputs>;

const pipeline = z.looseObject({
  id: z.string(),
  name: z.string(),
  is_enabled: z.boolean().default(false),
  description: z.string().default(""),
  tags: z.array(z.string()).nullish(),
  filter: z.looseObject({ query: z.string() }),
  processors: z.array(z.json()).default([]),
});

/** `datadog:index/logsCustomPipeline:LogsCustomPipeline`. */
export function logsPipeline(rest: () => Rest): ResourceHandler {
  return defineResource({
    schema: inputs,
    complete: (given) =>
      defined({
        isEnabled: false,
        description: "",
        ...given,
        tags: asSet(given.tags ?? []),
        processors: Array.isArray(given.processors)
          ? given.processors.map(completeProcessor)
          : (given.processors ?? []),
      }),

    async create(given) {
      const answer = await rest().call("POST", PATH, bodyOf(given));
      return { id: answered(pipeline, answer, "Datadog's log pipeline").id, outputs: propertiesOf(answer) };
    },

    async read(id) {
      const answer = await rest()
        .call("GET", `${PATH}/${id}`)
        .catch((error: unknown) => {
          if (isGone(error)) return null;
          throw error;
        });
      if (answer === null) return null;
      const live = propertiesOf(answer);
      return { id, inputs: live, outputs: live };
    },

    async update(id, given) {
      return propertiesOf(await rest().call("PUT", `${PATH}/${id}`, bodyOf(given)));
    },

    async delete(id) {
      await rest()
        .call("DELETE", `${PATH}/${id}`)
        .catch((error: unknown) => {
          if (!isGone(error)) throw error;
        });
    },
  });
}

function bodyOf(given: Inputs): Properties {
  return {
    description: given.description,
    filter: { query: given.filters[0]?.query ?? "" },
    is_enabled: given.isEnabled,
    name: given.name,
    processors: given.processors.map(toWire),
    tags: given.tags,
  };
}

function propertiesOf(answer: Value): Properties {
  const live = answered(pipeline, answer, "Datadog's log pipeline");
  return defined({
    name: live.name,
    isEnabled: live.is_enabled,
    description: live.description,
    tags: asSet(live.tags ?? []),
    filters: [{ query: live.filter.query }],
    processors: live.processors.map(fromWire),
  });
}

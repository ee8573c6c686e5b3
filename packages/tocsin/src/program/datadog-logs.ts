/** Datadog log pipelines: the REST body renamed into the arguments of `LogsCustomPipeline`. */
import datadog from "@pulumi/datadog";
import { z } from "zod";
import { type Create, camel, read } from "./values.ts";

const grokParser = z.strictObject({
  type: z.literal("grok-parser"),
  name: z.string(),
  is_enabled: z.boolean(),
  source: z.string(),
  samples: z.array(z.string()),
  grok: z.strictObject({ support_rules: z.string(), match_rules: z.string() }),
});

const pipelineShape = z.strictObject({
  name: z.string(),
  description: z.string(),
  is_enabled: z.boolean(),
  tags: z.array(z.string()),
  filter: z.strictObject({ query: z.string() }),
  processors: z.array(grokParser),
});

/** `POST /api/v1/logs/config/pipelines`. */
export const logsPipeline: Create = (spec) => {
  const { filter, processors, ...rest } = camel(read(pipelineShape, spec.body, spec));
  const parsers = processors.map(({ type: _, ...grokParser }) => ({ grokParser }));
  const args = { ...rest, filters: [filter], processors: parsers };
  const created = new datadog.LogsCustomPipeline(spec.resource.name, args, spec.options);
  return { id: created.id };
};

/** Datadog log pipelines: the REST body renamed into the arguments of `LogsCustomPipeline`. */
import datadog from "@pulumi/datadog";
import { z } from "zod";
import { type Create, read } from "./values.ts";

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
  const body = read(pipelineShape, spec.body, spec);
  const created = new datadog.LogsCustomPipeline(
    spec.resource.name,
    {
      name: body.name,
      description: body.description,
      isEnabled: body.is_enabled,
      tags: body.tags,
      filters: [body.filter],
      processors: body.processors.map((processor) => ({
        grokParser: {
          name: processor.name,
          isEnabled: processor.is_enabled,
          source: processor.source,
          samples: processor.samples,
          grok: { supportRules: processor.grok.support_rules, matchRules: processor.grok.match_rules },
        },
      })),
    },
    spec.options,
  );
  return { id: created.id };
};

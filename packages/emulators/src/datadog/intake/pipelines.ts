import { z } from "zod";
import type { Stored } from "../config/stored.ts";
import { vercelPipeline } from "../integrations/vercel.ts";
import type { StoredLog } from "./model.ts";
import { compilePipeline, type Step } from "./processors.ts";

const pipelineSchema = z.object({
  is_enabled: z.boolean(),
  filter: z.object({ query: z.string() }),
  processors: z.array(
    z.object({
      is_enabled: z.boolean().default(true),
      source: z.string(),
      grok: z.object({ match_rules: z.string() }),
    }),
  ),
});

/** Those of integrations come first: they stand in an account as soon as the first line of their source has come. */
const integrations = [compilePipeline(vercelPipeline.filter, vercelPipeline.processors)];

const remembered = new WeakMap<Stored, Step>();

/** Applies all enabled pipelines to a log, in their order, before it is indexed. */
export function applyPipelines(pipelines: Iterable<Stored>, log: StoredLog, timeOf: (told: Date) => number): void {
  for (const step of integrations) step(log, timeOf);
  for (const stored of pipelines) compiled(stored)(log, timeOf);
}

/** One that is switched off does nothing. */
function compiled(stored: Stored): Step {
  const known = remembered.get(stored);
  if (known !== undefined) return known;
  const { is_enabled: enabled, filter, processors } = pipelineSchema.parse(stored.body);
  const parsers = processors
    .filter((processor) => processor.is_enabled)
    .map(({ source, grok }) => ({ type: "grok-parser" as const, source, matchRules: grok.match_rules }));
  const step = enabled ? compilePipeline(filter.query, parsers) : () => {};
  remembered.set(stored, step);
  return step;
}

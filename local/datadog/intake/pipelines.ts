import { z } from "zod";
import type { Json, Stored } from "../config/stored.ts";
import { compileSearch, type LogTest } from "../evaluate/log-match.ts";
import { valuesAt } from "../evaluate/log-values.ts";
import { parseSearch } from "../query/search.ts";
import { compileGrok, type GrokRule, parseWithGrok } from "./grok.ts";
import type { StoredLog } from "./model.ts";

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

/** A pipeline ready to be applied. */
interface Compiled {
  test: LogTest;
  parsers: { source: string; rules: GrokRule[] }[];
}

const remembered = new WeakMap<Stored, Compiled | null>();

/** Applies all enabled pipelines to a log, in their order, before it is indexed. */
export function applyPipelines(pipelines: Iterable<Stored>, log: StoredLog): void {
  for (const stored of pipelines) {
    const pipeline = compiled(stored);
    if (pipeline === null || !pipeline.test(log)) continue;
    for (const { source, rules } of pipeline.parsers) {
      const text = source === "message" ? log.message : valuesAt(log, `@${source}`).map(String)[0];
      const found = text === undefined ? null : parseWithGrok(rules, text);
      for (const [path, value] of found ?? []) put(log.attributes, path.split("."), value);
    }
  }
}

/** Null for a pipeline that is switched off. */
function compiled(stored: Stored): Compiled | null {
  const known = remembered.get(stored);
  if (known !== undefined) return known;
  const { is_enabled: enabled, filter, processors } = pipelineSchema.parse(stored.body);
  const parsers = processors
    .filter((processor) => processor.is_enabled)
    .map(({ source, grok }) => ({ source, rules: compileGrok(grok.match_rules) }));
  const pipeline = enabled ? { test: compileSearch(parseSearch(filter.query)), parsers } : null;
  remembered.set(stored, pipeline);
  return pipeline;
}

function put(target: Json, [head = "", ...rest]: string[], value: string | number): void {
  if (rest.length === 0) {
    target[head] = value;
    return;
  }
  const child = z.record(z.string(), z.unknown()).safeParse(target[head]);
  // A copy: what was sent may be shared by several logs of one call.
  const inner: Json = child.success ? { ...child.data } : {};
  put(inner, rest, value);
  target[head] = inner;
}

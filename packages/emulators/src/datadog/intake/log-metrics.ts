import { z } from "zod";
import { normaliseTag } from "../api/format.ts";
import type { Stored } from "../config/stored.ts";
import { compileSearch, type LogTest } from "../evaluate/log-match.ts";
import { numbersAt, valuesAt } from "../evaluate/log-values.ts";
import type { LogMetric } from "../integrations/types.ts";
import { vercelMetrics } from "../integrations/vercel.ts";
import { parseSearch } from "../query/search.ts";
import type { StoredLog } from "./model.ts";
import type { SeriesStore } from "./series-store.ts";

interface Compiled extends Omit<LogMetric, "query"> {
  test: LogTest;
}

/** Those of integrations by their search: many count the same lines. */
const ofIntegrations = [...new Set(vercelMetrics.map(({ query }) => query))].map((query) => ({
  test: compileSearch(parseSearch(query)),
  metrics: vercelMetrics.filter((metric) => metric.query === query),
}));

const configured = z.object({
  compute: z.object({ aggregation_type: z.enum(["count", "distribution"]), path: z.string().optional() }),
  filter: z.object({ query: z.string() }),
  group_by: z.array(z.object({ path: z.string(), tag_name: z.string().optional() })),
});
const remembered = new WeakMap<Stored, Compiled>();

/** Counts a line in every metric that takes it: those of integrations, and those that the account has configured. */
export function countLog(log: StoredLog, own: Iterable<Stored>, store: SeriesStore, now: Date): void {
  for (const { test, metrics } of ofIntegrations) {
    if (!test(log)) continue;
    // What takes the same lines has the same tags.
    const [first] = metrics;
    const tags = tagsOf(log, first?.tags ?? {});
    for (const metric of metrics) count(metric, log, tags, store, now);
  }
  for (const stored of own) {
    const metric = compiled(stored);
    if (metric.test(log)) count(metric, log, tagsOf(log, metric.tags), store, now);
  }
}

function compiled(stored: Stored): Compiled {
  const known = remembered.get(stored);
  if (known !== undefined) return known;
  const { compute, filter, group_by: groups } = configured.parse(stored.body);
  const tags = Object.fromEntries(groups.map(({ path, tag_name: name }) => [name ?? path.replace(/^@/, ""), path]));
  const measure = compute.aggregation_type === "count" ? null : (compute.path ?? "");
  const metric = { name: stored.id, tags, measure, test: compileSearch(parseSearch(filter.query)) };
  remembered.set(stored, metric);
  return metric;
}

function tagsOf(log: StoredLog, tags: LogMetric["tags"]): string[] {
  const written = Object.entries(tags).flatMap(([key, path]) => {
    const [value] = valuesAt(log, path);
    return value === undefined || value === "" ? [] : [asTag(`${key}:${value}`)];
  });
  return [...new Set(written)].sort();
}

/** The same few tags come again and again. */
const written = new Map<string, string>();
const mostTags = 10_000;

function asTag(text: string): string {
  const known = written.get(text);
  if (known !== undefined) return known;
  if (written.size >= mostTags) written.clear();
  const tag = normaliseTag(text);
  written.set(text, tag);
  return tag;
}

/** Seconds: such metrics have a point every ten (docs: Generate Metrics from Ingested Logs). */
const step = 10;

function count(
  { name, measure }: Omit<LogMetric, "query">,
  log: StoredLog,
  tags: string[],
  store: SeriesStore,
  now: Date,
): void {
  const series = { metric: name, tags, interval: step };
  const timestamp = Math.floor(log.at / 1_000 / step) * step;
  const nowSeconds = now.getTime() / 1_000;
  if (measure === null) store.count({ ...series, kind: "count" }, timestamp, nowSeconds);
  for (const value of measure === null ? [] : numbersAt(log, measure))
    store.observe({ ...series, kind: "distribution" }, timestamp, value, nowSeconds);
}

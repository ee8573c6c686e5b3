import type { Context, Hono } from "hono";
import { z } from "zod";
import type { LocalContext } from "../../context.ts";
import { readBody } from "../api/body.ts";
import { refuse } from "../api/errors.ts";
import { QueryError } from "../query/scanner.ts";
import { parseSearch } from "../query/search.ts";
import type { DatadogStore } from "../store.ts";
import type { Json, Stored } from "./stored.ts";

const compute = z.strictObject({
  aggregation_type: z.enum(["count", "distribution"]),
  include_percentiles: z.boolean().optional(),
  path: z.string().min(1).optional(),
});
const attributes = z.strictObject({
  compute,
  filter: z.strictObject({ query: z.string().default("*") }).default({ query: "*" }),
  group_by: z.array(z.strictObject({ path: z.string().min(1), tag_name: z.string().optional() })).default([]),
});
const createSchema = z.object({
  data: z.object({
    id: z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,199}$/),
    type: z.literal("logs_metrics"),
    attributes,
  }),
});
const updateSchema = z.object({
  data: z.object({
    type: z.literal("logs_metrics"),
    attributes: attributes.partial().extend({ compute: compute.partial().optional() }),
  }),
});

/** `/api/v2/logs/config/metrics`: metrics that are counted from logs. */
export function addLogsMetricRoutes(app: Hono, context: LocalContext, store: DatadogStore): void {
  const find = (c: Context): Stored => {
    const id = c.req.param("id") ?? "";
    const metric = store.logsMetrics.get(id);
    if (metric === undefined) throw refuse(404, `not_found(Metric with name '${id}' not found)`);
    return metric;
  };

  app.get("/api/v2/logs/config/metrics", (c) => c.json({ data: [...store.logsMetrics.values()].map(view) }));
  app.post("/api/v2/logs/config/metrics", async (c) => {
    const { id, attributes: sent } = (await readBody(c, createSchema)).data;
    if (store.logsMetrics.has(id)) throw refuse(409, `conflict(Metric with name '${id}' already exists)`);
    if (sent.compute.aggregation_type === "distribution" && sent.compute.path === undefined) {
      throw refuse(400, "Required parameter 'path' is missing");
    }
    judgeFilter(sent.filter.query);
    const now = context.now();
    const metric: Stored = { id, body: sent, createdAt: now, modifiedAt: now };
    store.logsMetrics.set(id, metric);
    return c.json({ data: view(metric) });
  });
  app.get("/api/v2/logs/config/metrics/:id", (c) => c.json({ data: view(find(c)) }));
  app.patch("/api/v2/logs/config/metrics/:id", async (c) => {
    const before = find(c);
    const { attributes: sent } = (await readBody(c, updateSchema)).data;
    const old = attributes.parse(before.body);
    const { aggregation_type: kind = old.compute.aggregation_type } = sent.compute ?? {};
    if (kind !== old.compute.aggregation_type) throw refuse(400, "The aggregation type of a metric cannot be changed");
    const merged = { ...old, ...sent, compute: { ...old.compute, ...sent.compute } };
    judgeFilter(merged.filter.query);
    const after: Stored = { ...before, body: merged, modifiedAt: context.now() };
    store.logsMetrics.set(after.id, after);
    return c.json({ data: view(after) });
  });
  app.delete("/api/v2/logs/config/metrics/:id", (c) => {
    store.logsMetrics.delete(find(c).id);
    return c.body(null, 204);
  });
}

/** Refuses a filter that is no log search. */
export function judgeFilter(query: string): void {
  try {
    parseSearch(query);
  } catch (error) {
    if (error instanceof QueryError) throw refuse(400, `invalid_argument(Invalid filter query: ${error.message})`);
    throw error;
  }
}

function view({ id, body }: Stored): Json {
  return { id, type: "logs_metrics", attributes: body };
}

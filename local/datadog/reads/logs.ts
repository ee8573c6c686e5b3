import { randomUUID } from "node:crypto";
import type { Hono } from "hono";
import { z } from "zod";
import type { LocalContext } from "../../context.ts";
import { readBody } from "../api/body.ts";
import { refuse } from "../api/errors.ts";
import type { Json } from "../config/stored.ts";
import { answerEvents } from "../evaluate/events.ts";
import type { StoredLog } from "../intake/log-store.ts";
import { eventCompute } from "../query/events.ts";
import { QueryError } from "../query/scanner.ts";
import { parseSearch, type SearchNode } from "../query/search.ts";
import type { EventCompute } from "../query/types.ts";
import type { DatadogStore } from "../store.ts";
import { readBound } from "./time.ts";

const time = z.union([z.string(), z.number()]);
const filter = z.object({
  query: z.string().default("*"),
  from: time.optional(),
  to: time.optional(),
  indexes: z.array(z.string()).optional(),
});

const aggregateSchema = z.object({
  filter: filter.default({ query: "*" }),
  compute: z
    .array(
      z.object({ aggregation: z.string(), metric: z.string().optional(), type: z.enum(["total"]).default("total") }),
    )
    .default([{ aggregation: "count", type: "total" }]),
  group_by: z
    .array(z.object({ facet: z.string().min(1), limit: z.int().positive().max(10_000).default(10) }))
    .default([]),
});

const listSchema = z.object({
  filter: filter.default({ query: "*" }),
  sort: z.enum(["timestamp", "-timestamp"]).default("-timestamp"),
  page: z
    .object({ limit: z.int().min(1).max(1_000).default(10), cursor: z.string().optional() })
    .default({ limit: 10 }),
});

/** `POST /api/v2/logs/analytics/aggregate` (totals) and `POST /api/v2/logs/events/search`. */
export function addLogReadRoutes(app: Hono, context: LocalContext, store: DatadogStore): void {
  const spanOf = ({ from, to }: z.infer<typeof filter>): [number, number] => [
    readBound(context, "from", from, "now-15m"),
    readBound(context, "to", to, "now"),
  ];

  app.post("/api/v2/logs/analytics/aggregate", async (c) => {
    const body = await readBody(c, aggregateSchema);
    const search = understood(() => parseSearch(body.filter.query));
    const computes = body.compute.map(({ aggregation, metric }) =>
      understood(() => eventCompute(aggregation, metric ?? null)),
    );
    const [from, to] = spanOf(body.filter);
    const buckets = aggregate(store, search, computes, body.group_by, from / 1_000, to / 1_000);
    return c.json({ meta: { elapsed: 1, request_id: randomUUID(), status: "done" }, data: { buckets } });
  });
  app.post("/api/v2/logs/events/search", async (c) => {
    const body = await readBody(c, listSchema);
    const search = understood(() => parseSearch(body.filter.query));
    const [from, to] = spanOf(body.filter);
    const found = store.logs.find(search, from, to);
    const sorted = body.sort === "timestamp" ? found : [...found].reverse();
    const start = Number(body.page.cursor ?? 0);
    if (!Number.isInteger(start) || start < 0)
      throw refuse(400, "The value provided for parameter 'cursor' is invalid");
    const next = start + body.page.limit;
    const page = next < sorted.length ? { page: { after: String(next) } } : {};
    const meta = { elapsed: 1, request_id: randomUUID(), status: "done", ...page };
    return c.json({ data: sorted.slice(start, next).map(logView), meta });
  });
}

function understood<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof QueryError)
      throw refuse(400, `input_validation_error(Field 'filter.query' is invalid: ${error.message})`);
    throw error;
  }
}

function aggregate(
  store: DatadogStore,
  search: SearchNode,
  computes: readonly EventCompute[],
  groupBy: readonly { facet: string; limit: number }[],
  from: number,
  to: number,
): Json[] {
  const facets = groupBy.map(({ facet }) => facet);
  const answers = computes.map((compute) =>
    answerEvents(store.logs, { source: "logs", search, compute, groupBy: facets }, from, to),
  );
  const names = [...new Set(answers.flatMap((rows) => [...rows.keys()]))];
  // Without groups there is always an answer, be it zero.
  if (facets.length === 0 && names.length === 0) names.push("*");
  const buckets = names.map((name) => ({
    by: Object.fromEntries(answers.flatMap((rows) => [...(rows.get(name)?.group ?? [])])),
    computes: Object.fromEntries(
      computes.map((compute, index) => {
        const value = answers[index]?.get(name)?.values[0];
        const counts = compute.aggregation === "count" || compute.aggregation === "cardinality";
        return [`c${index}`, value === undefined || Number.isNaN(value) ? (counts ? 0 : null) : value];
      }),
    ),
  }));
  const limit = groupBy.reduce((product, each) => product * each.limit, 1);
  const sorted = buckets.sort((a, b) => Number(b.computes.c0 ?? 0) - Number(a.computes.c0 ?? 0));
  return facets.length === 0 ? sorted : sorted.slice(0, limit);
}

function logView(log: StoredLog): Json {
  const { id, at, service, host, source, status, message, tags, attributes } = log;
  const all = source === null ? tags : [`source:${source}`, ...tags];
  const time = new Date(at).toISOString();
  return { id, type: "log", attributes: { timestamp: time, service, host, status, message, tags: all, attributes } };
}

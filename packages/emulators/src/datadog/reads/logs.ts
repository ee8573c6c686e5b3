import { randomUUID } from "node:crypto";
import type { Hono } from "hono";
import { z } from "zod";
import type { LocalContext } from "../../context.ts";
import { readBody } from "../api/body.ts";
import { refuse } from "../api/errors.ts";
import type { Json } from "../config/stored.ts";
import { answerEvents } from "../evaluate/events.ts";
import type { Row } from "../evaluate/vector.ts";
import type { LogStore } from "../intake/log-store.ts";
import type { StoredLog } from "../intake/model.ts";
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
      z.object({
        aggregation: z.string(),
        metric: z.string().optional(),
        type: z.enum(["total", "timeseries"]).default("total"),
        /** Of a time series: how long each of its values stands for. */
        interval: z.string().optional(),
      }),
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

/** `POST /api/v2/logs/analytics/aggregate` (totals and time series) and `POST /api/v2/logs/events/search`. */
export function addLogReadRoutes(app: Hono, context: LocalContext, store: DatadogStore): void {
  const spanOf = ({ from, to }: z.infer<typeof filter>): [number, number] => [
    readBound(context, "from", from, "now-15m"),
    readBound(context, "to", to, "now"),
  ];

  app.post("/api/v2/logs/analytics/aggregate", async (c) => {
    const body = await readBody(c, aggregateSchema);
    const search = understood(() => parseSearch(body.filter.query));
    const [from, to] = spanOf(body.filter);
    const computes = body.compute.map(({ aggregation, metric, type, interval }) => ({
      compute: understood(() => eventCompute(aggregation, metric ?? null)),
      every: type === "total" ? null : intervalOf(interval ?? "5m", from, to),
    }));
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

/** What is computed; `every` (seconds) splits it into a value for each such time, null makes it one. */
interface Wanted {
  compute: EventCompute;
  every: number | null;
}

/** Values that one series may have. */
const mostValues = 10_000;

/** `1m`, `1h`, `2d` in seconds. */
function intervalOf(text: string, fromMs: number, toMs: number): number {
  const [, count, unit] = /^(\d+)([smhdw])$/.exec(text) ?? [];
  const seconds = Number(count) * ({ s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 }[unit ?? ""] ?? Number.NaN);
  if (!(seconds > 0) || (toMs - fromMs) / 1_000 / seconds > mostValues)
    throw refuse(400, `input_validation_error(Field 'compute[0].interval' is invalid: '${text}')`);
  return seconds;
}

function aggregate(
  store: DatadogStore,
  search: SearchNode,
  computes: readonly Wanted[],
  groupBy: readonly { facet: string; limit: number }[],
  from: number,
  to: number,
): Json[] {
  const facets = groupBy.map(({ facet }) => facet);
  const find: LogStore["find"] = (...asked) => store.logs.find(...asked);
  const ask = (compute: EventCompute, start: number, end: number) =>
    answerEvents(find, { source: "logs", search, compute, groupBy: facets }, start, end);
  const answers = computes.map(({ compute }) => ask(compute, from, to));
  const names = [...new Set(answers.flatMap((rows) => [...rows.keys()]))];
  // Without groups there is always an answer, be it zero.
  if (facets.length === 0 && names.length === 0) names.push("*");
  const told = (rows: Map<string, Row> | undefined, name: string, { aggregation }: EventCompute) => {
    const value = rows?.get(name)?.values[0];
    const counts = aggregation === "count" || aggregation === "cardinality";
    return value === undefined || Number.isNaN(value) ? (counts ? 0 : null) : value;
  };
  const series = computes.map(({ compute, every }) =>
    every === null
      ? []
      : timesOf(every, from, to).map(({ time, start, end }) => ({ time, rows: ask(compute, start, end) })),
  );
  const buckets = names.map((name) => ({
    by: Object.fromEntries(answers.flatMap((rows) => [...(rows.get(name)?.group ?? [])])),
    first: told(answers[0], name, computes[0]?.compute ?? { aggregation: "count", metric: null }),
    computes: Object.fromEntries(
      computes.map(({ compute, every }, index) => [
        `c${index}`,
        every === null
          ? told(answers[index], name, compute)
          : (series[index] ?? []).map(({ time, rows }) => ({ time, value: told(rows, name, compute) })),
      ]),
    ),
  }));
  const limit = groupBy.reduce((product, each) => product * each.limit, 1);
  const sorted = buckets
    .sort((a, b) => Number(b.first ?? 0) - Number(a.first ?? 0))
    .map(({ by, computes }) => ({ by, computes }));
  return facets.length === 0 ? sorted : sorted.slice(0, limit);
}

/** The intervals that a time touches, each from a whole multiple of its length; the outer ones cut to what was asked. */
function timesOf(every: number, from: number, to: number): { time: string; start: number; end: number }[] {
  const times = [];
  for (let begin = Math.floor(from / every) * every; begin < to; begin += every) {
    const time = new Date(begin * 1_000).toISOString();
    times.push({ time, start: Math.max(begin, from), end: Math.min(begin + every, to) });
  }
  return times;
}

function logView(log: StoredLog): Json {
  const { id, at, service, host, source, status, message, tags, attributes } = log;
  const all = source === null ? tags : [`source:${source}`, ...tags];
  const time = new Date(at).toISOString();
  return {
    id: `local-log-${id}`,
    type: "log",
    attributes: { timestamp: time, service, host, status, message, tags: all, attributes },
  };
}

import { z } from "zod";
import { inParts } from "../../shared/lists.ts";
import type { VendorHttp } from "../http/read.ts";
import type { Compute } from "./query.ts";

/** What logs and metrics were over a time, for people who look back. Errors: see `VendorHttp.get`. */

const totalsAnswer = z.object({
  data: z.object({
    buckets: z
      .array(z.object({ by: z.record(z.string(), z.unknown()), computes: z.object({ c0: z.number().nullable() }) }))
      .nullish(),
  }),
});

const timelineAnswer = z.object({
  data: z.object({
    buckets: z
      .array(
        z.object({
          computes: z.object({ c0: z.array(z.object({ time: z.string(), value: z.number().nullable() })) }),
        }),
      )
      .nullish(),
  }),
});

const seriesAnswer = z.object({
  status: z.literal("ok"),
  series: z.array(
    z.object({
      tag_set: z.array(z.string()).default([]),
      pointlist: z.array(z.tuple([z.number(), z.number().nullable()])),
    }),
  ),
});

/** A time relative to Datadog's now, in seconds: `{ from: 86400, to: 0 }` is the last day. */
export interface Ago {
  from: number;
  to: number;
}

const path = "/api/v2/logs/analytics/aggregate";
const common = { path, scope: "logs_read_data", signal: true } as const;

const question = (search: string, { from, to }: Ago) => ({
  query: search,
  from: `now-${from}s`,
  to: to === 0 ? "now" : `now-${to}s`,
  indexes: ["*"],
});

/** Number of log lines that a search finds. */
export async function logTotal(http: VendorHttp, search: string, ago: Ago, compute: Compute): Promise<number> {
  const { data } = await http.get({
    ...common,
    what: "a number of log lines",
    schema: totalsAnswer,
    question: { filter: question(search, ago), compute: [{ ...compute, type: "total" }] },
  });
  return data.data.buckets?.[0]?.computes.c0 ?? 0;
}

/** The same by hour: ISO time at which each hour begins, hours without a line left out or 0. */
export async function logsByHour(
  http: VendorHttp,
  search: string,
  ago: Ago,
  compute: Compute,
): Promise<Map<string, number>> {
  const { data } = await http.get({
    ...common,
    what: "log lines by hour",
    schema: timelineAnswer,
    question: { filter: question(search, ago), compute: [{ ...compute, type: "timeseries", interval: "1h" }] },
  });
  return new Map((data.data.buckets?.[0]?.computes.c0 ?? []).map(({ time, value }) => [time, value ?? 0]));
}

const listAnswer = z.object({ data: z.array(z.object({ attributes: z.object({ timestamp: z.iso.datetime() }) })) });

/** When the first log line that a search finds was written; null if it finds none. */
export async function firstLog(http: VendorHttp, search: string, ago: Ago): Promise<Date | null> {
  const { data } = await http.get({
    path: "/api/v2/logs/events/search",
    what: "the first log line",
    scope: "logs_read_data",
    signal: true,
    schema: listAnswer,
    question: { filter: question(search, ago), sort: "timestamp", page: { limit: 1 } },
  });
  const [first] = data.data;
  return first === undefined ? null : new Date(first.attributes.timestamp);
}

/** One group of a metric query: its tags, and its values in the order of time, intervals without data left out. */
export interface Measured {
  tags: string[];
  values: number[];
  /** The same with their times, [milliseconds, value]. */
  points: [number, number][];
}

/** What a metric query (without the monitor's window and limit) gave over a time. None: nothing was reported. */
export async function measured(http: VendorHttp, query: string, { from, to }: Ago): Promise<Measured[]> {
  const now = Math.ceil(Date.now() / 1000);
  const asked = new URLSearchParams({ from: String(now - from), to: String(now - to), query });
  const { data } = await http.get({
    path: `/api/v1/query?${asked}`,
    what: "a metric",
    scope: "timeseries_query",
    schema: seriesAnswer,
    signal: true,
  });
  return data.series
    .map(({ tag_set: tags, pointlist }) => {
      const points = pointlist.flatMap(([at, value]): [number, number][] => (value === null ? [] : [[at, value]]));
      return { tags, points, values: points.map(([, value]) => value) };
    })
    .filter(({ values }) => values.length > 0);
}

/** What a metric monitor measures, without its window and limit; null for a query of another kind. */
export function expressionIn(query: string): string | null {
  return /^[a-z]+\(last_[^)]+\):(.+) [<>]=? [-\d.]+$/s.exec(query)?.[1] ?? null;
}

/** Queries of one call: each is some 200 characters of the address, of which 8,000 are safe. */
const queriesPerCall = 20;

const pointsAnswer = z.object({
  status: z.literal("ok"),
  series: z.array(
    z.object({
      query_index: z.number().int().nullish(),
      pointlist: z.array(z.tuple([z.number(), z.number().nullable()])),
    }),
  ),
});

/** Points of metric queries over the last `seconds`, [milliseconds, value], oldest first; of several groups the highest. */
export async function pointsOf(
  http: VendorHttp,
  queries: readonly string[],
  seconds: number,
): Promise<Map<string, [number, number][]>> {
  const to = Math.ceil(Date.now() / 1000);
  const batches = inParts(queries, queriesPerCall);
  const found = new Map<string, Map<number, number>>();
  await Promise.all(
    batches.map(async (batch) => {
      const asked = new URLSearchParams({ from: String(to - seconds), to: String(to), query: batch.join(",") });
      const ask = { path: `/api/v1/query?${asked}`, what: "the history of metrics", scope: "timeseries_query" };
      const { data } = await http.get({ ...ask, schema: pointsAnswer, signal: true });
      for (const { query_index: index, pointlist } of data.series) {
        const query = batch[index ?? 0] ?? "";
        const points = found.get(query) ?? new Map<number, number>();
        for (const [at, value] of pointlist)
          if (value !== null) points.set(at, Math.max(value, points.get(at) ?? Number.NEGATIVE_INFINITY));
        found.set(query, points);
      }
    }),
  );
  return new Map([...found].map(([query, points]) => [query, [...points].sort(([a], [b]) => a - b)]));
}

import type { Hono } from "hono";
import { z } from "zod";
import type { LocalContext } from "../../context.ts";
import { readBody } from "../api/body.ts";
import { normaliseTag } from "../api/format.ts";
import type { DatadogStore } from "../store.ts";
import type { MetricKind } from "./series-store.ts";

const KINDS: readonly MetricKind[] = ["unspecified", "count", "rate", "gauge"];

const schema = z.object({
  series: z
    .array(
      z.object({
        metric: z.string().regex(/^[A-Za-z][A-Za-z0-9_.\-/]{0,199}$/),
        type: z.int().min(0).max(3).default(0),
        interval: z.int().positive().optional(),
        points: z.array(z.object({ timestamp: z.int(), value: z.number() })),
        resources: z.array(z.object({ name: z.string(), type: z.string() })).default([]),
        tags: z.array(z.string()).default([]),
      }),
    )
    .min(1),
});

/** Points are taken when at most an hour old and at most ten minutes ahead; others are dropped without a word. */
const OLDEST_SECONDS = 3_600;
const FURTHEST_SECONDS = 600;

/** The older form, which clients and the Agent's DogStatsD still send: pairs of a time and a value, the type as a word. */
const olderSchema = z.object({
  series: z
    .array(
      z.object({
        metric: z.string().regex(/^[A-Za-z][A-Za-z0-9_.\-/]{0,199}$/),
        type: z.enum(["gauge", "count", "rate"]).default("gauge"),
        interval: z.int().positive().nullish(),
        points: z.array(z.tuple([z.number(), z.number().nullable()])),
        host: z.string().optional(),
        tags: z.array(z.string()).default([]),
      }),
    )
    .min(1),
});

type Sent = Omit<Parameters<DatadogStore["series"]["add"]>[0], "tags"> & { tags: string[] };

/** `POST /api/v2/series`, and `POST /api/v1/series` of older clients. */
export function addSeriesRoutes(app: Hono, context: LocalContext, store: DatadogStore): void {
  const take = (sent: readonly Sent[]): void => {
    const now = context.now().getTime() / 1_000;
    for (const series of sent) {
      const points = series.points
        .map(({ timestamp, value }) => ({ timestamp: emulated(context, timestamp), value }))
        .filter(({ timestamp }) => timestamp >= now - OLDEST_SECONDS && timestamp <= now + FURTHEST_SECONDS);
      if (points.length === 0) continue;
      const metric = series.metric.replace(/[^A-Za-z0-9_.]/g, "_");
      const tags = [...new Set(series.tags.map(normaliseTag))].sort();
      store.series.add({ ...series, metric, tags, points }, now);
    }
  };
  app.post("/api/v2/series", async (c) => {
    const body = await readBody(c, schema);
    take(
      body.series.map(({ metric, type, interval, points, resources, tags }) => ({
        ...{ metric, points, kind: KINDS[type] ?? "unspecified", interval: interval ?? null },
        tags: [...tags, ...resources.map((resource) => `${resource.type}:${resource.name}`)],
      })),
    );
    return c.json({ errors: [] }, 202);
  });
  app.post("/api/v1/series", async (c) => {
    const body = await readBody(c, olderSchema);
    take(
      body.series.map(({ metric, type, interval, points, host, tags }) => ({
        ...{ metric, kind: type, interval: interval ?? null },
        points: points.flatMap(([timestamp, value]) => (value === null ? [] : [{ timestamp, value }])),
        tags: [...tags, ...(host === undefined ? [] : [`host:${host}`])],
      })),
    );
    return c.json({ status: "ok" }, 202);
  });
}

/** A time that a client sent, on the emulated clock; both in whole seconds since the epoch. */
function emulated(context: LocalContext, seconds: number): number {
  return Math.floor(context.clock.fromClient(new Date(seconds * 1_000)).getTime() / 1_000);
}

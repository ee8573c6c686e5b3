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

/** `POST /api/v2/series`. */
export function addSeriesRoutes(app: Hono, context: LocalContext, store: DatadogStore): void {
  app.post("/api/v2/series", async (c) => {
    const body = await readBody(c, schema);
    const now = context.now().getTime() / 1_000;
    for (const { metric, type, interval, points, resources, tags } of body.series) {
      const taken = points
        .map(({ timestamp, value }) => ({ timestamp: emulated(context, timestamp), value }))
        .filter(({ timestamp }) => timestamp >= now - OLDEST_SECONDS && timestamp <= now + FURTHEST_SECONDS);
      if (taken.length === 0) continue;
      const all = [...tags, ...resources.map((resource) => `${resource.type}:${resource.name}`)].map(normaliseTag);
      const series = {
        metric: metric.replace(/[^A-Za-z0-9_.]/g, "_"),
        kind: KINDS[type] ?? "unspecified",
        interval: interval ?? null,
        tags: [...new Set(all)].sort(),
        points: taken,
      };
      store.series.add(series, now);
    }
    return c.json({ errors: [] }, 202);
  });
}

/** A time that a client sent, on the emulated clock; both in whole seconds since the epoch. */
function emulated(context: LocalContext, seconds: number): number {
  return Math.floor(context.clock.fromClient(new Date(seconds * 1_000)).getTime() / 1_000);
}

import type { Hono } from "hono";
import type { LocalContext } from "../context.ts";
import { ApiError } from "./errors.ts";
import type { Sample } from "./evaluate/aggregate.ts";
import { type EventQuery, readQuery, spanOf } from "./event-query.ts";
import { wantedProjects } from "./projects-filter.ts";
import type { SentryStore } from "./store.ts";

/** Buckets that one series may have. */
const mostBuckets = 10_000;

/** Asking about events and spans: as rows of aggregates (one, or one a project), and as a series over time. */
export function eventRoutes(api: Hono, context: LocalContext, store: SentryStore): void {
  api.get("/organizations/:org/events/", (c) => {
    const fields = c.req.queries("field") ?? [];
    if (fields.length === 0) throw new ApiError(400, "No columns selected");
    const row = (query: EventQuery, project: string | null) => {
      const seconds = (query.end - query.start) / 1000;
      const cell = (field: string): number | string | null => {
        if (field === "project" && project !== null) return project;
        if (field === "last_seen()") {
          const times = query.samples(query.aggregate("count()")).map(({ at }) => at);
          return times.length === 0 ? null : new Date(Math.max(...times)).toISOString();
        }
        const aggregate = query.aggregate(field);
        return aggregate.compute(query.samples(aggregate), seconds);
      };
      return Object.fromEntries(fields.map((field) => [field, cell(field)]));
    };
    const whole = readQuery(c, context, store);
    // A field that is no aggregate groups, and groups without events have no row.
    const data = fields.includes("project")
      ? wantedProjects(c, store).flatMap((project) => {
          const own = readQuery(c, context, store, [project]);
          return own.samples(own.aggregate("count()")).length === 0 ? [] : [row(own, project.slug)];
        })
      : [row(whole, null)];
    const typeOf = (field: string) => (field === "project" ? "string" : field === "last_seen()" ? "date" : "number");
    const types = fields.map((field) => [field, typeOf(field)]);
    return c.json({ data, meta: { fields: Object.fromEntries(types), dataset: whole.dataset } });
  });

  api.get("/organizations/:org/events-timeseries/", (c) => {
    const query = readQuery(c, context, store);
    const interval = spanOf(c.req.query("interval") ?? "5m");
    const start = Math.floor(query.start / interval) * interval;
    if ((query.end - start) / interval > mostBuckets)
      throw new ApiError(400, "Your interval and date range would create too many results.");
    const axes = c.req.queries("yAxis") ?? ["count()"];
    const timeSeries = axes.map((yAxis) => {
      const aggregate = query.aggregate(yAxis);
      const buckets = new Map<number, Sample[]>();
      for (const sample of query.samples(aggregate)) {
        const bucket = Math.floor(sample.at / interval) * interval;
        const inside = buckets.get(bucket);
        if (inside === undefined) buckets.set(bucket, [sample]);
        else inside.push(sample);
      }
      const values = [];
      for (let timestamp = start; timestamp < query.end; timestamp += interval) {
        const value = aggregate.compute(buckets.get(timestamp) ?? [], interval / 1000);
        values.push({ timestamp, value, incomplete: timestamp + interval > query.end });
      }
      return { yAxis, values, meta: { valueType: "number", valueUnit: null, interval } };
    });
    return c.json({ timeSeries, meta: { dataset: query.dataset, start, end: query.end } });
  });
}

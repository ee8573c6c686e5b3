import type { Hono } from "hono";
import type { LocalContext } from "../context.ts";
import { ApiError } from "./errors.ts";
import type { Sample } from "./evaluate/aggregate.ts";
import { type EventQuery, type Group, readQuery, spanOf } from "./event-query.ts";
import { wantedProjects } from "./projects-filter.ts";
import type { SentryStore } from "./store.ts";

/** Buckets that one series may have. */
const mostBuckets = 10_000;

/** Asking about events and spans: as rows of aggregates (one, or one a project), and as a series over time. */
export function eventRoutes(api: Hono, context: LocalContext, store: SentryStore): void {
  api.get("/organizations/:org/events/", (c) => {
    const fields = c.req.queries("field") ?? [];
    if (fields.length === 0) throw new ApiError(400, "No columns selected");
    const columns = fields.filter((field) => !field.endsWith(")") && field !== "project");
    const row = (query: EventQuery, project: string | null, group: Group) => {
      const seconds = (query.end - query.start) / 1000;
      const cell = (field: string): number | string | null => {
        if (field === "project" && project !== null) return project;
        if (columns.includes(field)) return group.get(field) ?? null;
        if (field === "last_seen()") {
          const times = query.samples(query.aggregate("count()"), group).map(({ at }) => at);
          return times.length === 0 ? null : new Date(Math.max(...times)).toISOString();
        }
        const aggregate = query.aggregate(field);
        return aggregate.compute(query.samples(aggregate, group), seconds);
      };
      return Object.fromEntries(fields.map((field) => [field, cell(field)]));
    };
    const whole = readQuery(c, context, store);
    // A field that is no aggregate groups, and groups without events have no row.
    const byProject: [EventQuery, string | null][] = fields.includes("project")
      ? wantedProjects(c, store).map((project) => [whole.of(project), project.slug])
      : [[whole, null]];
    const grouped = columns.length > 0 || fields.includes("project");
    const data = grouped
      ? byProject.flatMap(([query, project]) => query.groups(columns).map((group) => row(query, project, group)))
      : [row(whole, null, new Map())];
    const rows = sorted(data, c.req.query("sort"), fields).slice(0, rowsWanted(c.req.query("per_page")));
    const typeOf = (field: string) => (!field.endsWith(")") ? "string" : field === "last_seen()" ? "date" : "number");
    const types = fields.map((field) => [field, typeOf(field)]);
    return c.json({ data: rows, meta: { fields: Object.fromEntries(types), dataset: whole.dataset } });
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

type Row = Record<string, string | number | null>;

/** By one of the fields, `-` in front of it for the largest first. */
function sorted(rows: Row[], sort: string | undefined, fields: readonly string[]): Row[] {
  if (sort === undefined) return rows;
  const field = sort.replace(/^-/, "");
  if (!fields.includes(field)) throw new ApiError(400, `Cannot sort by a field that is not selected: ${field}`);
  const rising = rows.toSorted(({ [field]: a }, { [field]: b }) =>
    typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b)),
  );
  return sort.startsWith("-") ? rising.reverse() : rising;
}

/** Rows of one answer: 50 unless asked for more, 100 at most. */
function rowsWanted(text = "50"): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 100)
    throw new ApiError(400, "Invalid per_page value. Must be between 1 and 100.");
  return count;
}

import type { Hono } from "hono";
import { z } from "zod";
import type { LocalContext } from "../../context.ts";
import { readBody } from "../api/body.ts";
import { refuse } from "../api/errors.ts";
import type { Json } from "../config/stored.ts";
import { compileSearch } from "../evaluate/log-match.ts";
import type { StoredEvent, StoredLog } from "../intake/model.ts";
import { QueryError } from "../query/scanner.ts";
import { parseSearch } from "../query/search.ts";
import type { DatadogStore } from "../store.ts";
import { readBound } from "./time.ts";

const time = z.union([z.string(), z.number()]);
const schema = z.object({
  filter: z
    .object({ query: z.string().default("*"), from: time.optional(), to: time.optional() })
    .default({ query: "*" }),
  sort: z.enum(["timestamp", "-timestamp"]).default("timestamp"),
  page: z
    .object({ limit: z.int().min(1).max(1_000).default(10), cursor: z.string().optional() })
    .default({ limit: 10 }),
});

/** `POST /api/v2/events/search`: events that clients posted and those that monitors made when their state changed. */
export function addEventReadRoutes(app: Hono, context: LocalContext, store: DatadogStore): void {
  app.post("/api/v2/events/search", async (c) => {
    const { filter, sort, page } = await readBody(c, schema);
    const test = searchFor(filter.query);
    const from = readBound(context, "from", filter.from, "now-15m");
    const to = readBound(context, "to", filter.to, "now");
    const found = store.events
      .filter(({ at }) => at.getTime() >= from && at.getTime() <= to)
      .filter((event) => test(asLog(event)))
      .sort((a, b) => (sort === "timestamp" ? 1 : -1) * (a.at.getTime() - b.at.getTime()));
    const start = Number(page.cursor ?? 0);
    if (!Number.isInteger(start) || start < 0)
      throw refuse(400, "The value provided for parameter 'cursor' is invalid");
    const next = start + page.limit;
    const meta = { elapsed: 1, status: "done", ...(next < found.length ? { page: { after: String(next) } } : {}) };
    return c.json({ data: found.slice(start, next).map(eventView), meta });
  });
}

function searchFor(query: string) {
  try {
    return compileSearch(parseSearch(query));
  } catch (error) {
    if (error instanceof QueryError) throw refuse(400, `Invalid query: ${error.message}`);
    throw error;
  }
}

/** Events are searched in the language of logs. */
function asLog(event: StoredEvent): StoredLog {
  const source = event.tags.find((tag) => tag.startsWith("source:"))?.slice("source:".length) ?? null;
  return {
    id: event.id,
    receivedAt: event.at.getTime(),
    at: event.at.getTime(),
    source,
    service: null,
    host: null,
    status: event.alertType,
    message: `${event.title}\n${event.text}`,
    traceId: null,
    spanId: null,
    tags: event.tags,
    attributes: event.monitor === undefined ? {} : { monitor: event.monitor },
  };
}

function eventView(event: StoredEvent): Json {
  const { id, title, text, tags, alertType, at, monitor } = event;
  const about =
    monitor === undefined
      ? {}
      : {
          monitor: {
            id: monitor.id,
            name: monitor.name,
            type: monitor.type,
            query: monitor.query,
            groups: [monitor.group],
          },
          monitor_id: monitor.id,
          monitor_groups: [monitor.group],
        };
  const evt = { id: String(id), name: title };
  const attributes = { evt, status: alertType, title, timestamp: at.getTime(), tags, ...about };
  return {
    id: String(id),
    type: "event",
    attributes: { timestamp: at.toISOString(), message: text, tags, attributes },
  };
}

import type { Hono } from "hono";
import { z } from "zod";
import type { LocalContext } from "../../context.ts";
import { checkBody, readJson } from "../api/body.ts";
import type { Json, Stored } from "../config/stored.ts";
import type { DatadogStore } from "../store.ts";
import { countLog } from "./log-metrics.ts";
import type { StoredLog } from "./model.ts";
import { applyPipelines } from "./pipelines.ts";
import { reserved, statusOf } from "./reserved.ts";

const entry = z.looseObject({
  message: z.unknown(),
  ddsource: z.string().optional(),
  ddtags: z.string().optional(),
  service: z.string().optional(),
  hostname: z.string().optional(),
  status: z.string().optional(),
});
const schema = z.array(entry).min(1).max(1_000);

/** Logs that say they are older than this are dropped without a word (docs: Send logs). */
const OLDEST_MS = 18 * 3_600_000;

/** Attributes in which a log can tell its own time (docs: Log Configuration > Pipelines > Date attribute). */
const DATES = ["@timestamp", "timestamp", "_timestamp", "Timestamp", "eventTime", "date", "published_date"];

/** `POST /api/v2/logs`: one log or a list of up to 1,000. Times that they tell are the sender's and are shifted. */
export function addLogRoutes(app: Hono, context: LocalContext, store: DatadogStore): void {
  app.post("/api/v2/logs", async (c) => {
    const body = await readJson(c);
    const now = context.now();
    // The same for all lines of a call: those that tell the same time stay in their order.
    const shift = context.clock.fromClient(now).getTime() - now.getTime();
    const timeOf = (told: Date) => Math.min(told.getTime() + shift, now.getTime());
    for (const sent of checkBody(Array.isArray(body) ? body : [body], schema)) {
      const log = indexedLog(sent, context.newId(), now, store.logsPipelines.values(), timeOf);
      if (now.getTime() - log.at > OLDEST_MS) continue;
      store.logs.add(log, now);
      countLog(log, store.logsMetrics.values(), store.series, now);
    }
    return c.json({}, 202);
  });
}

/**
 * A line as it is indexed: its reserved attributes, then what the integrations' pipelines and those of the account make of it.
 *
 * @param timeOf the emulated time, in milliseconds, of one that the line tells
 */
export function indexedLog(
  sent: z.infer<typeof entry>,
  id: number,
  receivedAt: Date,
  pipelines: Iterable<Stored>,
  timeOf: (told: Date) => number,
): StoredLog {
  const log = storedLog(sent, id, receivedAt);
  const own = ownTime(log.attributes);
  if (own !== null) log.at = timeOf(own);
  applyPipelines(pipelines, log, timeOf);
  // Built anew: an object from which something was taken out takes several times its memory from then on.
  log.attributes = jsonObject(JSON.stringify(log.attributes));
  return log;
}

function storedLog(sent: z.infer<typeof entry>, id: number, receivedAt: Date): StoredLog {
  const { message, ddsource, ddtags, service, hostname, status, ...others } = sent;
  const text = typeof message === "string" ? message : JSON.stringify(message ?? "");
  const inner = jsonObject(text);
  // A line that is sent as JSON has its attributes beside the message, where a status or service counts as well.
  const attributes = { ...others, ...inner };
  return {
    id,
    receivedAt: receivedAt.getTime(),
    at: receivedAt.getTime(),
    source: ddsource ?? null,
    service: service ?? reserved(attributes, "service"),
    host: hostname ?? reserved(inner, "host"),
    status: statusOf(status ?? reserved(attributes, "status") ?? "info"),
    message: typeof inner.message === "string" ? inner.message : text,
    tags: tagsIn(ddtags ?? ""),
    traceId: null,
    spanId: null,
    attributes,
  };
}

function tagsIn(text: string): string[] {
  return text
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
}

/** The time that a log tells of itself: ISO 8601, or milliseconds since the epoch. */
function ownTime(attributes: Json): Date | null {
  for (const name of DATES) {
    const value = attributes[name];
    if (typeof value !== "string" && typeof value !== "number") continue;
    const time = new Date(value);
    if (!Number.isNaN(time.getTime())) return time;
  }
  return null;
}

function jsonObject(text: string): Json {
  if (!text.trimStart().startsWith("{")) return {};
  try {
    // What begins with a brace is an object or no JSON.
    const parsed: Json = JSON.parse(text);
    return parsed;
  } catch {
    return {};
  }
}

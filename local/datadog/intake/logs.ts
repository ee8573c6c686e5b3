import type { Hono } from "hono";
import { z } from "zod";
import type { LocalContext } from "../../context.ts";
import { checkBody, readJson } from "../api/body.ts";
import type { Json } from "../config/stored.ts";
import type { DatadogStore } from "../store.ts";

const entry = z.looseObject({
  message: z.unknown(),
  ddsource: z.string().optional(),
  ddtags: z.string().optional(),
  service: z.string().optional(),
  hostname: z.string().optional(),
  status: z.string().optional(),
});
const schema = z.array(entry).min(1).max(1_000);

/** A log as received; pipelines have not been applied. */
export interface StoredLog {
  receivedAt: Date;
  source: string | null;
  service: string | null;
  host: string | null;
  status: string;
  message: string;
  tags: string[];
  /** Everything else that was sent, and the fields of a message that is itself JSON. */
  attributes: Json;
}

/** Logs older than this are forgotten: the longest window of a log monitor is 48 hours. */
const KEPT_MS = 50 * 3_600_000;

/** `POST /api/v2/logs`: one log or a list of up to 1,000. */
export function addLogRoutes(app: Hono, context: LocalContext, store: DatadogStore): void {
  app.post("/api/v2/logs", async (c) => {
    const body = await readJson(c);
    const now = context.now();
    const entries = checkBody(Array.isArray(body) ? body : [body], schema);
    const expired = store.logs.findIndex(({ receivedAt }) => now.getTime() - receivedAt.getTime() < KEPT_MS);
    if (expired > 0) store.logs.splice(0, expired);
    store.logs.push(...entries.map((each) => storedLog(each, now)));
    return c.json({}, 202);
  });
}

function storedLog(sent: z.infer<typeof entry>, receivedAt: Date): StoredLog {
  const { message, ddsource, ddtags, service, hostname, status, ...others } = sent;
  const text = typeof message === "string" ? message : JSON.stringify(message ?? "");
  const inner = jsonObject(text);
  return {
    receivedAt,
    source: ddsource ?? null,
    service: service ?? null,
    host: hostname ?? null,
    status: status ?? "info",
    message: typeof inner.message === "string" ? inner.message : text,
    tags: (ddtags ?? "")
      .split(",")
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ""),
    attributes: { ...others, ...inner },
  };
}

function jsonObject(text: string): Json {
  if (!text.trimStart().startsWith("{")) return {};
  try {
    const parsed = z.record(z.string(), z.unknown()).safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : {};
  } catch {
    return {};
  }
}

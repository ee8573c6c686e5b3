import { randomUUID } from "node:crypto";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import { type Context, Hono } from "hono";
import type { LocalContext } from "../context.ts";
import { sameSecret } from "../secret.ts";
import { type Guard, hasSmallBody } from "../vendor.ts";
import { readCheckIn, readCronCall } from "./check-ins/intake.ts";
import type { Engine } from "./engine.ts";
import { type EnvelopeItem, readEnvelope } from "./envelope.ts";
import { readEvent } from "./event.ts";
import { admits } from "./keys.ts";
import { readStreamedSpans, spansOfTransaction } from "./spans.ts";
import type { Project, SentryStore } from "./store.ts";

/** Largest body that Sentry's intake takes, in bytes, after decompression. */
const maximumBytes = 200 * 1024 * 1024;
/** Envelope items that become events; sessions, client reports and the like are taken and dropped. */
const eventTypes = ["event", "transaction", "feedback"];

class Rejected extends Error {
  readonly status: 400 | 401 | 403 | 413 | 429;
  constructor(status: Rejected["status"], detail: string) {
    super(detail);
    this.status = status;
  }
}

/** Intake: `/api/{project}/envelope/` and the older `/api/{project}/store/`, opened by the DSN's public key. */
export function createIngest(context: LocalContext, store: SentryStore, engine: Engine): Hono {
  const app = new Hono();
  app.onError((error, c) => {
    if (!(error instanceof Rejected)) throw error;
    return rejection(c, error);
  });

  const take = async (project: Project, raw: unknown): Promise<string | null> => {
    const received = context.now();
    const shift = context.clock.offsetMs;
    const event = readEvent(raw, project.id, received, shift);
    if (event === null) return null;
    if (event.kind === "transaction") engine.spans(spansOfTransaction(raw, event, shift));
    await engine.event(project, event);
    return event.id;
  };

  app.post("/api/:project/envelope/", async (c) => {
    const { items } = opened(readEnvelope(await bodyOf(c)));
    const project = admitted(c, context, store);
    const ids: (string | null)[] = [];
    for (const item of items.filter(({ type }) => eventTypes.includes(type))) ids.push(await take(project, json(item)));
    for (const item of items.filter(({ type }) => type === "span")) {
      const spans = readStreamedSpans(json(item), project.id, context.clock.offsetMs);
      if (spans === null) throw new Rejected(400, "invalid span envelope item");
      engine.spans(spans);
    }
    for (const item of items.filter(({ type }) => type === "check_in")) {
      const checkIn = readCheckIn(json(item));
      if (checkIn === null) throw new Rejected(400, "invalid check-in envelope item");
      await engine.checkIn(project, checkIn);
    }
    if (ids.includes(null)) throw new Rejected(400, "invalid event envelope item");
    const [id] = ids;
    return c.json(id === undefined || id === null ? {} : { id });
  });

  app.on(["GET", "POST"], "/api/:project/cron/:slug/:key/", async (c) => {
    const project = admitted(c, context, store);
    const given = c.req.header("content-type")?.includes("json")
      ? json({ type: "check_in", payload: await bodyOf(c) })
      : {};
    const checkIn = readCronCall(c.req.param("slug"), { ...c.req.query(), ...Object(given) });
    if (checkIn === null) throw new Rejected(400, "invalid check-in");
    await engine.checkIn(project, checkIn);
    return c.json({ id: checkIn.id ?? randomUUID().replaceAll("-", "") }, 202);
  });

  app.post("/api/:project/store/", async (c) => {
    const project = admitted(c, context, store);
    const id = await take(project, json({ type: "event", payload: await bodyOf(c) }));
    if (id === null) throw new Rejected(400, "invalid event payload");
    return c.json({ id });
  });
  return app;
}

function opened<T>(envelope: T | null): T {
  if (envelope === null) throw new Rejected(400, "bad envelope");
  return envelope;
}

function json(item: EnvelopeItem): unknown {
  try {
    const parsed: unknown = JSON.parse(item.payload.toString("utf8"));
    return parsed;
  } catch {
    throw new Rejected(400, "invalid JSON in the payload");
  }
}

/** Asks a call to the intake for the key of its project. */
export function requireDsn(store: SentryStore): Guard {
  return async (c) => {
    const key = await keyOf(c);
    if (key === undefined) return rejection(c, new Rejected(401, "missing authorization information"));
    const project = projectOf(c, store);
    if (project === undefined) {
      return rejection(c, new Rejected(403, "event submission rejected with_reason: ProjectId"));
    }
    return sameSecret(key, project.key.public) ? null : rejection(c, new Rejected(403, "bad sentry DSN public key"));
  };
}

/** The key comes in the path of a cron call, in the query, in the `X-Sentry-Auth` header, or in the envelope's own DSN. */
async function keyOf(c: Context): Promise<string | undefined> {
  const header = /sentry_key=([^,\s]+)/.exec(c.req.header("x-sentry-auth") ?? "")?.[1];
  const [, inPath] = /^\/api\/[^/]+\/cron\/[^/]+\/([^/]+)\/$/.exec(c.req.path) ?? [];
  const given = inPath ?? c.req.query("sentry_key") ?? header;
  if (given !== undefined || !hasSmallBody(c) || !c.req.path.endsWith("/envelope/")) return given;
  const dsn = readEnvelope(await bodyOf(c).catch(() => Buffer.of()))?.header.dsn;
  return typeof dsn === "string" && URL.canParse(dsn) ? new URL(dsn).username : undefined;
}

/** The path is all that there is before a route has matched. */
function projectOf(c: Context, store: SentryStore): Project | undefined {
  const [, , wanted] = c.req.path.split("/");
  return store.projects.find(({ id }) => id === wanted);
}

/** The project whose key a call has shown, unless the key is switched off or has reached its limit. */
function admitted(c: Context, context: LocalContext, store: SentryStore): Project {
  const project = projectOf(c, store);
  if (project?.key.isActive !== true) throw new Rejected(403, "event submission rejected with_reason: DisabledKey");
  if (!admits(project.key, context.now())) throw new Rejected(429, "event rejected due to rate limit");
  return project;
}

function rejection(c: Context, { status, message }: Rejected): Response {
  if (status === 429) {
    c.header("x-sentry-rate-limits", "60::key:quota");
    c.header("retry-after", "60");
  }
  return c.json({ detail: message, causes: [] }, status);
}

async function bodyOf(c: Context): Promise<Buffer> {
  const body = Buffer.from(await c.req.arrayBuffer());
  const encoding = c.req.header("content-encoding") ?? "identity";
  const options = { maxOutputLength: maximumBytes };
  try {
    if (encoding === "gzip") return gunzipSync(body, options);
    if (encoding === "deflate") return inflateSync(body, options);
    if (encoding === "br") return brotliDecompressSync(body, options);
  } catch (error) {
    const tooLarge = error instanceof RangeError;
    throw new Rejected(tooLarge ? 413 : 400, tooLarge ? "payload too large" : "could not decompress the body");
  }
  if (encoding !== "identity") throw new Rejected(400, `unknown content encoding ${encoding}`);
  return body;
}

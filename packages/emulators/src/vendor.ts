import { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import type { LocalContext } from "./context.ts";
import type { Fault } from "./faults.ts";
import { isQuiet } from "./peer.ts";
import type { SentBody } from "./requests.ts";
import type { VendorName } from "./vendor-name.ts";

/** Asks a call for the vendor's credential: null lets it in, anything else is what the vendor answers. */
export type Guard = (c: Context) => Promise<Response | null> | Response | null;

/** Of an app that serves the public, and whose other routes ask for their credentials themselves. */
export const openToAll: Guard = () => null;

/** Bytes of a body that are read. The largest that a client of ours sends is a deployment's file. */
const MOST_BYTES = 32 * 1024 * 1024;

/**
 * A Hono app with what every emulated vendor has: each call is logged, has to carry the vendor's credential whether its route
 * exists or not, and meets the faults that the control app was given before any handler. Vendors add their routes and `notFound`.
 */
export function createVendorApp(context: LocalContext, vendor: VendorName, guard: Guard): Hono {
  const app = new Hono();
  context.apps.set(vendor, app);
  app.use(tellTime(context), admit(context, vendor, guard), limitBodies, logCalls(context, vendor, guard));
  app.use(applyFaults(context, vendor));
  app.onError((error, c) => reportCrash(vendor, error, c));
  return app;
}

/**
 * The answer to a call on which an emulator itself failed. That is a bug of the emulator, not an answer of the vendor:
 * loud on stderr, unmistakable in the body.
 */
export function reportCrash(vendor: VendorName, error: Error, c: Context): Response {
  console.error(`local/${vendor}: ${c.req.method} ${c.req.path}\n`, error);
  return c.json({ emulator_error: `local/${vendor} failed: ${error.message}` }, 500);
}

/** The vendor's own clock, which is the emulated one. */
function tellTime(context: LocalContext): MiddlewareHandler {
  return async (c, next) => {
    await next();
    if (!wasDropped(c)) c.res.headers.set("date", context.now().toUTCString());
  };
}

/** Nothing of a call that is refused is kept but that it was made. */
function admit(context: LocalContext, vendor: VendorName, guard: Guard): MiddlewareHandler {
  return async (c, next) => {
    const at = context.now().toISOString();
    const refusal = await guard(c);
    if (refusal === null) return next();
    const { method } = c.req;
    const path = new URL(c.req.url).pathname;
    context.requests.add({ vendor, method, path, query: {}, body: null, status: refusal.status, at });
    return refusal;
  };
}

const limit = bodyLimit({
  maxSize: MOST_BYTES,
  onError: (c) => c.json({ error: `the body is larger than ${MOST_BYTES} bytes` }, 413),
});

/** A body whose length is stated is not touched: to count what comes costs more than all else of most calls. */
const limitBodies: MiddlewareHandler = (c, next) => (hasSmallBody(c) ? next() : limit(c, next));

/**
 * Whether a body can be read before a call's credential is known, as where it is in the body: its length is stated, and is within
 * the limit.
 */
export function hasSmallBody(c: Context): boolean {
  return c.req.header("transfer-encoding") === undefined && !(Number(c.req.header("content-length")) > MOST_BYTES);
}

function logCalls(context: LocalContext, vendor: VendorName, guard: Guard): MiddlewareHandler {
  return async (c, next) => {
    if (isQuiet(c)) return next();
    const at = context.now().toISOString();
    // What anybody may send is not kept: the log must not grow with it.
    const body = guard === openToAll ? null : await readableBody(c);
    await next();
    context.requests.add({
      vendor,
      method: c.req.method,
      path: new URL(c.req.url).pathname,
      query: guard === openToAll ? {} : c.req.query(),
      body,
      status: wasDropped(c) ? 0 : c.res.status,
      at,
    });
  };
}

/** A body of JSON or of a form; other bodies (envelopes, compressed series) stay untouched for their handlers. */
async function readableBody(c: Context): Promise<SentBody | null> {
  const type = c.req.header("content-type") ?? "";
  if (c.req.header("content-encoding") !== undefined) return null;
  const form = type.includes("application/x-www-form-urlencoded") ? "fields" : type.includes("json") ? "json" : null;
  return form === null ? null : { form, text: await c.req.text() };
}

function applyFaults(context: LocalContext, vendor: VendorName): MiddlewareHandler {
  return async (c, next) => {
    if (isQuiet(c)) return next();
    const fault = context.faults.take(vendor, c.req.method, new URL(c.req.url).pathname);
    if (fault === undefined) return next();
    if (fault.delayMs !== undefined) await sleep(fault.delayMs);
    if (fault.drop === true) return dropConnection(c);
    if (fault.status !== undefined) return faultAnswer(fault, fault.status);
    await next();
    for (const [name, value] of Object.entries(fault.headers ?? {})) c.res.headers.set(name, value);
  };
}

function faultAnswer(fault: Fault, status: number): Response {
  const headers = new Headers(fault.headers);
  if (status === 204 || status === 304) return new Response(null, { status, headers });
  if (typeof fault.body === "string") return new Response(fault.body, { status, headers });
  if (!headers.has("content-type")) headers.set("content-type", "application/json");
  return new Response(JSON.stringify(fault.body ?? {}), { status, headers });
}

/** What `@hono/node-server` hands to handlers as `env`; absent when a test calls `app.request()`. */
const nodeEnv = z.object({ incoming: z.instanceof(IncomingMessage) });

/** Header by which a dropped call is told apart in the log, and by which the server knows not to write an answer. */
const ALREADY_SENT = "x-hono-already-sent";

function dropConnection(c: Context): Response {
  const env = nodeEnv.safeParse(c.env);
  if (!env.success) throw new Error("a connection can only be dropped when the emulator is served over a socket");
  env.data.incoming.socket.destroy();
  return new Response(null, { headers: { [ALREADY_SENT]: "true" } });
}

function wasDropped(c: Context): boolean {
  return c.res.headers.has(ALREADY_SENT);
}

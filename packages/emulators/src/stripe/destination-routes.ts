import type { Context, Hono } from "hono";
import type { LocalContext } from "../context.ts";
import { ApiErrorV2 } from "./errors.ts";
import {
  createDestination,
  deleteDestination,
  includesOf,
  listDestinations,
  readDestination,
  switchDestination,
  updateDestination,
} from "./event-destinations.ts";
import type { IdempotencyKeys } from "./idempotency.ts";
import type { StripeStore } from "./store.ts";

/** Routes of /v2, which takes JSON and answers only to whoever names a version. */
export function destinationRoutes(api: Hono, context: LocalContext, store: StripeStore, keys: IdempotencyKeys): void {
  const collection = "/v2/core/event_destinations";
  const query = (c: Context) => new URL(c.req.url).searchParams;

  api.use("/v2/*", async (c, next) => {
    if (c.req.header("stripe-version") === undefined) {
      throw new ApiErrorV2(400, "stripe_version_required", "Name a version in the header Stripe-Version.");
    }
    await next();
  });
  /** Carries a POST out once for each idempotency key. */
  const once = async (c: Context, act: (body: unknown) => unknown): Promise<Response> => {
    const text = await c.req.text();
    const key = c.req.header("idempotency-key");
    const request = `${c.req.method} ${c.req.path} ${text}`;
    const found = key === undefined ? undefined : keys.find(key, request, context.now());
    if (found !== undefined) {
      c.header("idempotent-replayed", "true");
      return c.json(found.body);
    }
    const answer = act(readJson(c, text));
    if (key !== undefined) {
      keys.remember(key, request, c.res.headers.get("request-id") ?? "", structuredClone(answer), context.now());
    }
    return c.json(answer);
  };

  const one = `${collection}/:id`;
  api.get(collection, (c) => c.json(listDestinations(store, query(c))));
  api.post(collection, (c) => once(c, (body) => createDestination(context, store, body)));
  api.get(one, (c) => c.json(readDestination(store, c.req.param("id"), includesOf(query(c)))));
  api.post(one, (c) => once(c, (body) => updateDestination(context, store, c.req.param("id"), body)));
  api.delete(one, (c) => c.json(deleteDestination(store, c.req.param("id"))));
  for (const on of [true, false]) {
    api.post(`${one}/${on ? "enable" : "disable"}`, (c) =>
      once(c, () => switchDestination(context, store, c.req.param("id"), on)),
    );
  }
}

function readJson(c: Context, text: string): unknown {
  if (text === "") return {};
  if (!(c.req.header("content-type") ?? "").startsWith("application/json")) {
    throw new ApiErrorV2(400, "invalid_request_body", "Send the body as application/json.");
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw Object.assign(new ApiErrorV2(400, "invalid_request_body", "The body is no JSON."), { cause });
  }
}

import { randomBytes } from "node:crypto";
import { type Context, Hono } from "hono";
import type { LocalContext, VendorEmulator } from "../context.ts";
import { sameSecret } from "../secret.ts";
import { createVendorApp, type Guard } from "../vendor.ts";
import { stripeControl } from "./control.ts";
import { destinationRoutes } from "./destination-routes.ts";
import { ApiError, ApiErrorV2 } from "./errors.ts";
import { listEvents, readEvent } from "./events.ts";
import { parseForm } from "./form.ts";
import { IdempotencyKeys } from "./idempotency.ts";
import type { Params } from "./params.ts";
import type { StripeStore } from "./store.ts";
import { createEndpoint, deleteEndpoint, listEndpoints, readEndpoint, updateEndpoint } from "./webhook-endpoints.ts";

/** The emulated Stripe, with its store for whoever makes events happen and delivers them. */
export interface StripeEmulator extends VendorEmulator {
  readonly store: StripeStore;
}

/** The emulated Stripe: a test-mode account with webhook endpoints, event destinations and events. */
export function createStripe(context: LocalContext): StripeEmulator {
  const created = Math.floor(context.now().getTime() / 1000);
  const store: StripeStore = {
    account: { id: "acct_1Local", created },
    endpoints: new Map(),
    destinations: new Map(),
    events: [],
  };
  const keys = new IdempotencyKeys();
  const app = createVendorApp(context, "stripe", requireKey(context.tokens.stripe.apiKey));
  const api = new Hono();

  api.onError((error, c) => {
    if (error instanceof ApiError || error instanceof ApiErrorV2) return c.json(error.body(), error.status);
    throw error;
  });
  api.use("*", async (c, next) => {
    nameCall(c);
    await next();
  });

  /** Carries a POST out once for each idempotency key. */
  const once = async (c: Context, act: (params: Params) => unknown): Promise<Response> => {
    const type = c.req.header("content-type") ?? "";
    const body = await c.req.text();
    if (body !== "" && !type.startsWith("application/x-www-form-urlencoded")) {
      throw new ApiError(
        400,
        "Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any questions, we can help at https://support.stripe.com/.",
      );
    }
    const params = parseForm(body);
    const key = c.req.header("idempotency-key");
    if (key === undefined) return c.json(act(params));
    c.header("idempotency-key", key);
    const request = `${c.req.method} ${c.req.path} ${JSON.stringify(params)}`;
    const found = keys.find(key, request, context.now());
    if (found !== undefined) {
      c.header("idempotent-replayed", "true");
      c.header("original-request", found.requestId);
      return c.json(found.body);
    }
    const answer = act(params);
    // As it is now: the object itself goes on changing.
    keys.remember(key, request, c.res.headers.get("request-id") ?? "", structuredClone(answer), context.now());
    return c.json(answer);
  };
  const query = (c: Context): Params => parseForm(new URL(c.req.url).search.slice(1));

  api.get("/v1/account", (c) => c.json(viewAccount(store)));
  api.get("/v1/webhook_endpoints", (c) => c.json(listEndpoints(store, query(c))));
  api.post("/v1/webhook_endpoints", (c) => once(c, (params) => createEndpoint(context, store, params)));
  api.get("/v1/webhook_endpoints/:id", (c) => c.json(readEndpoint(store, c.req.param("id"))));
  api.post("/v1/webhook_endpoints/:id", (c) => once(c, (params) => updateEndpoint(store, c.req.param("id"), params)));
  api.delete("/v1/webhook_endpoints/:id", (c) => c.json(deleteEndpoint(store, c.req.param("id"))));
  api.get("/v1/events", (c) => c.json(listEvents(context, store, query(c))));
  api.get("/v1/events/:id", (c) => c.json(readEvent(context, store, c.req.param("id"))));
  destinationRoutes(api, context, store, keys);
  api.all("*", (c) => {
    throw new ApiError(
      404,
      `Unrecognized request URL (${c.req.method}: ${c.req.path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
    );
  });
  app.route("/", api);

  return {
    name: "stripe",
    app,
    store,
    counts: () => ({
      webhookEndpoints: store.endpoints.size,
      eventDestinations: store.destinations.size,
      events: store.events.length,
    }),
    describe: (url) => ({ url, apiKey: context.tokens.stripe.apiKey }),
    control: stripeControl(context, store),
  };
}

/** What every answer carries. */
function nameCall(c: Context): void {
  c.header("request-id", `req_${randomBytes(7).toString("hex")}`);
  c.header("stripe-version", c.req.header("stripe-version") ?? "2026-10-28.endive");
}

/** The key comes as a bearer token, or as the user of basic authentication. */
function requireKey(apiKey: string): Guard {
  return (c) => {
    const refusal = refusalOf(c, apiKey);
    if (refusal === null) return null;
    nameCall(c);
    return c.json(refusal.body(), refusal.status);
  };
}

function refusalOf(c: Context, apiKey: string): ApiError | null {
  const header = c.req.header("authorization") ?? "";
  const basic = /^Basic (.+)$/.exec(header)?.[1];
  const key =
    basic === undefined
      ? /^Bearer (.+)$/.exec(header)?.[1]
      : Buffer.from(basic, "base64").toString("utf8").split(":")[0];
  if (key === undefined || key === "") {
    return new ApiError(
      401,
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  }
  if (sameSecret(key, apiKey)) return null;
  const shown = `${key.slice(0, 8)}${"*".repeat(Math.max(0, key.length - 12))}${key.slice(12).slice(-4)}`;
  return new ApiError(401, `Invalid API Key provided: ${shown}`);
}

function viewAccount({ account }: StripeStore) {
  return {
    id: account.id,
    object: "account",
    business_profile: { name: "Acme", url: "https://example.com" },
    business_type: "company",
    charges_enabled: true,
    country: "US",
    created: account.created,
    default_currency: "usd",
    details_submitted: true,
    email: "founder@example.com",
    payouts_enabled: true,
    type: "standard",
  };
}

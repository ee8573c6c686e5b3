import Stripe from "stripe";
import { afterEach, expect, test } from "vitest";
import { createContext } from "../../src/context.ts";
import { type Listening, listen } from "../../src/listen.ts";
import { createStripe } from "../../src/stripe/app.ts";
import { recordEvent } from "../../src/stripe/events.ts";

const running: Listening[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** A fresh emulated Stripe on a port of its own, and the vendor's own client for it. */
async function start() {
  const context = createContext();
  const emulator = createStripe(context);
  const server = await listen(emulator.app);
  running.push(server);
  const client = (key: string) =>
    new Stripe(key, {
      host: "127.0.0.1",
      port: Number(new URL(server.url).port),
      protocol: "http",
      maxNetworkRetries: 0,
      telemetry: false,
    });
  const post = (path: string, body: string, headers: { [name: string]: string } = {}) =>
    fetch(server.url + path, {
      method: "POST",
      body,
      headers: {
        authorization: `Bearer ${context.tokens.stripe.apiKey}`,
        "content-type": "application/x-www-form-urlencoded",
        ...headers,
      },
    });
  return {
    context,
    store: emulator.store,
    stripe: client(context.tokens.stripe.apiKey),
    client,
    post,
    url: server.url,
  };
}

/** What the client makes of a refused call. */
async function refusal(call: Promise<unknown>) {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError)
      return {
        status: error.statusCode,
        type: error.rawType,
        code: error.code,
        param: error.param,
        message: error.message,
      };
    throw error;
  }
  throw new Error("the call was not refused");
}

const endpoint: Stripe.WebhookEndpointCreateParams = {
  url: "https://app.example.com/api/stripe/webhook",
  enabled_events: ["invoice.payment_failed", "customer.subscription.deleted"],
  description: "billing",
  metadata: { managed_by: "tocsin", tocsin_id: "stripe-webhook" },
  api_version: "2026-10-28.endive",
};

test("the secret is told by the creation and never again", async () => {
  const { stripe } = await start();
  const made = await stripe.webhookEndpoints.create(endpoint);
  expect(made).toMatchObject({
    ...endpoint,
    id: expect.stringMatching(/^we_/),
    status: "enabled",
    livemode: false,
    secret: expect.stringMatching(/^whsec_\w{32}$/),
  });
  const read = await stripe.webhookEndpoints.retrieve(made.id);
  const [listed] = (await stripe.webhookEndpoints.list()).data;
  const updated = await stripe.webhookEndpoints.update(made.id, { description: "" });
  expect([read.secret, listed?.secret, updated.secret]).toEqual([undefined, undefined, undefined]);
  expect(updated.description).toBeNull();
});

test("an update keeps what it does not name, merges metadata and switches off and on", async () => {
  const { stripe } = await start();
  const { id } = await stripe.webhookEndpoints.create(endpoint);
  const off = await stripe.webhookEndpoints.update(id, {
    disabled: true,
    metadata: { tocsin_id: "", tocsin_env: "local" },
  });
  expect(off).toMatchObject({ status: "disabled", url: endpoint.url, enabled_events: endpoint.enabled_events });
  expect(off.metadata).toEqual({ managed_by: "tocsin", tocsin_env: "local" });
  expect((await stripe.webhookEndpoints.update(id, { disabled: false, enabled_events: ["*"] })).enabled_events).toEqual(
    ["*"],
  );
  expect((await stripe.webhookEndpoints.update(id, { metadata: "" })).metadata).toEqual({});
  expect(await stripe.webhookEndpoints.del(id)).toMatchObject({ id, deleted: true });
  expect(await refusal(stripe.webhookEndpoints.retrieve(id))).toEqual({
    status: 404,
    type: "invalid_request_error",
    code: "resource_missing",
    param: "webhook_endpoint",
    message: `No such webhook endpoint: '${id}'`,
  });
});

test("endpoints are listed in pages, newest first", async () => {
  const { stripe } = await start();
  for (let n = 0; n < 5; n += 1) await stripe.webhookEndpoints.create({ ...endpoint, description: String(n) });
  const first = await stripe.webhookEndpoints.list({ limit: 2 });
  expect([first.has_more, first.data.map((one) => one.description)]).toEqual([true, ["4", "3"]]);
  const all: (string | null)[] = [];
  for await (const one of stripe.webhookEndpoints.list({ limit: 2 })) all.push(one.description);
  expect(all).toEqual(["4", "3", "2", "1", "0"]);
  const back = await stripe.webhookEndpoints.list({ limit: 2, ending_before: first.data[1]?.id ?? "" });
  expect(back.data.map((one) => one.description)).toEqual(["4"]);
  expect(await refusal(stripe.webhookEndpoints.list({ starting_after: "we_gone" }))).toMatchObject({
    code: "resource_missing",
  });
  expect(await refusal(stripe.webhookEndpoints.list({ limit: 101 }))).toMatchObject({
    code: "parameter_invalid_integer",
  });
});

test.each([
  ["no URL", "enabled_events[]=*", "parameter_missing", "url"],
  ["no events", "url=https://example.com", "parameter_missing", "enabled_events"],
  ["something that is no URL", "url=example&enabled_events[]=*", "url_invalid", "url"],
  ["a URL of another kind", "url=ftp://example.com&enabled_events[]=*", "url_invalid", "url"],
  ["an unknown event", "url=https://example.com&enabled_events[0]=invoice.exploded", undefined, "enabled_events[0]"],
  [
    "all events and one",
    "url=https://example.com&enabled_events[]=*&enabled_events[]=invoice.paid",
    undefined,
    "enabled_events",
  ],
  ["events that are no list", "url=https://example.com&enabled_events=*", undefined, "enabled_events"],
  ["an unknown version", "url=https://example.com&enabled_events[]=*&api_version=2030-01-01", undefined, "api_version"],
  ["an unknown parameter", "url=https://example.com&enabled_events[]=*&colour=red", "parameter_unknown", "colour"],
  ["nested metadata", "url=https://example.com&enabled_events[]=*&metadata[a][b]=c", undefined, "metadata[a]"],
])("an endpoint with %s is refused", async (_, body, code, param) => {
  const { post, store } = await start();
  const answer = await post("/v1/webhook_endpoints", body);
  expect([answer.status, await answer.json()]).toMatchObject([
    400,
    { error: { type: "invalid_request_error", param } },
  ]);
  expect(answer.headers.get("request-id")).toMatch(/^req_/);
  expect(Object(await (await post("/v1/webhook_endpoints", body)).json()).error.code).toBe(code);
  expect(store.endpoints.size).toBe(0);
});

test("the version of an endpoint cannot be changed, and JSON is not understood", async () => {
  const { stripe, post } = await start();
  const { id } = await stripe.webhookEndpoints.create(endpoint);
  const version = await post(`/v1/webhook_endpoints/${id}`, "api_version=2026-09-30.endive");
  expect([version.status, await version.json()]).toMatchObject([400, { error: { code: "parameter_unknown" } }]);
  const json = await post("/v1/webhook_endpoints", JSON.stringify(endpoint), { "content-type": "application/json" });
  expect(json.status).toBe(400);
});

test("the same call with the same key is carried out once", async () => {
  const { stripe, store } = await start();
  const options = { idempotencyKey: "create-billing" };
  const first = await stripe.webhookEndpoints.create(endpoint, options);
  const again = await stripe.webhookEndpoints.create(endpoint, options);
  expect([again.id, again.secret, again.lastResponse.headers["idempotent-replayed"]]).toEqual([
    first.id,
    first.secret,
    "true",
  ]);
  expect(first.lastResponse.headers["idempotent-replayed"]).toBeUndefined();
  expect(await refusal(stripe.webhookEndpoints.create({ ...endpoint, description: "other" }, options))).toMatchObject({
    status: 400,
    type: "idempotency_error",
  });
  expect(store.endpoints.size).toBe(1);
});

test("a refused call may be repeated with the same key and better parameters", async () => {
  const { post } = await start();
  const key = { "idempotency-key": "k" };
  expect((await post("/v1/webhook_endpoints", "url=nope&enabled_events[]=*", key)).status).toBe(400);
  expect((await post("/v1/webhook_endpoints", "url=https://example.com&enabled_events[]=*", key)).status).toBe(200);
});

test("a wrong key and a missing one are refused", async () => {
  const { client, url } = await start();
  expect(await refusal(client("sk_test_wrongwrongwrongwrong").webhookEndpoints.list())).toMatchObject({
    status: 401,
    type: "invalid_request_error",
    message: expect.stringContaining("Invalid API Key provided: sk_test_"),
  });
  const bare = await fetch(`${url}/v1/account`);
  expect([bare.status, await bare.json()]).toMatchObject([
    401,
    { error: { message: expect.stringContaining("did not provide an API key") } },
  ]);
});

test("events are found by type, by age and by delivery", async () => {
  const { context, store, stripe } = await start();
  recordEvent(context, store, "invoice.paid", { id: "in_0" }, 0);
  context.clock.shift(600_000);
  recordEvent(context, store, "invoice.payment_failed", { id: "in_1" }, 1);
  recordEvent(context, store, "customer.subscription.deleted", { id: "sub_1" }, 0);
  const ids = async (params: Stripe.EventListParams) =>
    (await stripe.events.list(params)).data.map((event) => Object(event.data.object).id);
  expect(await ids({})).toEqual(["sub_1", "in_1", "in_0"]);
  expect(await ids({ type: "invoice.*" })).toEqual(["in_1", "in_0"]);
  expect(await ids({ types: ["invoice.payment_failed", "customer.subscription.deleted"] })).toEqual(["sub_1", "in_1"]);
  expect(await ids({ delivery_success: false })).toEqual(["in_1"]);
  expect(
    await ids({ delivery_success: true, created: { gte: Math.floor(context.now().getTime() / 1000) - 60 } }),
  ).toEqual(["sub_1"]);
  expect(await refusal(stripe.events.list({ type: "invoice.exploded" }))).toMatchObject({ status: 400 });
  expect(await refusal(stripe.events.list({ type: "invoice.paid", types: ["invoice.paid"] }))).toMatchObject({
    param: "types",
  });
  const [newest] = (await stripe.events.list({ limit: 1 })).data;
  expect((await stripe.events.retrieve(newest?.id ?? "")).type).toBe("customer.subscription.deleted");
  context.clock.shift(31 * 86_400_000);
  expect(await ids({})).toEqual([]);
  expect(await refusal(stripe.events.retrieve("evt_gone"))).toMatchObject({
    status: 404,
    message: "No such event: 'evt_gone'",
  });
});

test("the account is a test-mode one, and unknown places are told", async () => {
  const { stripe } = await start();
  expect(await stripe.accounts.retrieveCurrent()).toMatchObject({ object: "account", charges_enabled: true });
  expect(await refusal(stripe.customers.list())).toMatchObject({
    status: 404,
    message: expect.stringContaining("Unrecognized request URL (GET: /v1/customers)"),
  });
});

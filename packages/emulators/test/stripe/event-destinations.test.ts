import Stripe from "stripe";
import { afterEach, expect, test } from "vitest";
import { createContext } from "../../src/context.ts";
import { type Listening, listen } from "../../src/listen.ts";
import { createStripe } from "../../src/stripe/app.ts";

const running: Listening[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** A fresh emulated Stripe, as the vendor's own client sees it. */
async function start() {
  const context = createContext();
  const server = await listen(createStripe(context).app);
  running.push(server);
  const { apiKey } = context.tokens.stripe;
  const port = Number(new URL(server.url).port);
  const own = { host: "127.0.0.1", port, protocol: "http", maxNetworkRetries: 0, telemetry: false } as const;
  const stripe = new Stripe(apiKey, own);
  return { stripe, destinations: stripe.v2.core.eventDestinations, url: server.url, apiKey };
}

const thin: Stripe.V2.Core.EventDestinationCreateParams = {
  name: "Billing",
  type: "webhook_endpoint",
  event_payload: "thin",
  enabled_events: ["v1.invoice.paid", "v2.core.account[requirements].updated"],
  metadata: { managed_by: "tocsin", tocsin_id: "billing/events" },
  webhook_endpoint: { url: "https://app.example.com/api/events" },
};
const withUrl: { include: ["webhook_endpoint.url"] } = { include: ["webhook_endpoint.url"] };

/** What the client makes of a refused call. */
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => new Error("nothing was refused"),
    (error: unknown) =>
      error instanceof Stripe.errors.StripeError
        ? { status: error.statusCode, code: error.code, message: error.message }
        : error,
  );

test("the secret is told by the creation and never again, the address to whoever asks for it", async () => {
  const { destinations } = await start();
  const made = await destinations.create({ ...thin, include: ["webhook_endpoint.signing_secret"] });
  expect(made).toMatchObject({
    ...{ ...thin, webhook_endpoint: { url: null, signing_secret: expect.stringMatching(/^whsec_\w{32}$/) } },
    ...{ id: expect.stringMatching(/^ed_test_\w+$/), object: "v2.core.event_destination", livemode: false },
    ...{ events_from: ["@self"], description: "", status: "enabled", status_details: null },
    snapshot_api_version: null,
  });
  expect((await destinations.retrieve(made.id)).webhook_endpoint).toEqual({ url: null, signing_secret: null });
  expect((await destinations.retrieve(made.id, withUrl)).webhook_endpoint).toEqual({
    url: "https://app.example.com/api/events",
    signing_secret: null,
  });
});

test("an update keeps what it does not name and merges metadata; switches have calls of their own", async () => {
  const { destinations } = await start();
  const { id } = await destinations.create(thin);
  const changed = await destinations.update(id, {
    ...withUrl,
    enabled_events: ["v1.invoice.paid"],
    metadata: { tocsin_id: null, extra: "1" },
    webhook_endpoint: { url: "https://app.example.com/other" },
  });
  expect(changed).toMatchObject({
    ...{ name: "Billing", enabled_events: ["v1.invoice.paid"] },
    ...{ metadata: { managed_by: "tocsin", extra: "1" }, webhook_endpoint: { url: "https://app.example.com/other" } },
  });
  const off = await destinations.disable(id);
  expect([off.status, off.status_details]).toEqual(["disabled", { disabled: { reason: "user" } }]);
  const on = await destinations.enable(id);
  expect([on.status, on.status_details]).toEqual(["enabled", null]);
  expect(await destinations.del(id)).toMatchObject({ id, object: "v2.core.event_destination" });
  expect(await refusal(destinations.retrieve(id))).toEqual({
    ...{ status: 404, code: "not_found", message: `No such event destination: '${id}'` },
  });
});

test("a list is paged through to its end, newest first, each page with what was asked for", async () => {
  const { destinations } = await start();
  for (let n = 0; n < 5; n += 1) await destinations.create({ ...thin, name: String(n) });
  const all: unknown[] = [];
  for await (const { name, webhook_endpoint: endpoint } of destinations.list({ limit: 2, ...withUrl })) {
    all.push([name, endpoint?.url]);
  }
  expect(all).toEqual(["4", "3", "2", "1", "0"].map((name) => [name, thin.webhook_endpoint?.url]));
});

test("a repeated creation with the same key is carried out once", async () => {
  const { destinations } = await start();
  const key = { idempotencyKey: "create-the-destination" };
  const [once, again] = [await destinations.create(thin, key), await destinations.create(thin, key)];
  expect(again.id).toBe(once.id);
  expect(again.lastResponse.headers["idempotent-replayed"]).toBe("true");
  expect((await destinations.list()).data).toHaveLength(1);
});

test.each([
  ["a snapshot's event as a thin one", { enabled_events: ["invoice.paid"] }, "invoice.paid is no thin event."],
  ["an event that nothing sends", { enabled_events: ["v1.invoice.eaten"] }, "v1.invoice.eaten is no thin event."],
  [
    "a thin event in a snapshot",
    { event_payload: "snapshot", enabled_events: ["v2.core.account.updated"] },
    "v2.core.account.updated is no snapshot event.",
  ],
  [
    "a version of thin events",
    { snapshot_api_version: "2026-10-28.endive" },
    "snapshot_api_version is for snapshot events only.",
  ],
  [
    "a version that never was",
    { event_payload: "snapshot", enabled_events: ["*"], snapshot_api_version: "2019-01-01" },
    "Invalid Stripe API version: 2019-01-01",
  ],
  ["no address", { webhook_endpoint: { url: "here" } }, "webhook_endpoint.url: Invalid URL"],
  ["no event", { enabled_events: [] }, expect.stringMatching(/^enabled_events: Too small/)],
  ["a source of another kind", { events_from: ["@nobody"] }, expect.stringMatching(/^events_from.0: Invalid option/)],
] as const)("%s is refused", async (_, change, message) => {
  const { destinations } = await start();
  const params = {
    ...thin,
    ...change,
    enabled_events: [...("enabled_events" in change ? change.enabled_events : thin.enabled_events)],
  };
  const call = destinations.create(params as Stripe.V2.Core.EventDestinationCreateParams);
  expect(await refusal(call)).toEqual({ status: 400, code: "invalid_fields", message });
});

test("an account has sixteen endpoints, of both kinds together", async () => {
  const { stripe, destinations } = await start();
  await stripe.webhookEndpoints.create({ url: "https://app.example.com/a", enabled_events: ["*"] });
  for (let n = 0; n < 15; n += 1) await destinations.create(thin);
  expect(await refusal(destinations.create(thin))).toMatchObject({
    status: 400,
    code: "max_event_destinations_reached",
  });
  expect(
    await refusal(stripe.webhookEndpoints.create({ url: "https://app.example.com/b", enabled_events: ["*"] })),
  ).toMatchObject({ status: 400 });
});

test("calls of /v2 name a version, and send JSON", async () => {
  const { url, apiKey } = await start();
  const ask = async (headers: Record<string, string>, body = "{}") => {
    const answer = await fetch(`${url}/v2/core/event_destinations`, {
      ...{ method: "POST", body, headers: { authorization: `Bearer ${apiKey}`, ...headers } },
    });
    return [answer.status, ((await answer.json()) as { error: { code: string } }).error.code];
  };
  const version = { "stripe-version": "2026-11-18.endive" };
  const json = { "content-type": "application/json" };
  expect(await ask(json)).toEqual([400, "stripe_version_required"]);
  expect(await ask(version)).toEqual([400, "invalid_request_body"]);
  expect(await ask({ ...version, ...json }, "{")).toEqual([400, "invalid_request_body"]);
  expect(await ask({ ...version, ...json })).toEqual([400, "invalid_fields"]);
});

import { afterEach, expect, it } from "vitest";
import { createContext } from "../../../../emulators/src/context.ts";
import { type Listening, listen } from "../../../../emulators/src/listen.ts";
import { createStripe } from "../../../../emulators/src/stripe/app.ts";
import type { Properties } from "../../../src/providers/server/types.ts";
import { stripePart } from "../../../src/providers/stripe/part.ts";
import { StripeClient } from "../../../src/vendors/stripe/client.ts";

const running: Listening[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

const wanted = {
  name: "[staging] Stripe's events",
  type: "webhook_endpoint",
  event_payload: "thin",
  enabled_events: ["v1.invoice.paid", "v2.core.account[requirements].updated"],
  description: "[staging] Stripe's events tocsin:billing/stripe-events",
  events_from: ["@self"],
  metadata: { managed_by: "tocsin", tocsin_id: "billing/stripe-events", tocsin_env: "staging" },
  webhook_endpoint: { url: "https://app.example.com/api/events" },
};

/** The plugin's part for Stripe against the emulated one, by the official client; `newRun` is a process of its own. */
async function start() {
  const context = createContext();
  const emulator = createStripe(context);
  const server = await listen(emulator.app);
  running.push(server);
  const { apiKey } = context.tokens.stripe;
  const newRun = () => {
    const part = stripePart({ STRIPE_API_KEY: apiKey, STRIPE_API_BASE: server.url });
    const handler = part.resources["tocsin:stripe:EventDestination"];
    if (handler === undefined) throw new Error("the plugin has no event destinations");
    return handler;
  };
  const checked = (body: Properties): Properties => {
    const result = newRun().check({ body }, undefined, new Set());
    expect(result.failures).toEqual([]);
    return result.inputs;
  };
  const only = () => {
    const [one, ...others] = emulator.store.destinations.values();
    if (one === undefined || others.length > 0) throw new Error(`there are ${emulator.store.destinations.size}`);
    return one;
  };
  return { newRun, checked, only, store: emulator.store, client: new StripeClient({ url: server.url, apiKey }) };
}

it("keeps the signing secret, which Stripe tells once, through reads and updates", async () => {
  const { newRun, checked, only } = await start();
  const inputs = checked(wanted);
  const { id, outputs } = await newRun().create(inputs);
  expect([id, outputs]).toEqual([only().id, { ...inputs, livemode: false, secret: only().secret }]);
  expect(await newRun().read(id, { inputs, outputs })).toEqual({ id, inputs, outputs });
  const { tocsin_env: _env, ...metadata } = wanted.metadata;
  const news = checked({ ...wanted, metadata, webhook_endpoint: { url: "https://app.example.com/other" } });
  expect(await newRun().update(id, { inputs, outputs }, news)).toEqual({
    ...{ ...news, livemode: false, secret: only().secret },
  });
  expect(only()).toMatchObject({ metadata, url: "https://app.example.com/other" });
  await newRun().delete(id, outputs);
  expect(await newRun().read(id, { inputs, outputs })).toBeNull();
});

it("gets destination and secret again after a run that was killed before the state was written", async () => {
  const { newRun, checked, only } = await start();
  const first = await newRun().create(checked(wanted));
  expect(await newRun().create(checked(wanted))).toEqual(first);
  expect(only().id).toBe(first.id);
});

it("replaces a twin whose secret nobody knows", async () => {
  const { newRun, checked, only } = await start();
  const first = await newRun().create(checked({ ...wanted, name: "Of another run" }));
  const made = await newRun().create(checked(wanted));
  expect(made.outputs.secret).toBe(only().secret);
  expect(made.id).not.toBe(first.id);
});

it("leaves a destination with another payload alone: the engine removes it once the handler has the new secret", async () => {
  const { newRun, checked, store } = await start();
  await newRun().create(checked(wanted));
  await newRun().create(checked({ ...wanted, event_payload: "snapshot", enabled_events: ["invoice.paid"] }));
  expect(store.destinations.size).toBe(2);
});

it("sees one that was disabled, and an update enables it", async () => {
  const { newRun, checked, only } = await start();
  const inputs = checked(wanted);
  const { id, outputs } = await newRun().create(inputs);
  Object.assign(only(), { status: "disabled" });
  const read = await newRun().read(id, { inputs, outputs });
  const found = { inputs: read?.inputs ?? {}, outputs: read?.outputs ?? {} };
  expect(await newRun().diff(id, found, inputs, new Set())).toMatchObject({ detailed: { "body.status": "update" } });
  await newRun().update(id, found, inputs);
  expect(only().status).toBe("enabled");
});

it("what Stripe fixes at the creation makes another destination; the rest is changed in place", async () => {
  const { newRun, checked } = await start();
  const inputs = checked({ ...wanted, event_payload: "snapshot", enabled_events: ["invoice.paid"] });
  const news = {
    ...wanted,
    ...{ name: "Other", events_from: ["@accounts"], webhook_endpoint: { url: "https://b.example.com/" } },
  };
  const { detailed } = await newRun().diff("ed_1", { inputs, outputs: inputs }, checked(news), new Set());
  expect(detailed).toMatchObject({
    "body.event_payload": "update-replace",
    "body.name": "update",
    "body.webhook_endpoint.url": "update",
  });
  expect(Object.entries(detailed).filter(([path]) => path.startsWith("body.events_from"))).toEqual([
    [expect.any(String), expect.stringMatching(/-replace$/)],
  ]);
});

it("imports by id, without a secret; another id is refused", async () => {
  const { newRun, checked } = await start();
  const { id } = await newRun().create(checked(wanted));
  const imported = await newRun().read(id, undefined);
  expect(imported?.outputs).not.toHaveProperty("secret");
  const found = { inputs: imported?.inputs ?? {}, outputs: imported?.outputs ?? {} };
  expect(await newRun().diff(id, found, checked(wanted), new Set())).toMatchObject({ detailed: {} });
  await expect(newRun().read("we_1", undefined)).rejects.toThrow(
    '"we_1" is no id of an event destination: it must start with ed_.',
  );
});

it("says what Stripe refuses, and what the key must allow", async () => {
  const { newRun, checked, store } = await start();
  const inputs = checked({ ...wanted, enabled_events: ["v1.invoice.eaten"] });
  await expect(newRun().create(inputs)).rejects.toThrow(
    "Stripe refused to create an event destination (400): v1.invoice.eaten is no thin event (parameter enabled_events).",
  );
  expect(store.destinations.size).toBe(0);
});

it("lists every page, with addresses", async () => {
  const { newRun, checked, client } = await start();
  for (let n = 0; n < 3; n += 1) {
    await newRun().create(checked({ ...wanted, metadata: { ...wanted.metadata, tocsin_id: `billing/${n}` } }));
  }
  const listed = await client.eventDestinations();
  expect(listed.map(({ metadata, webhook_endpoint }) => [metadata, webhook_endpoint])).toEqual(
    [2, 1, 0].map((n) => [
      { ...wanted.metadata, tocsin_id: `billing/${n}` },
      { url: wanted.webhook_endpoint.url, signing_secret: null },
    ]),
  );
});

it.each([
  [{ type: "amazon_eventbridge" }, "type", "must be one of webhook_endpoint"],
  [{ event_payload: "fat" }, "event_payload", "must be one of snapshot, thin"],
  [{ webhook_endpoint: { url: "ftp://example.com" } }, "webhook_endpoint.url", "must be an http or https URL"],
  [{ enabled_events: [] }, "enabled_events", "needs at least one event"],
  [{ enabled_events: ["Invoice Paid"] }, "enabled_events[0]", "must be an event such as"],
  [{ enabled_events: ["v1.invoice.paid", "v1.invoice.paid"] }, "enabled_events", "names an event twice"],
  [{ events_from: ["self"] }, "events_from[0]", "must be such as @self"],
  [{ snapshot_api_version: "2026-10-28.endive" }, "snapshot_api_version", "must be left out of thin events"],
  [{ api_version: "2026-10-28.endive" }, "api_version", "is no property that exists here"],
])("%j is refused before anything is sent", async (change, property, reason) => {
  const { newRun } = await start();
  const { failures } = newRun().check({ body: { ...wanted, ...change } }, undefined, new Set());
  expect(failures).toEqual([{ property: `body.${property}`, reason: expect.stringContaining(reason) }]);
});

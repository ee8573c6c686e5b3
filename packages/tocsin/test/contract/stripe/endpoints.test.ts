import Stripe from "stripe";
import { expect, test } from "vitest";
import { z } from "zod";
import { compiledResources } from "../support/compiled.ts";
import { stripeClient } from "../support/stripe.ts";
import { emulators } from "../support/vendors.ts";

const section = emulators();
const client = (apiKey = section("stripe").apiKey) => stripeClient(section("stripe").url, apiKey);
const url = "https://app.example/api/webhooks/stripe";
const failed = (call: Promise<unknown>) =>
  call.then(
    () => new Error("nothing was refused"),
    (error: unknown) => error,
  );

const bodySchema = z.object({
  url: z.url(),
  enabled_events: z.array(
    z.custom<Stripe.WebhookEndpointCreateParams.EnabledEvent>((event) => typeof event === "string"),
  ),
  description: z.string(),
  metadata: z.record(z.string(), z.string()),
  api_version: z.custom<Stripe.WebhookEndpointCreateParams.ApiVersion>((version) => typeof version === "string"),
});

test("the compiled endpoints live a whole life through the official client", async () => {
  const { webhookEndpoints } = client();
  for (const { body } of await compiledResources("webhook-endpoint")) {
    const created = await webhookEndpoints.create(bodySchema.parse(body));
    expect(created).toMatchObject({ ...body, object: "webhook_endpoint", status: "enabled", livemode: false });
    expect(created.secret).toMatch(/^whsec_/);

    const read = await webhookEndpoints.retrieve(created.id);
    expect(read).toMatchObject(body);
    // Stripe tells the signing secret once.
    expect(read.secret).toBeUndefined();
    expect(await webhookEndpoints.update(created.id, { disabled: true })).toMatchObject({ status: "disabled" });
    const changed = await webhookEndpoints.update(created.id, { metadata: { managed_by: "", extra: "1" } });
    expect(changed.metadata).toEqual({ tocsin_env: "local", tocsin_id: "billing/stripe-webhook", extra: "1" });
    expect(await webhookEndpoints.del(created.id)).toEqual({
      id: created.id,
      object: "webhook_endpoint",
      deleted: true,
    });
    expect(await failed(webhookEndpoints.retrieve(created.id))).toMatchObject({
      type: "StripeInvalidRequestError",
      code: "resource_missing",
      statusCode: 404,
    });
  }
});

test("a list is paged through to its end", async () => {
  const { webhookEndpoints } = client();
  const ids: string[] = [];
  for (let count = 0; count < 12; count += 1) {
    ids.push((await webhookEndpoints.create({ url: `${url}/${count}`, enabled_events: ["*"] })).id);
  }
  const listed: string[] = [];
  for await (const { id } of webhookEndpoints.list({ limit: 5 })) listed.push(id);
  expect(listed).toEqual(ids.toReversed());
  for (const id of ids) await webhookEndpoints.del(id);
  expect((await webhookEndpoints.list()).data).toEqual([]);
});

test("refusals are the client's typed errors", async () => {
  const { webhookEndpoints } = client();
  const bad = await failed(webhookEndpoints.create({ url: "no url", enabled_events: ["*"] }));
  expect(bad).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
  expect(bad).toMatchObject({ param: "url", statusCode: 400, requestId: expect.stringMatching(/^req_/) });
  const stranger = await failed(client("sk_test_wrong").webhookEndpoints.list());
  expect(stranger).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
  expect(stranger).toMatchObject({ statusCode: 401 });
});

test("a repeated request with the same key is carried out once, and another one with it is refused", async () => {
  const { webhookEndpoints } = client();
  const key = { idempotencyKey: "create-the-endpoint" };
  const once = await webhookEndpoints.create({ url, enabled_events: ["*"] }, key);
  const again = await webhookEndpoints.create({ url, enabled_events: ["*"] }, key);
  expect(again.id).toBe(once.id);
  expect(again.secret).toBe(once.secret);
  expect((await webhookEndpoints.list()).data).toHaveLength(1);
  const other = await failed(webhookEndpoints.create({ url: `${url}/2`, enabled_events: ["*"] }, key));
  expect(other).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
});

test("events are read by the official client", async () => {
  const { events } = client();
  expect((await events.list({ delivery_success: false, types: ["invoice.payment_failed"] })).data).toEqual([]);
  expect(await failed(events.retrieve("evt_none"))).toMatchObject({ code: "resource_missing" });
});

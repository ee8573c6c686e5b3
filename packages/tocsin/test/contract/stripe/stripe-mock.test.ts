import Stripe from "stripe";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonObject } from "../../../src/model/resource.ts";
import { inventedEndpoints } from "../invented/compiled.ts";
import { compiledResources } from "../support/compiled.ts";
import { judge } from "../support/judge.ts";
import { type StripeMock, startStripeMock, stripeClient } from "../support/stripe.ts";
import { emulators } from "../support/vendors.ts";

/** What Stripe refuses of a webhook endpoint: its own test server and the emulated Stripe have to agree. */
const wrong: Record<string, (body: JsonObject) => JsonObject> = {
  "an event type that there is not": (body) => ({
    ...body,
    enabled_events: ["invoice.payment_failed", "invoice.forgotten"],
  }),
  "no url": ({ url: _url, ...body }) => body,
  "no events": ({ enabled_events: _events, ...body }) => body,
  "events that are no list": (body) => ({ ...body, enabled_events: "invoice.payment_failed" }),
  "a parameter that there is not": (body) => ({ ...body, tags: ["a"] }),
  "metadata that is no map": (body) => ({ ...body, metadata: "tocsin" }),
  "a version that there is not": (body) => ({ ...body, api_version: "1999-01-01" }),
};

const section = emulators();
const endpoints = [...(await compiledResources("webhook-endpoint")), ...inventedEndpoints()];
const command = judge("stripe-mock");
let mock: StripeMock | null = null;

beforeAll(async () => {
  mock = command === null ? null : await startStripeMock(command);
});
afterAll(async () => await mock?.end());

const post = (url: string, body: JsonObject) =>
  stripeClient(url, section("stripe").apiKey).rawRequest("POST", "/v1/webhook_endpoints", body);

/** The newest version that stripe-mock 0.197.0 takes. Ours is younger: the one that the `stripe` package is made for. */
const mocksVersion = "2025-09-30.clover";

/** Who judges, each with the body in a version that it knows. */
function judges(body: JsonObject): { url: string; body: JsonObject }[] {
  const own = { url: section("stripe").url, body };
  return mock === null ? [own] : [own, { url: mock.url, body: { ...body, api_version: mocksVersion } }];
}

test.each(endpoints.map((resource) => [resource.name, resource.body] as const))(
  "%s: its parameters are accepted by Stripe's own test server and by the emulated Stripe",
  async (_name, compiled) => {
    expect(compiled.api_version).toBe(Stripe.API_VERSION);
    for (const { url, body } of judges(compiled)) {
      expect(await post(url, body)).toMatchObject({ object: "webhook_endpoint" });
    }
  },
);

test.each(Object.entries(wrong))("%s: refused by both", async (_name, change) => {
  const [resource] = endpoints;
  if (resource === undefined) throw new Error("no webhook endpoint is compiled");
  for (const { url, body } of judges(resource.body)) {
    const refused = { type: "StripeInvalidRequestError", statusCode: 400 };
    await expect(post(url, change(body)), url).rejects.toMatchObject(refused);
  }
});

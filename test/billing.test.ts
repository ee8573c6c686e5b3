/** The webhook endpoint of billing.ts, held against Stripe's own package: the version that the app is built with. */
import Stripe from "stripe";
import { expect, test } from "vitest";
import { endpoint } from "../alerts/billing.ts";

const stripe = new Stripe("sk_test_none");
const secret = "whsec_test";

test.each([...endpoint.signal.events])("a signed %s is taken with the endpoint's secret, and with no other", (type) => {
  const payload = JSON.stringify({ id: "evt_1", object: "event", type, data: { object: {} } });
  const header = stripe.webhooks.generateTestHeaderString({ payload, secret });
  expect(stripe.webhooks.constructEvent(payload, header, secret).type).toBe(type);
  expect(() => stripe.webhooks.constructEvent(payload, header, "whsec_other")).toThrow(/signature/);
  expect(() => stripe.webhooks.constructEvent(payload.replace("evt_1", "evt_2"), header, secret)).toThrow(/signature/);
});

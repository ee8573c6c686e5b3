import { expect, test } from "vitest";
import { control } from "../support/arrived.ts";
import { stripeClient } from "../support/stripe.ts";
import { emulators } from "../support/vendors.ts";

const section = emulators();
const steer = async (method: string, path: string, body?: object) =>
  expect((await control(section, method, `/stripe/events${path}`, body)).ok).toBe(true);

test("events that were let happen are listed, filtered, paged and read by the official client", async () => {
  const { events } = stripeClient(section("stripe").url, section("stripe").apiKey);
  await steer("POST", "", { type: "invoice.payment_failed", count: 3, ageSeconds: 60 });
  await steer("POST", "", { type: "customer.subscription.deleted", ageSeconds: 600, pendingWebhooks: 1, mark: "lost" });
  const lost = await events.list({ delivery_success: false });
  expect(lost.data).toMatchObject([{ type: "customer.subscription.deleted", pending_webhooks: 1 }]);
  const newest = Math.floor(Date.now() / 1000) - 300;
  expect((await events.list({ created: { gte: newest } })).data).toHaveLength(3);
  const types: string[] = [];
  for await (const event of events.list({ limit: 2 })) types.push(event.type);
  expect(types).toEqual([...Array(3).fill("invoice.payment_failed"), "customer.subscription.deleted"]);
  const [first] = lost.data;
  expect(await events.retrieve(first?.id ?? "")).toMatchObject({ id: first?.id, object: "event", livemode: false });
  await steer("DELETE", "?mark=lost");
  expect((await events.list({ delivery_success: false })).data).toEqual([]);
});

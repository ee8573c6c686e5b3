import { expect, test } from "vitest";
import { createContext } from "../../src/context.ts";
import { createStripe } from "../../src/stripe/app.ts";

function start() {
  const context = createContext();
  const { app, control, store } = createStripe(context);
  if (control === undefined) throw new Error("the emulated Stripe has no control");
  const steer = async (method: string, path: string, body?: unknown) => {
    const response = await control.request(path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: Object(await response.json()) };
  };
  const list = async (query: string) => {
    const headers = { authorization: `Bearer ${context.tokens.stripe.apiKey}` };
    const response = await app.request(`/v1/events?limit=100&${query}`, { headers });
    const { data }: { data: Record<string, unknown>[] } = Object(await response.json());
    return data;
  };
  return { context, store, steer, list };
}

test("events are let happen at a time, and read as any other, the newest first", async () => {
  const { context, steer, list } = start();
  const now = Math.floor(context.now().getTime() / 1000);
  const lost = { type: "invoice.payment_succeeded", count: 2, ageSeconds: 600, pendingWebhooks: 1 };
  const { status, body } = await steer("POST", "/events", lost);
  expect([status, body.events]).toEqual([201, expect.arrayContaining([expect.stringMatching(/^evt_/)])]);
  await steer("POST", "/events", { type: "customer.subscription.deleted", ageSeconds: 900 });
  expect(await list("delivery_success=false")).toHaveLength(2);
  const all = await list("");
  expect(all.map(({ type }) => type)).toEqual([
    "invoice.payment_succeeded",
    "invoice.payment_succeeded",
    "customer.subscription.deleted",
  ]);
  expect(Number(all[2]?.created) - now).toBeCloseTo(-900, -1);
  expect(all[2]).toMatchObject({
    object: "event",
    livemode: false,
    pending_webhooks: 0,
    data: { object: { object: "subscription", status: "canceled", id: expect.stringMatching(/^sub_/) } },
  });
  expect(all[0]).toMatchObject({ data: { object: { object: "invoice", status: "paid", amount_due: 2_900 } } });
});

test("what was let happen is taken back, by its mark or all of it", async () => {
  const { steer, list } = start();
  await steer("POST", "/events", { type: "invoice.payment_failed", count: 3, mark: "one" });
  await steer("POST", "/events", { type: "charge.failed", mark: "two" });
  expect((await steer("DELETE", "/events?mark=one")).body).toEqual({ removed: 3 });
  expect((await list("")).map(({ type }) => type)).toEqual(["charge.failed"]);
  expect((await steer("DELETE", "/events")).body).toEqual({ removed: 1 });
  expect((await steer("DELETE", "/events")).body).toEqual({ removed: 0 });
});

test.each([
  [{ type: "invoice.payment_lost" }, "type: is no event type of Stripe"],
  [{ type: "charge.failed", count: 0 }, "count"],
  [{ type: "charge.failed", ageSeconds: 31 * 86_400 }, "ageSeconds"],
  [{ type: "charge.failed", pendingWebhooks: -1 }, "pendingWebhooks"],
  [{ type: "charge.failed", cards: 1 }, "cards"],
  ["none", "event"],
])("%j is refused", async (body, said) => {
  const { store, steer } = start();
  const answer = await steer("POST", "/events", body);
  expect([answer.status, store.events]).toEqual([400, []]);
  expect(answer.body.errors.join()).toContain(said);
});

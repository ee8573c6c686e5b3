import { expect, it } from "vitest";
import { ownWorld } from "./by-hand.ts";

const world = ownWorld();

it("somebody takes events off a webhook endpoint, then Stripe disables it", async () => {
  const { resource, id } = world().one("webhook-endpoint");
  const path = `/v1/webhook_endpoints/${id}`;
  await world().call("stripe", "POST", path, { enabled_events: ["invoice.payment_failed"] });
  expect(await world().onlyFinding()).toMatchObject({
    class: "changed",
    definition: resource.definition,
    path: "enabled_events",
    actual: ["invoice.payment_failed"],
  });
  await world().call("stripe", "POST", path, { enabled_events: resource.body.enabled_events ?? [], disabled: true });
  expect(await world().onlyFinding()).toMatchObject({ class: "disabled", path: "status", actual: "disabled" });
});

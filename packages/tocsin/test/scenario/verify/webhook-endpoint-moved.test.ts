import { drift } from "./drift.ts";

drift("somebody points the webhook endpoint at another address", async (world) => {
  const { id, resource } = world.one("webhook-endpoint");
  const url = "https://app.cliply.example/api/webhooks/new";
  await world.call("stripe", "POST", `/v1/webhook_endpoints/${id}`, { url });
  return {
    class: "changed",
    vendor: "stripe",
    vendorId: id,
    definition: resource.definition,
    path: "url",
    expected: resource.body.url,
    actual: url,
  };
});

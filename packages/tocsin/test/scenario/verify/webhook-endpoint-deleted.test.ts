import { drift } from "./drift.ts";

drift("somebody deletes the webhook endpoint", async (world) => {
  const { id, resource } = world.one("webhook-endpoint");
  await world.call("stripe", "DELETE", `/v1/webhook_endpoints/${id}`);
  return { class: "missing", vendor: "stripe", kind: "webhook-endpoint", definition: resource.definition };
});

import { drift } from "./drift.ts";

drift("a run that was killed leaves a second webhook endpoint", async (world) => {
  const { resource } = world.one("webhook-endpoint");
  const { id } = await world.call("stripe", "POST", "/v1/webhook_endpoints", resource.body);
  return {
    class: "duplicate",
    vendor: "stripe",
    kind: "webhook-endpoint",
    vendorId: String(id),
    definition: resource.definition,
  };
});

import { drift } from "./drift.ts";

drift("somebody points a second webhook at our host by hand", async (world) => {
  const { id } = await world.call("stripe", "POST", "/v1/webhook_endpoints", {
    url: "https://app.cliply.example/api/webhooks/stripe-old",
    enabled_events: ["*"],
  });
  return { class: "unmanaged", vendor: "stripe", kind: "webhook-endpoint", vendorId: String(id), definition: null };
});

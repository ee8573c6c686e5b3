import { drift } from "./drift.ts";
import { callDestinations } from "./rest.ts";

drift("somebody points an event destination at our host by hand, in a stack that has none", async (world) => {
  const { id } = await callDestinations(world.connections, "POST", "", {
    ...{ name: "By hand", type: "webhook_endpoint", event_payload: "thin", enabled_events: ["v1.invoice.paid"] },
    webhook_endpoint: { url: "https://app.cliply.example/api/webhooks/stripe-thin" },
  });
  return { class: "unmanaged", vendor: "stripe", kind: "event-destination", vendorId: String(id), definition: null };
});

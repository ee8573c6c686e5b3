import { drift } from "./drift.ts";

drift("somebody sends a monitor's messages to a channel of their own", async (world) => {
  const { id, resource } = world.of("database/high-cpu", "monitor");
  const message = String(resource.body.message).replace("@slack-acme-alerts-local", "@slack-acme-mine");
  await world.call("datadog", "PUT", `/api/v1/monitor/${id}`, { message });
  return [
    { class: "changed", vendorId: id, definition: "database/high-cpu", path: "message", actual: message },
    // What is live is what acts, and Datadog has no such channel.
    { class: "broken-route", kind: "handle", vendorId: "@slack-acme-mine", definition: "database/high-cpu" },
  ];
});

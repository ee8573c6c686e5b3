import { drift } from "./drift.ts";

drift("somebody hides the graph in Datadog's Slack messages", async (world) => {
  const path = "/api/v1/integration/slack/configuration/accounts/acme/channels/%23alerts-local";
  await world.call("datadog", "PATCH", path, {
    display: { message: true, mute_buttons: true, notified: true, snapshot: false, tags: true },
  });
  return {
    class: "changed",
    vendor: "datadog",
    kind: "slack-channel",
    vendorId: "#alerts-local",
    path: "display.snapshot",
    expected: true,
    actual: false,
  };
});

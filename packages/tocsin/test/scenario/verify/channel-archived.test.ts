import { drift } from "./drift.ts";

drift("somebody archives the alerts channel", async (world) => {
  const channel = await world.channel("alerts-local");
  await world.call("slack", "POST", "/api/conversations.archive", { channel });
  return {
    class: "broken-route",
    vendor: "slack",
    kind: "channel",
    vendorId: channel,
    path: "is_archived",
    expected: false,
    actual: true,
  };
});

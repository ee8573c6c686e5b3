import { drift } from "./drift.ts";

drift("somebody takes the bot out of the alerts channel", async (world) => {
  const channel = await world.channel("alerts-local");
  await world.call("slack", "POST", "/api/conversations.leave", { channel });
  return {
    class: "broken-route",
    vendor: "slack",
    kind: "channel",
    vendorId: channel,
    path: "is_member",
    expected: true,
    actual: false,
  };
});

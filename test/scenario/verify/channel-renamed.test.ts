import { drift } from "./drift.ts";

drift("somebody renames the alerts channel", async (world) => {
  const renamed = { id: await world.channel("alerts-local"), name: "old-alerts", is_archived: false, is_member: true };
  const body = { ok: true, channels: [renamed] };
  world.context.faults.add({ vendor: "slack", match: { path: "conversations.list" }, status: 200, body });
  return {
    class: "broken-route",
    vendor: "slack",
    kind: "channel",
    vendorId: "#alerts-local",
    path: "name",
    expected: "#alerts-local",
    actual: null,
  };
});

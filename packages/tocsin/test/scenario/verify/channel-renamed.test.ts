import { expect } from "vitest";
import { drift } from "./drift.ts";

drift("somebody renames the alerts channel", async (world) => {
  const channel = await world.channel("alerts-local");
  const { ok } = await world.call("slack", "POST", "/api/conversations.rename", { channel, name: "old-alerts" });
  expect(ok).toBe(true);
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

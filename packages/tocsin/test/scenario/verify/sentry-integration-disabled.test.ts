import { drift } from "./drift.ts";

drift("Sentry disables its Slack integration", async (world) => {
  // Sentry does so by itself, when Slack keeps refusing: the answer is what it then says.
  const body = [{ id: "55", name: "acme", organizationIntegrationStatus: "disabled" }];
  world.context.faults.add({ vendor: "sentry", match: { path: "/integrations/$" }, status: 200, body });
  return {
    class: "broken-route",
    vendor: "sentry",
    kind: "integration",
    vendorId: "55",
    path: "organizationIntegrationStatus",
    expected: "active",
    actual: "disabled",
  };
});

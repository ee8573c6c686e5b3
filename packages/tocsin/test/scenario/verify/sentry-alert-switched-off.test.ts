import { drift } from "./drift.ts";

drift("somebody switches a Sentry alert off", async (world) => {
  const { id, resource } = world.of("publishing/critical-errors", "workflow");
  const path = `/api/0/organizations/acme/workflows/${id}/`;
  await world.call("sentry", "PUT", path, { ...resource.body, enabled: false });
  return {
    class: "disabled",
    vendor: "sentry",
    kind: "workflow",
    vendorId: id,
    definition: "publishing/critical-errors",
    path: "enabled",
    expected: true,
    actual: false,
  };
});

import { drift } from "./drift.ts";

drift("somebody copies a Sentry alert", async (world) => {
  const { resource } = world.of("publishing/critical-errors", "workflow");
  const { id } = await world.call("sentry", "POST", "/api/0/organizations/acme/workflows/", resource.body);
  return {
    class: "duplicate",
    vendor: "sentry",
    kind: "workflow",
    vendorId: String(id),
    definition: "publishing/critical-errors",
  };
});

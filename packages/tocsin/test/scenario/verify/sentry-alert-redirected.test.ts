import { drift } from "./drift.ts";

drift("somebody lets a Sentry alert write to another channel", async (world) => {
  const { id, resource } = world.of("publishing/critical-errors", "workflow");
  const body = JSON.parse(JSON.stringify(resource.body).replaceAll("#alerts-local", "#alerts-staging"));
  await world.call("sentry", "PUT", `/api/0/organizations/acme/workflows/${id}/`, body);
  return {
    class: "changed",
    vendorId: id,
    definition: "publishing/critical-errors",
    path: "actionFilters.0.actions.1.config.targetDisplay",
    expected: "alerts-local",
    actual: "alerts-staging",
  };
});

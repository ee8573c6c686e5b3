import { drift } from "./drift.ts";

drift("somebody copies a Sentry monitor", async (world) => {
  const { resource } = world.one("detector");
  const path = `/api/0/organizations/acme/projects/${resource.parent.project}/detectors/`;
  const { id } = await world.call("sentry", "POST", path, resource.body);
  return {
    class: "duplicate",
    vendor: "sentry",
    kind: "detector",
    vendorId: String(id),
    definition: resource.definition,
  };
});

import { drift } from "./drift.ts";

drift("somebody makes a Sentry monitor by hand", async (world) => {
  const { resource } = world.one("detector");
  const path = `/api/0/organizations/acme/projects/${resource.parent.project}/detectors/`;
  const body = { ...resource.body, name: "many errors", description: "quick one" };
  const { id } = await world.call("sentry", "POST", path, body);
  return { class: "unmanaged", vendor: "sentry", kind: "detector", vendorId: String(id), definition: null };
});

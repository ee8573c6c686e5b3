import { drift } from "./drift.ts";

drift("somebody makes a Sentry alert on one of our projects by hand", async (world) => {
  const { resource } = world.of("publishing/critical-errors", "workflow");
  const body = { ...resource.body, name: "everything to me", environment: null };
  const { id } = await world.call("sentry", "POST", "/api/0/organizations/acme/workflows/", body);
  return { class: "unmanaged", vendor: "sentry", kind: "workflow", vendorId: String(id), definition: null };
});

import { drift } from "./drift.ts";

drift("somebody deletes a Sentry monitor", async (world) => {
  const { id, resource } = world.one("detector");
  await world.call("sentry", "DELETE", `/api/0/organizations/acme/detectors/${id}/`);
  return { class: "missing", vendor: "sentry", kind: "detector", definition: resource.definition };
});

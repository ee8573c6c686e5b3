import { drift } from "./drift.ts";

drift("somebody deletes a Sentry alert", async (world) => {
  const { id } = world.of("publishing/critical-errors", "workflow");
  await world.call("sentry", "DELETE", `/api/0/organizations/acme/workflows/${id}/`);
  return { class: "missing", vendor: "sentry", kind: "workflow", definition: "publishing/critical-errors" };
});

import { drift } from "./drift.ts";

drift("somebody deletes a dashboard", async (world) => {
  const { id, resource } = world.of("dashboards/worker", "dashboard");
  await world.call("datadog", "DELETE", `/api/v1/dashboard/${id}`);
  return { class: "missing", vendor: "datadog", kind: "dashboard", definition: resource.definition };
});

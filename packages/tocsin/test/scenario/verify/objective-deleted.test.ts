import { drift } from "./drift.ts";

drift("somebody deletes an objective", async (world) => {
  const { id, resource } = world.of("objectives/readyz", "slo");
  await world.call("datadog", "DELETE", `/api/v1/slo/${id}`);
  return { class: "missing", vendor: "datadog", kind: "slo", definition: resource.definition };
});

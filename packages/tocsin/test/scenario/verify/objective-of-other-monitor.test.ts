import { drift } from "./drift.ts";

drift("somebody counts an objective from another monitor", async (world) => {
  const { id, resource } = world.of("objectives/readyz", "slo");
  const other = Number(world.of("web-api/5xx-rate", "monitor").id);
  await world.call("datadog", "PUT", `/api/v1/slo/${id}`, { ...resource.body, monitor_ids: [other] });
  return {
    class: "changed",
    kind: "slo",
    vendorId: id,
    definition: "objectives/readyz",
    path: "monitor_ids",
    actual: [other],
  };
});

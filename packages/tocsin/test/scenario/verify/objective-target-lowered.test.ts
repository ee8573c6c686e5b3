import { drift } from "./drift.ts";

drift("somebody lowers the target of an objective, so that the month looks better", async (world) => {
  const { id, resource } = world.of("objectives/api-success", "slo");
  const thresholds = [{ timeframe: "30d", target: 95, warning: 99.7 }];
  await world.call("datadog", "PUT", `/api/v1/slo/${id}`, { ...resource.body, thresholds });
  return {
    class: "changed",
    kind: "slo",
    vendorId: id,
    definition: "objectives/api-success",
    path: "thresholds.0.target",
    expected: 99.5,
    actual: 95,
  };
});

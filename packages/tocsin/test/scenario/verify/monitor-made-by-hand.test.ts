import { drift } from "./drift.ts";

drift("somebody makes a monitor for one of our services by hand", async (world) => {
  const { id } = await world.call("datadog", "POST", "/api/v1/monitor", {
    name: "tips: errors (quick one)",
    type: "log alert",
    query: 'logs("service:tips status:error").index("*").rollup("count").last("5m") > 10',
    message: "look! @slack-acme-alerts-local",
    tags: ["service:tips"],
    options: { thresholds: { critical: 10 } },
  });
  return { class: "unmanaged", vendor: "datadog", kind: "monitor", vendorId: String(id), definition: null };
});

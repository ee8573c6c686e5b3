import { drift } from "./drift.ts";

drift("somebody mutes one monitor for the night", async (world) => {
  const { id } = world.of("database/high-cpu", "monitor");
  const end = new Date(Date.now() + 8 * 3_600_000).toISOString();
  await world.call("datadog", "POST", "/api/v2/downtime", {
    data: {
      type: "downtime",
      attributes: {
        monitor_identifier: { monitor_id: Number(id) },
        scope: "*",
        schedule: { end },
        message: "too loud",
      },
    },
  });
  return {
    class: "muted",
    vendor: "datadog",
    kind: "monitor",
    vendorId: id,
    definition: "database/high-cpu",
    path: "downtime",
    expected: null,
  };
});

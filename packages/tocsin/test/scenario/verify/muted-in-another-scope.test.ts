import { drift } from "./drift.ts";

drift("a downtime names a monitor by id and a scope of another environment", async (world) => {
  const { id } = world.of("database/down", "monitor");
  await world.call("datadog", "POST", "/api/v2/downtime", {
    data: {
      type: "downtime",
      attributes: { monitor_identifier: { monitor_id: Number(id) }, scope: "env:staging" },
    },
  });
  return [];
});

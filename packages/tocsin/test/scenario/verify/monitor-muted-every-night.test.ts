import { drift } from "./drift.ts";

drift("somebody mutes a monitor for an hour each day, and now is not that hour", async (world) => {
  const { id } = world.of("database/down", "monitor");
  const start = new Date(Date.now() + 6 * 3_600_000).toISOString().slice(0, 19);
  await world.call("datadog", "POST", "/api/v2/downtime", {
    data: {
      type: "downtime",
      attributes: {
        monitor_identifier: { monitor_id: Number(id) },
        scope: "*",
        schedule: { timezone: "UTC", recurrences: [{ rrule: "FREQ=DAILY;INTERVAL=1", duration: "1h", start }] },
      },
    },
  });
  return {
    class: "muted",
    vendor: "datadog",
    kind: "monitor",
    vendorId: id,
    definition: "database/down",
    path: "downtime",
  };
});

import { drift } from "./drift.ts";

drift("somebody moves the end of a mute that was made with tocsin mute by 70 years", async (world) => {
  const { id } = world.of("database/disk", "monitor");
  await world.call("datadog", "POST", "/api/v2/downtime", {
    data: {
      type: "downtime",
      attributes: {
        monitor_identifier: { monitor_tags: ["tocsin-id:database/disk", "env:local"] },
        scope: "*",
        schedule: { end: "2096-12-01T08:00:00Z" },
        message: "tocsin mute: the disk is being enlarged (tocsin:database/disk)",
      },
    },
  });
  return { class: "muted", vendorId: id, definition: "database/disk", path: "downtime" };
});

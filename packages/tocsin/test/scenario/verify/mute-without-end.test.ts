import { drift } from "./drift.ts";

drift("somebody takes the end off a mute that was made with tocsin mute", async (world) => {
  const { id } = world.of("database/disk", "monitor");
  await world.call("datadog", "POST", "/api/v2/downtime", {
    data: {
      type: "downtime",
      attributes: {
        monitor_identifier: { monitor_tags: ["tocsin-id:database/disk", "env:local"] },
        scope: "*",
        message: "tocsin mute: the disk is being enlarged (tocsin:database/disk)",
      },
    },
  });
  return { class: "muted", vendorId: id, definition: "database/disk", path: "downtime" };
});

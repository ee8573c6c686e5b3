import { drift } from "./drift.ts";

drift("somebody mutes the monitor that a synthetic test brings with it", async (world) => {
  const { id, answer } = world.of("cliply-web/readyz", "synthetics-test");
  await world.call("datadog", "POST", "/api/v2/downtime", {
    data: {
      type: "downtime",
      attributes: { monitor_identifier: { monitor_id: Number(answer.monitor_id) }, scope: "*" },
    },
  });
  return {
    class: "muted",
    vendor: "datadog",
    kind: "synthetics-test",
    vendorId: id,
    definition: "cliply-web/readyz",
    path: "downtime",
  };
});

import { drift } from "./drift.ts";

drift("somebody mutes everything of a service, without an end", async (world) => {
  await world.call("datadog", "POST", "/api/v2/downtime", {
    data: {
      type: "downtime",
      attributes: { monitor_identifier: { monitor_tags: ["service:cliply-database", "env:local"] }, scope: "*" },
    },
  });
  return ["connections", "disk", "high-cpu", "slow-queries"].map((name) => ({
    class: "muted" as const,
    vendor: "datadog",
    kind: "monitor",
    definition: `database/${name}`,
    path: "downtime",
  }));
});

import { drift } from "./drift.ts";

drift("somebody mutes everything of a service, without an end", async (world) => {
  await world.call("datadog", "POST", "/api/v2/downtime", {
    data: {
      type: "downtime",
      attributes: { monitor_identifier: { monitor_tags: ["service:cliply-database", "env:local"] }, scope: "*" },
    },
  });
  const monitors = world.resources.filter(({ kind }) => kind === "monitor");
  const own = world.project.definitions.filter(
    ({ id, service }) => service === "cliply-database" && monitors.some(({ definition }) => definition === id),
  );
  return own.map(({ id }) => ({
    class: "muted" as const,
    vendor: "datadog",
    kind: "monitor",
    definition: id,
    path: "downtime",
  }));
});

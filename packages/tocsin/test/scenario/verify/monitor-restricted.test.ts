import { drift } from "./drift.ts";

drift("somebody lets only one role edit a monitor", async (world) => {
  const { id } = world.of("database/high-cpu", "monitor");
  await world.call("datadog", "PUT", `/api/v1/monitor/${id}`, { restricted_roles: ["r-1"] });
  return {
    class: "changed",
    vendor: "datadog",
    kind: "monitor",
    vendorId: id,
    definition: "database/high-cpu",
    path: "restricted_roles",
  };
});

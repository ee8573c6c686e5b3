import { drift } from "./drift.ts";

drift("somebody renames a dashboard and drops the stack's name from it", async (world) => {
  const { id, answer, resource } = world.of("dashboards/billing", "dashboard");
  await world.call("datadog", "PUT", `/api/v1/dashboard/${id}`, { ...answer, title: "Money" });
  return {
    class: "changed",
    kind: "dashboard",
    vendorId: id,
    definition: resource.definition,
    path: "title",
    actual: "Money",
  };
});

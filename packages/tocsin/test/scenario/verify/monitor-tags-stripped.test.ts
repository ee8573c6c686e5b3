import { drift } from "./drift.ts";

drift("somebody takes our marks off a monitor: changed, not missing", async (world) => {
  const { id, resource } = world.of("database/high-cpu", "monitor");
  await world.call("datadog", "PUT", `/api/v1/monitor/${id}`, { tags: ["team:data"] });
  return {
    class: "changed",
    vendorId: id,
    definition: "database/high-cpu",
    path: "tags",
    expected: resource.body.tags,
    actual: ["team:data"],
  };
});

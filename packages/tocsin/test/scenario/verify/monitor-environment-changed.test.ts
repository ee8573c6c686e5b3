import { drift } from "./drift.ts";

drift("somebody gives a monitor the tag of another environment", async (world) => {
  const { id, resource } = world.of("database/disk", "monitor");
  const before = Array.isArray(resource.body.tags) ? resource.body.tags : [];
  const tags = before.map((tag) => (tag === "env:local" ? "env:staging" : tag));
  await world.call("datadog", "PUT", `/api/v1/monitor/${id}`, { tags });
  return {
    class: "changed",
    vendor: "datadog",
    kind: "monitor",
    vendorId: id,
    definition: "database/disk",
    path: "tags",
  };
});

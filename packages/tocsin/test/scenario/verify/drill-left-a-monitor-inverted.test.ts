import { drift } from "./drift.ts";

drift("a drill was killed while a monitor was inverted", async (world) => {
  const { id, answer } = world.of("cron/cleanup-photos-missed", "monitor");
  const tags = [...(Array.isArray(answer.tags) ? answer.tags : []), "tocsin-drill:r1"];
  const query = String(answer.query).replace("< 1", ">= 1");
  await world.call("datadog", "PUT", `/api/v1/monitor/${id}`, { query, tags });
  return {
    class: "leftover",
    vendor: "datadog",
    kind: "monitor",
    vendorId: id,
    definition: "cron/cleanup-photos-missed",
    path: "tags",
    actual: tags,
  };
});

import { drift } from "./drift.ts";

drift("somebody turns a monitor into a draft, which notifies nobody", async (world) => {
  const { id, answer } = world.of("tips/handle-races", "monitor");
  const { name, type, query, message, tags, options } = answer;
  const body = JSON.parse(JSON.stringify({ name, type, query, message, tags, options, draft_status: "draft" }));
  await world.call("datadog", "PUT", `/api/v1/monitor/${id}`, body);
  return {
    class: "muted",
    vendorId: id,
    definition: "tips/handle-races",
    path: "draft_status",
    expected: "published",
    actual: "draft",
  };
});

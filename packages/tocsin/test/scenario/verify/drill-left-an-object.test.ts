import { drift } from "./drift.ts";

drift("a drill was killed before it removed what it had made", async (world) => {
  const { resource } = world.of("database/high-cpu", "monitor");
  const body = { ...resource.body, name: "drill", message: "drill", tags: ["tocsin-drill:r2"] };
  const { id } = await world.call("datadog", "POST", "/api/v1/monitor", body);
  return { class: "leftover", vendor: "datadog", kind: "monitor", vendorId: String(id), actual: "tocsin-drill:r2" };
});

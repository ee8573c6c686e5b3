import { drift } from "./drift.ts";

drift("a monitor of a definition that the code no longer has stays behind", async (world) => {
  const { resource } = world.of("database/high-cpu", "monitor");
  const { id } = await world.call("datadog", "POST", "/api/v1/monitor", {
    ...resource.body,
    name: "[local] an alert of last year",
    message: "old\ntocsin:database/long-gone",
    tags: ["managed-by:tocsin", "tocsin-id:database/long-gone", "env:local"],
  });
  return { class: "unmanaged", vendor: "datadog", kind: "monitor", vendorId: String(id), definition: null };
});

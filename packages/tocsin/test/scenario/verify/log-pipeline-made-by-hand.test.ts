import { drift } from "./drift.ts";

drift("somebody makes a log pipeline for one of our services by hand", async (world) => {
  const { id } = await world.call("datadog", "POST", "/api/v1/logs/config/pipelines", {
    name: "tips, for now",
    filter: { query: "service:tips" },
    is_enabled: true,
    processors: [],
    tags: ["service:tips"],
  });
  return { class: "unmanaged", vendor: "datadog", kind: "logs-pipeline", vendorId: String(id), definition: null };
});

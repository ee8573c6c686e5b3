import { drift } from "./drift.ts";

drift("somebody deletes the pipeline that reads the number out of a log line", async (world) => {
  const { id, resource } = world.one("logs-pipeline");
  await world.call("datadog", "DELETE", `/api/v1/logs/config/pipelines/${id}`);
  return { class: "missing", vendor: "datadog", kind: "logs-pipeline", definition: resource.definition };
});

import { drift } from "./drift.ts";

drift("somebody clones a dashboard to try something", async (world) => {
  const { answer, resource } = world.of("dashboards/database", "dashboard");
  const { id: _id, ...rest } = answer;
  const { id } = await world.call("datadog", "POST", "/api/v1/dashboard", { ...rest, title: `${rest.title} (cloned)` });
  return { class: "duplicate", kind: "dashboard", vendorId: String(id), definition: resource.definition };
});

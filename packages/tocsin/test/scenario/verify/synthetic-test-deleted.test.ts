import { drift } from "./drift.ts";

drift("somebody deletes a synthetic test", async (world) => {
  const { id } = world.of("cliply-web/admin-readyz", "synthetics-test");
  await world.call("datadog", "POST", "/api/v1/synthetics/tests/delete", { public_ids: [id] });
  return { class: "missing", vendor: "datadog", kind: "synthetics-test", definition: "cliply-web/admin-readyz" };
});

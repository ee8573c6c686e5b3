import { drift } from "./drift.ts";

drift("somebody clones a synthetic test, marks and all", async (world) => {
  const { resource } = world.of("cliply-web/readyz", "synthetics-test");
  const body = { ...resource.body, name: "readyz (copy)" };
  const { public_id } = await world.call("datadog", "POST", "/api/v1/synthetics/tests/api", body);
  return {
    class: "duplicate",
    vendor: "datadog",
    kind: "synthetics-test",
    vendorId: String(public_id),
    definition: "cliply-web/readyz",
  };
});

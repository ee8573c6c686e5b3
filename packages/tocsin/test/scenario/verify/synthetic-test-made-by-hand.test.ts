import { drift } from "./drift.ts";

drift("somebody makes a synthetic test by hand", async (world) => {
  const { resource } = world.of("cliply-web/readyz", "synthetics-test");
  const body = { ...resource.body, name: "home page", message: "down!", tags: ["service:cliply-web"] };
  const { public_id } = await world.call("datadog", "POST", "/api/v1/synthetics/tests/api", body);
  return {
    class: "unmanaged",
    vendor: "datadog",
    kind: "synthetics-test",
    vendorId: String(public_id),
    definition: null,
  };
});

import { drift } from "./drift.ts";

drift("somebody takes the channel out of the message of a synthetic test's own monitor", async (world) => {
  const { id, answer, resource } = world.of("cliply-web/readyz", "synthetics-test");
  await world.call("datadog", "PUT", `/api/v1/monitor/${answer.monitor_id}`, { message: "quiet" });
  return {
    class: "changed",
    vendor: "datadog",
    kind: "synthetics-test",
    vendorId: id,
    definition: "cliply-web/readyz",
    path: "monitor.message",
    expected: String(resource.body.message).trimEnd(),
    actual: "quiet",
  };
});

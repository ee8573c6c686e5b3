import { sendEvent } from "./baseline.ts";
import { drift } from "./drift.ts";

drift("somebody archives the issue that a monitor raises: it stays silent from then on", async (world) => {
  const { id } = world.of("web-api/high-error-rate", "detector");
  for (let sent = 0; sent < 60; sent += 1) {
    const tags = { service: "api" };
    const exception = { values: [{ type: "Error", value: "down" }] };
    await sendEvent(world, "web", "event", { timestamp: Date.now() / 1000, level: "error", tags, exception });
  }
  await world.pass(3);
  const issue = await world.issueOf(id);
  await world.call("sentry", "PUT", `/api/0/organizations/acme/issues/${issue}/`, { status: "ignored" });
  return {
    class: "muted",
    vendor: "sentry",
    kind: "detector",
    vendorId: id,
    definition: "web-api/high-error-rate",
    path: "latestGroup.status",
    expected: "unresolved",
    actual: "archived_forever",
  };
});

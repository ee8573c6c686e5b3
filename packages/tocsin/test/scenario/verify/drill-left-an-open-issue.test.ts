import { sendEvent } from "./baseline.ts";
import { drift } from "./drift.ts";

drift("a drill was killed before it resolved its issue", async (world) => {
  await sendEvent(world, "web", "event", {
    timestamp: Date.now() / 1000,
    level: "error",
    fingerprint: ["tocsin-drill", "r3"],
    tags: { tocsin_drill: "r3" },
    exception: { values: [{ type: "TocsinDrill", value: "DRILL of web-api/high-error-rate: no real error" }] },
  });
  return {
    class: "leftover",
    vendor: "sentry",
    kind: "issue",
    definition: "web-api/high-error-rate",
    path: "status",
    expected: "resolved",
    actual: "unresolved",
  };
});

import { drift } from "./drift.ts";

drift("a downtime of another stack silences nothing of ours", async (world) => {
  for (const [monitor_tags, scope] of [
    [["env:staging"], "*"],
    [["*"], "env:staging"],
    [["*"], "env:staging OR env:qa"],
    [["*"], "env:(staging OR qa)"],
    [["*"], "NOT env:local"],
    [["managed-by:tocsin"], "env:stag*"],
  ] as const) {
    await world.call("datadog", "POST", "/api/v2/downtime", {
      data: { type: "downtime", attributes: { monitor_identifier: { monitor_tags: [...monitor_tags] }, scope } },
    });
  }
  return [];
});

import { jsonObject } from "../../../src/vendors/json.ts";
import { drift } from "./drift.ts";

drift("an old tool silences the monitor that a synthetic test brings, and an older silence is over", async (world) => {
  const { id, answer } = world.of("cliply-web/readyz", "synthetics-test");
  const path = `/api/v1/monitor/${answer.monitor_id}`;
  const { options } = await world.call("datadog", "GET", path);
  const silenced = { "*": null, "host:a": Math.floor(Date.now() / 1000) - 60 };
  await world.call("datadog", "PUT", path, { options: { ...jsonObject.parse(options), silenced } });
  return {
    class: "muted",
    vendor: "datadog",
    kind: "synthetics-test",
    vendorId: id,
    definition: "cliply-web/readyz",
    path: "monitor.options.silenced.*",
    actual: "without an end",
  };
});

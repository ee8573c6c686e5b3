import { sendBaseline } from "./baseline.ts";
import { drift } from "./drift.ts";

drift("Datadog stops running a synthetic test", async (world) => {
  await world.pass(11);
  await sendBaseline(world);
  const { id } = world.of("cliply-web/readyz", "synthetics-test");
  // Nobody can make Datadog do so: the answer is what it then says.
  const body = { last_timestamp_fetched: 0, results: [] };
  world.context.faults.add({ vendor: "datadog", match: { path: `/${id}/results$` }, status: 200, body });
  return {
    class: "stale-signal",
    vendor: "datadog",
    kind: "synthetics-test",
    vendorId: id,
    definition: "cliply-web/readyz",
    path: "results",
  };
});

import { sendBaseline } from "./baseline.ts";
import { drift } from "./drift.ts";

drift("the database's logs no longer reach Datadog", async (world) => {
  await world.pass(11);
  await sendBaseline(world, ["postgres_logs"]);
  return {
    class: "stale-signal",
    vendor: "datadog",
    kind: "log-source",
    // Several alerts depend on it; the message names them.
    definition: null,
    path: "source:supabase service:postgres_logs @data.project:localref",
    expected: "something in the last 26 h",
  };
});

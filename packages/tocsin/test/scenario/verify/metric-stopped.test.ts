import { sendBaseline } from "./baseline.ts";
import { drift } from "./drift.ts";

drift("the database's filesystem metrics no longer arrive", async (world) => {
  await world.pass(11);
  await sendBaseline(world, ["filesystem"]);
  return ["avail", "size"].map((name) => {
    const metric = `supabase.cloud.node.filesystem.${name}.bytes{supabase_project_ref:localref}`;
    const subject = { class: "stale-signal" as const, vendor: "datadog", kind: "metric", vendorId: metric };
    return {
      ...subject,
      definition: "database/disk",
      path: metric,
      expected: "something in the last 10 min",
      actual: null,
    };
  });
});

import { sendBaseline } from "./baseline.ts";
import { drift } from "./drift.ts";

drift("the worker's Sentry DSN is lost in a deployment", async (world) => {
  await world.pass(11);
  await sendBaseline(world, ["worker"]);
  return {
    class: "stale-signal",
    vendor: "sentry",
    kind: "project",
    vendorId: "worker",
    path: "events",
    expected: "something in the last 24 h",
    actual: null,
  };
});

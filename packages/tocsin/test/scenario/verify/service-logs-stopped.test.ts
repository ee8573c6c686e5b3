import { sendBaseline } from "./baseline.ts";
import { drift } from "./drift.ts";

drift("a service's logs no longer reach Datadog", async (world) => {
  await world.pass(11);
  await sendBaseline(world, ["cliply-web"]);
  return {
    class: "stale-signal",
    vendor: "datadog",
    kind: "log-source",
    path: "source:vercel @environment:production service:cliply-web",
    expected: "something in the last 10 min",
    actual: null,
  };
});

import { drift } from "./drift.ts";

drift("Sentry announces the end of an interface", async (world) => {
  const headers = { "x-sentry-deprecation-date": "2026-12-01T00:00:00Z" };
  world.context.faults.add({ vendor: "sentry", match: { path: "/workflows/$" }, headers });
  return { class: "retired-api", vendor: "sentry", definition: null };
});

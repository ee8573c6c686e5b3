import { drift } from "./drift.ts";

drift("somebody removes Sentry's Slack integration", async (world) => {
  await world.call("sentry", "DELETE", "/api/0/organizations/acme/integrations/55/");
  return { class: "broken-route", vendor: "sentry", kind: "integration", vendorId: "55", expected: "55", actual: null };
});

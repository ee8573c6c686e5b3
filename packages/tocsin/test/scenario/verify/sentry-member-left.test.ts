import { drift } from "./drift.ts";

drift("the person whom Sentry mails leaves the organisation", async (world) => {
  await world.call("sentry", "DELETE", "/api/0/organizations/acme/members/70/");
  return { class: "broken-route", vendor: "sentry", kind: "member", vendorId: "7", expected: "7", actual: null };
});

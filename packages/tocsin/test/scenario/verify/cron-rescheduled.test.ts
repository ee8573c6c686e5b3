import { drift } from "./drift.ts";

drift("a deployment runs a cron at another time", async (world) => {
  await world.deploy("prj_cliplyweb", [{ path: "/api/cron/scan-schedules", schedule: "*/5 * * * *" }]);
  return {
    class: "changed",
    vendor: "vercel",
    kind: "cron",
    vendorId: "prj_cliplyweb",
    definition: "cliply-web/crons",
    path: "crons.definitions[/api/cron/scan-schedules].schedule",
    expected: "* * * * *",
    actual: "*/5 * * * *",
  };
});

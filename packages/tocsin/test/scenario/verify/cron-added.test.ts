import { drift } from "./drift.ts";

drift("a deployment brings a cron that no definition expects", async (world) => {
  await world.deploy("prj_cliplyweb", [
    { path: "/api/cron/scan-schedules", schedule: "* * * * *" },
    { path: "/api/cron/new", schedule: "0 1 * * *" },
  ]);
  return {
    class: "unmanaged",
    vendor: "vercel",
    kind: "cron",
    vendorId: "prj_cliplyweb",
    definition: null,
    path: "crons.definitions[/api/cron/new].schedule",
    expected: null,
    actual: "0 1 * * *",
  };
});

import { drift } from "./drift.ts";

drift("somebody gives the probe's project a build command", async (world) => {
  const { id } = world.of("probe/crons", "project");
  await world.call("vercel", "PATCH", `/v9/projects/${id}?teamId=team_acme`, { buildCommand: "npm run build" });
  return {
    class: "changed",
    vendor: "vercel",
    kind: "project",
    vendorId: id,
    definition: "probe/crons",
    path: "buildCommand",
    expected: null,
    actual: "npm run build",
  };
});

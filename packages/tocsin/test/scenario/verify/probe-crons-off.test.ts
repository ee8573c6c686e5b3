import { drift } from "./drift.ts";

drift("somebody switches the probe's crons off", async (world) => {
  const { id, resource } = world.of("probe/crons", "project");
  await world.call("vercel", "PATCH", `/v1/projects/${resource.body.name}/crons?teamId=team_acme`, { enabled: false });
  return {
    class: "disabled",
    vendor: "vercel",
    kind: "project-crons",
    vendorId: id,
    definition: "probe/crons",
    path: "enabled",
    expected: true,
    actual: false,
  };
});

import { drift } from "./drift.ts";

drift("somebody deploys the probe's project without its cron", async (world) => {
  const { id, resource } = world.of("probe/crons", "project");
  await world.call("vercel", "POST", "/v13/deployments?teamId=team_acme", {
    project: String(resource.body.name),
    target: "production",
    files: [{ file: "vercel.json", data: "{}" }],
  });
  const shape = { vendor: "vercel", definition: "probe/crons" };
  return [
    { ...shape, class: "stale-deployment", kind: "deployment", path: "meta.tocsinFiles" },
    { ...shape, class: "missing", kind: "cron", vendorId: id, path: "crons.definitions[/api/probe].schedule" },
  ];
});

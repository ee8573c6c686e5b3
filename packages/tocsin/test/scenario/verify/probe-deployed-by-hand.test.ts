import { drift } from "./drift.ts";

drift("somebody deploys other files to the probe's project", async (world) => {
  const { resource } = world.of("probe/crons", "project");
  const crons = [{ path: "/api/probe", schedule: "* * * * *" }];
  await world.call("vercel", "POST", "/v13/deployments?teamId=team_acme", {
    project: String(resource.body.name),
    target: "production",
    files: [
      { file: "vercel.json", data: JSON.stringify({ crons }) },
      { file: "api/probe.mjs", data: 'export const GET = () => new Response("nothing to see");' },
    ],
  });
  return {
    class: "stale-deployment",
    vendor: "vercel",
    kind: "deployment",
    definition: "probe/crons",
    path: "meta.tocsinFiles",
    actual: null,
  };
});

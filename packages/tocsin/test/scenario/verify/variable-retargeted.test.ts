import { drift } from "./drift.ts";

drift("somebody lets previews have the secret of production", async (world) => {
  const { id, resource } = world.of("cliply-web/crons", "environment-variable");
  const path = `/v10/projects/${resource.parent.projectId}/env/${id}?teamId=team_acme`;
  await world.call("vercel", "PATCH", path, { target: ["production", "preview"] });
  await world.deploy("prj_cliplyweb");
  return {
    class: "changed",
    vendor: "vercel",
    kind: "environment-variable",
    vendorId: id,
    definition: "cliply-web/crons",
    path: "target",
    expected: ["production"],
    actual: ["production", "preview"],
  };
});

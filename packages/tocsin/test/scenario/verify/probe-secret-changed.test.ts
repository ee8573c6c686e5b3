import { drift } from "./drift.ts";

drift("somebody writes another secret into the probe's project", async (world) => {
  const { resource, answer } = world.of("probe/crons", "environment-variable");
  const url = `/v9/projects/${resource.parent.projectId}/env/${answer.id}?teamId=team_acme`;
  await world.pass(1);
  await world.call("vercel", "PATCH", url, { value: "another-secret-of-the-probe" });
  return {
    class: "stale-deployment",
    vendor: "vercel",
    kind: "environment-variable",
    vendorId: String(answer.id),
    definition: "probe/crons",
    path: "updatedAt",
  };
});

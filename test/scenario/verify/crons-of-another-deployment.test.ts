import { drift } from "./drift.ts";

drift("production goes back to an older deployment, and the crons do not", async (world) => {
  const { newest, older } = await world.deploymentsOf("prj_tips");
  await world.call("vercel", "DELETE", `/v13/deployments/${newest}?teamId=team_acme`);
  return {
    class: "stale-deployment",
    vendor: "vercel",
    kind: "project-crons",
    vendorId: "prj_tips",
    definition: "tips/crons",
    path: "crons.deploymentId",
    expected: older,
    actual: newest,
  };
});

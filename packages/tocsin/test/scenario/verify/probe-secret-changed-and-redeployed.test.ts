import { jsonObject } from "../../../src/vendors/json.ts";
import { drift } from "./drift.ts";

drift("somebody writes another secret into the probe's project and deploys the probe again with it", async (world) => {
  const variable = world.of("probe/crons", "environment-variable");
  const { resource, answer, id } = world.of("probe/crons", "deployment");
  await world.pass(1);
  const url = `/v9/projects/${resource.parent.projectId}/env/${variable.id}?teamId=team_acme`;
  await world.call("vercel", "PATCH", url, { value: "another-secret-of-the-probe" });
  await world.pass(1);
  const again = { name: String(resource.parent.projectId), deploymentId: id, target: "production" };
  const meta = { ...jsonObject.parse(answer.meta), action: "redeploy" };
  await world.call("vercel", "POST", "/v13/deployments?teamId=team_acme", { ...again, meta });
  return {
    class: "stale-deployment",
    vendor: "vercel",
    kind: "environment-variable",
    vendorId: variable.id,
    definition: "probe/crons",
    path: "updatedAt",
  };
});

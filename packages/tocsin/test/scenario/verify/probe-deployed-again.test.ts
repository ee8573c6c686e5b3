import { jsonObject } from "../../../src/vendors/json.ts";
import { drift } from "./drift.ts";

drift("somebody deploys the probe again as it is, which changes nothing", async (world) => {
  const { resource, answer, id } = world.of("probe/crons", "deployment");
  await world.pass(1);
  const again = { name: String(resource.parent.projectId), deploymentId: id, target: "production" };
  const meta = { ...jsonObject.parse(answer.meta), action: "redeploy" };
  await world.call("vercel", "POST", "/v13/deployments?teamId=team_acme", { ...again, meta });
  return [];
});

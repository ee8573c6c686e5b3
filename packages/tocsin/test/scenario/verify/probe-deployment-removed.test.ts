import { drift } from "./drift.ts";

drift("somebody deletes the probe's deployment, and the earlier one of another hand serves again", async (world) => {
  const { id } = world.of("probe/crons", "deployment");
  await world.call("vercel", "DELETE", `/v13/deployments/${id}?teamId=team_acme`);
  return { class: "missing", vendor: "vercel", kind: "deployment", vendorId: null, definition: "probe/crons" };
});

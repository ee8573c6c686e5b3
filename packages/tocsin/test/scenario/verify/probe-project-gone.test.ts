import { drift, type Expected } from "./drift.ts";

drift("somebody deletes the probe's project", async (world) => {
  const { id } = world.of("probe/crons", "project");
  await world.call("vercel", "DELETE", `/v9/projects/${id}?teamId=team_acme`);
  const own = world.resources.filter(({ definition }) => definition === "probe/crons");
  return own.map(
    ({ kind }): Expected => ({ class: "missing", vendor: "vercel", kind, vendorId: null, definition: "probe/crons" }),
  );
});

import { z } from "zod";
import { drift } from "./drift.ts";

const list = z.looseObject({
  projects: z.array(z.looseObject({ id: z.string(), crons: z.looseObject({ deploymentId: z.string().nullish() }) })),
});

drift("Vercel goes on calling the crons of the deployment before", async (world) => {
  const { newest, older } = await world.deploymentsOf("prj_tips");
  // The emulated Vercel takes the crons of what serves; that a real one may lag behind is told by its list alone.
  const body = list.parse(await world.call("vercel", "GET", "/v10/projects?teamId=team_acme"));
  for (const { id, crons } of body.projects) if (id === "prj_tips") crons.deploymentId = older;
  world.context.faults.add({ vendor: "vercel", match: { path: "/v10/projects$" }, status: 200, body });
  return {
    class: "stale-deployment",
    vendor: "vercel",
    kind: "project-crons",
    vendorId: "prj_tips",
    definition: "tips/crons",
    path: "crons.deploymentId",
    expected: newest,
    actual: older,
  };
});

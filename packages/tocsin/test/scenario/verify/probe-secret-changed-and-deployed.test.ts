import { drift } from "./drift.ts";

drift("somebody writes another secret into the probe's project and deploys files of their own", async (world) => {
  const { resource, answer } = world.of("probe/crons", "environment-variable");
  await world.pass(1);
  const url = `/v9/projects/${resource.parent.projectId}/env/${answer.id}?teamId=team_acme`;
  await world.call("vercel", "PATCH", url, { value: "another-secret-of-the-probe" });
  const crons = [{ path: "/api/probe", schedule: "* * * * *" }];
  await world.call("vercel", "POST", "/v13/deployments?teamId=team_acme", {
    project: String(resource.parent.projectId),
    target: "production",
    files: [{ file: "vercel.json", data: JSON.stringify({ crons }) }],
  });
  const shape = { class: "stale-deployment" as const, vendor: "vercel", definition: "probe/crons" };
  return [
    { ...shape, kind: "environment-variable", vendorId: String(answer.id), path: "updatedAt" },
    { ...shape, kind: "deployment", path: "meta.tocsinFiles" },
  ];
});

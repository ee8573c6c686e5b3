import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { emulators } from "../support/vendors.ts";
import { inTeam, vercelClient } from "../support/vercel.ts";

const section = emulators();

test("deployments are listed, read and made by the official client, and replace the crons of their project", async () => {
  const { deployments, projects } = vercelClient(section);
  const listed = await deployments.getDeployments({ ...inTeam(section), projectId: "prj_tips" });
  const [first] = listed.deployments;
  if (first === undefined) throw new Error("tips has no deployment");
  expect(first).toMatchObject({ name: "tips", state: "READY", target: "production" });
  const read = await deployments.getDeployment({ idOrUrl: first.uid, ...inTeam(section) });
  expect(read).toMatchObject({ id: first.uid, readyState: "READY" });

  const content = JSON.stringify({ crons: [{ path: "/api/cron/new", schedule: "5 4 * * *" }] });
  const sha = createHash("sha1").update(content).digest("hex");
  const file = { file: "vercel.json", sha, size: content.length };
  const requestBody = { name: "tips", project: "prj_tips", target: "production", files: [file] };
  const early = deployments.createDeployment({ ...inTeam(section), requestBody });
  await expect(early).rejects.toMatchObject({ statusCode: 400, body: expect.stringContaining("missing_files") });

  await deployments.uploadFile({
    ...inTeam(section),
    contentLength: content.length,
    xVercelDigest: sha,
    requestBody: new Blob([content]),
  });
  const made = await deployments.createDeployment({ ...inTeam(section), requestBody });
  expect(made).toMatchObject({ projectId: "prj_tips" });
  const { crons } = await projects.getProject({ idOrName: "prj_tips", ...inTeam(section) });
  expect(crons?.definitions).toMatchObject([{ path: "/api/cron/new", schedule: "5 4 * * *" }]);
  expect(crons?.deploymentId).toBe(made.id);
  expect(await deployments.deleteDeployment({ id: made.id, ...inTeam(section) })).toMatchObject({ state: "DELETED" });
});

test("a deployment that cannot be built fails for the official client, and serves nobody", async () => {
  const { deployments, projects } = vercelClient(section);
  const data = JSON.stringify({ buildCommand: "exit 1", crons: [] });
  const requestBody = {
    name: "tips",
    project: "prj_tips",
    target: "production",
    files: [{ file: "vercel.json", data }],
  };
  const before = await projects.getProject({ idOrName: "prj_tips", ...inTeam(section) });
  const made = await deployments.createDeployment({ ...inTeam(section), requestBody });
  expect(made.readyState).toBe("BUILDING");
  const read = () => deployments.getDeployment({ idOrUrl: made.id, ...inTeam(section) });
  await expect.poll(async () => (await read()).readyState).toBe("ERROR");
  expect(await read()).toMatchObject({
    errorCode: "BUILD_UTILS_SPAWN_1",
    errorMessage: 'Command "exit 1" exited with 1',
  });
  const failed = await deployments.getDeployments({ ...inTeam(section), projectId: "prj_tips", state: "ERROR" });
  expect(failed.deployments).toMatchObject([{ uid: made.id, state: "ERROR", readyState: "ERROR" }]);
  const after = await projects.getProject({ idOrName: "prj_tips", ...inTeam(section) });
  expect(after.crons?.deploymentId).toBe(before.crons?.deploymentId);
  expect(await deployments.deleteDeployment({ id: made.id, ...inTeam(section) })).toMatchObject({ state: "DELETED" });
});

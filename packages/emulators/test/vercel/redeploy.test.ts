import { expect, test } from "vitest";
import { startVercel } from "./client.ts";

test("an earlier deployment is made again, with its files and crons", async () => {
  const { call } = startVercel();
  const list = async () =>
    Object((await call("GET", "/v6/deployments?projectId=prj_tips&target=production")).body).deployments;
  const [{ uid }] = await list();
  const made = await call("POST", "/v13/deployments", { name: "tips", deploymentId: uid, target: "production" });
  expect(made).toMatchObject({ status: 200, body: { projectId: "prj_tips", target: "production" } });
  expect(Object(made.body).id).not.toBe(uid);
  expect((await list())[0].uid).toBe(Object(made.body).id);
  expect((await call("GET", "/v9/projects/tips")).body).toMatchObject({
    crons: {
      deploymentId: Object(made.body).id,
      definitions: expect.arrayContaining([expect.objectContaining({ path: "/api/cron/cleanup-photos" })]),
    },
  });
  expect(
    (await call("POST", "/v13/deployments", { name: "tips", deploymentId: "dpl_gone", target: "production" })).status,
  ).toBe(404);
});

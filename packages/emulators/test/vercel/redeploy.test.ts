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

test("an earlier deployment is built again with the variables of today", async () => {
  const { call } = startVercel();
  const variable = { key: "OUTCOME", value: "0", type: "encrypted", target: ["production"] };
  const { created } = Object((await call("POST", "/v10/projects/tips/env", variable)).body);
  const files = [{ file: "vercel.json", data: JSON.stringify({ buildCommand: "exit $OUTCOME" }) }];
  const stateOf = async (body: object) => {
    const { id } = Object(
      (await call("POST", "/v13/deployments", { name: "tips", target: "production", ...body })).body,
    );
    return { id, state: Object((await call("GET", `/v13/deployments/${id}`)).body).readyState };
  };
  const first = await stateOf({ project: "prj_tips", files });
  expect(first.state).toBe("READY");
  await call("PATCH", `/v9/projects/tips/env/${created.id}`, { value: "3" });
  expect((await stateOf({ deploymentId: first.id })).state).toBe("ERROR");
  // Where it is not set, a shell ends with the outcome of what it ran before: nothing.
  expect((await stateOf({ deploymentId: first.id, target: "preview" })).state).toBe("READY");
});

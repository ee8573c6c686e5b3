import { expect, test } from "vitest";
import { startVercel } from "./client.ts";

const path = "/v10/projects/prj_tips/env";
const secret = {
  key: "CRON_SECRET",
  value: "a very secret value",
  type: "sensitive",
  target: ["production"],
  comment: "tocsin",
};

test("a sensitive value is never told again", async () => {
  const { call } = startVercel();
  const made = await call("POST", path, secret);
  expect(made).toMatchObject({ status: 201, body: { created: { key: "CRON_SECRET", type: "sensitive" }, failed: [] } });
  const { id } = Object(made.body).created;
  const changed = await call("PATCH", `${path}/${id}`, { value: "another secret value" });
  const answers = [made, changed];
  for (const read of [path, `${path}?decrypt=true`, `${path}/${id}`, `/v1/projects/tips/env/${id}`])
    answers.push(await call("GET", read));
  expect(answers.map(({ status }) => status)).toEqual([201, 200, 200, 200, 200, 200]);
  expect(JSON.stringify(answers)).not.toContain("secret value");
  expect(answers.at(-1)?.body).toMatchObject({ value: "", decrypted: false, comment: "tocsin" });
});

test("an encrypted value is told when decryption is asked for, a plain one always", async () => {
  const { call } = startVercel();
  await call("POST", path, [
    { key: "A", value: "alpha", type: "encrypted", target: ["preview"] },
    { key: "B", value: "beta", type: "plain", target: "development" },
  ]);
  const values = async (query: string) =>
    Object((await call("GET", path + query)).body).envs.map((one: { value: string }) => one.value);
  expect(await values("?decrypt=true")).toEqual(["alpha", "beta"]);
  const [encrypted, plain] = await values("");
  expect(encrypted).not.toBe("alpha");
  expect(plain).toBe("beta");
});

test("the same key for the same target is a conflict, unless it is asked to replace", async () => {
  const { call, vercel } = startVercel();
  const made = await call("POST", path, secret);
  const { id } = Object(made.body).created;
  expect(await call("POST", path, secret)).toMatchObject({
    status: 400,
    body: { error: { code: "ENV_CONFLICT", envVarId: id, key: "CRON_SECRET" } },
  });
  const other = { ...secret, key: "OTHER" };
  expect(await call("POST", path, [secret, other])).toMatchObject({
    status: 201,
    body: { created: [{ key: "OTHER" }], failed: [{ error: { code: "ENV_CONFLICT", key: "CRON_SECRET" } }] },
  });
  expect(await call("POST", `${path}?upsert=true`, { ...secret, value: "new" })).toMatchObject({
    status: 201,
    body: { created: { id } },
  });
  expect((await call("POST", path, { ...secret, target: ["preview"] })).status).toBe(201);
  expect((await call("PATCH", `${path}/${id}`, { target: ["production", "preview"] })).status).toBe(400);
  expect(vercel.store.projects.get("prj_tips")?.environment.map((one) => one.value)).toEqual([
    "new",
    secret.value,
    secret.value,
  ]);
});

test.each([
  ["no value", { ...secret, value: undefined }],
  ["a key that starts with a digit", { ...secret, key: "1A" }],
  ["a key with a space", { ...secret, key: "A B" }],
  ["an unknown type", { ...secret, type: "hidden" }],
  ["an unknown target", { ...secret, target: ["prod"] }],
  ["no target", { ...secret, target: [] }],
  ["development as target of a sensitive one", { ...secret, target: ["development"] }],
  ["a branch outside of preview", { ...secret, gitBranch: "main" }],
  ["an unknown field", { ...secret, tags: [] }],
])("a variable with %s is refused", async (_, body) => {
  const { call, vercel } = startVercel();
  expect(await call("POST", path, body)).toMatchObject({ status: 400, body: { error: { code: "bad_request" } } });
  expect(vercel.store.projects.get("prj_tips")?.environment).toEqual([]);
});

test("a sensitive variable stays one, and a deleted one is gone", async () => {
  const { call } = startVercel();
  const { id } = Object((await call("POST", path, secret)).body).created;
  expect((await call("PATCH", `${path}/${id}`, { type: "plain" })).status).toBe(400);
  expect((await call("DELETE", `/v8/projects/prj_tips/env/${id}`)).status).toBe(200);
  expect((await call("GET", `${path}/${id}`)).status).toBe(404);
  expect((await call("DELETE", `${path}/${id}`)).status).toBe(404);
});

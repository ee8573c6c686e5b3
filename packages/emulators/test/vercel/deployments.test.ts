import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { expressionError } from "../../src/vercel/crons.ts";
import { startVercel } from "./client.ts";

const sha1 = (content: string) => createHash("sha1").update(content).digest("hex");
const crons = (...entries: object[]) => JSON.stringify({ crons: entries });

function deployment(content: string, rest: object = {}) {
  return {
    name: "tips",
    project: "prj_tips",
    target: "production",
    files: [{ file: "vercel.json", data: content }],
    ...rest,
  };
}

test("files are uploaded first, by their SHA-1", async () => {
  const { call, send } = startVercel();
  const content = crons({ path: "/api/probe", schedule: "*/5 * * * *" });
  const body = { ...deployment(""), files: [{ file: "vercel.json", sha: sha1(content), size: content.length }] };
  expect(await call("POST", "/v13/deployments", body)).toMatchObject({
    status: 400,
    body: { error: { code: "missing_files", missing: [sha1(content)] } },
  });
  const upload = (digest: string) =>
    send("POST", "/v2/files", { body: content, headers: { "x-vercel-digest": digest } });
  expect((await upload(sha1("something else"))).status).toBe(400);
  expect((await send("POST", "/v2/files", { body: content })).status).toBe(400);
  expect((await upload(sha1(content))).status).toBe(200);
  const made = await call("POST", "/v13/deployments", body);
  expect(made).toMatchObject({
    status: 200,
    body: { readyState: "READY", target: "production", projectId: "prj_tips" },
  });
  const { id } = Object(made.body);
  expect((await call("GET", "/v9/projects/tips")).body).toMatchObject({
    crons: { deploymentId: id, definitions: [{ path: "/api/probe", schedule: "*/5 * * * *" }] },
  });
  expect((await call("GET", "/v6/deployments?projectId=prj_tips&target=production&limit=1")).body).toMatchObject({
    deployments: [{ uid: id, readyState: "READY" }],
  });
  expect((await call("DELETE", `/v13/deployments/${id}`)).body).toEqual({ uid: id, state: "DELETED" });
  expect((await call("GET", `/v13/deployments/${id}`)).status).toBe(404);
});

test("a preview deployment leaves the crons as they are, and so does one that is refused", async () => {
  const { call } = startVercel();
  const before = Object((await call("GET", "/v9/projects/tips")).body).crons;
  expect((await call("POST", "/v13/deployments", deployment(crons(), { target: "preview" }))).status).toBe(200);
  const refused = [
    crons({ path: "/api/probe", schedule: "every day" }),
    crons({ path: "api/probe", schedule: "0 3 * * *" }),
    crons({ path: "/api/probe" }),
    crons(...Array.from({ length: 101 }, (_, n) => ({ path: `/${n}`, schedule: "0 3 * * *" }))),
    "{",
  ];
  for (const content of refused) {
    expect(await call("POST", "/v13/deployments", deployment(content))).toMatchObject({
      status: 400,
      body: { error: { code: "bad_request" } },
    });
  }
  expect((await call("POST", "/v13/deployments", deployment("{}", { project: "nope" }))).status).toBe(404);
  expect((await call("POST", "/v13/deployments", deployment("{}", { files: [] }))).status).toBe(400);
  expect(Object((await call("GET", "/v9/projects/tips")).body).crons).toEqual(before);
});

test.each(["* * * * *", "0 3 * * *", "*/15 0-6 1,15 * *", "5/10 * * * 1-5", "59 23 31 12 *"])(
  "the expression %s is accepted",
  (expression) => {
    expect(expressionError(expression)).toBeNull();
  },
);

test.each([
  "* * * *",
  "* * * * * *",
  "60 * * * *",
  "* 24 * * *",
  "* * 0 * *",
  "* * * 13 *",
  "* * * * 7",
  "* * * * MON",
  "* * 1 * 1",
  "*/0 * * * *",
  "5-1 * * * *",
  "@daily",
  "",
])("the expression %j is refused", (expression) => {
  expect(expressionError(expression)).not.toBeNull();
});

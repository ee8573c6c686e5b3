import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { startVercel } from "./client.ts";

const crons = JSON.stringify({ crons: [{ path: "/api/cron/new", schedule: "0 5 * * *" }] });
const file = (name: string, data: string | object) => ({
  file: name,
  data: typeof data === "string" ? data : JSON.stringify(data),
});

/** A production deployment of `tips`, and what becomes of it. */
function start() {
  const { call, send } = startVercel();
  const deploy = async (files: object[], more: object = {}): Promise<{ id: string; readyState: string }> => {
    const body = { name: "tips", project: "prj_tips", target: "production", files, ...more };
    return Object((await call("POST", "/v13/deployments", body)).body);
  };
  const outcome = async (id: string): Promise<Record<string, unknown>> => {
    for (;;) {
      const body: Record<string, unknown> = Object((await call("GET", `/v13/deployments/${id}`)).body);
      if (body.readyState !== "BUILDING") return body;
      await sleep(10);
    }
  };
  const definitions = async () => Object((await call("GET", "/v9/projects/tips")).body).crons.definitions;
  const listed = async (query: string): Promise<string[]> => {
    const { deployments } = Object((await call("GET", `/v6/deployments?projectId=prj_tips&${query}`)).body);
    return deployments.map(({ uid }: { uid: string }) => uid);
  };
  return { call, send, deploy, outcome, definitions, listed };
}

test.each([
  ["vercel.json", [file("vercel.json", { buildCommand: "exit 3" })], {}, 3],
  ["the request", [file("index.html", "")], { projectSettings: { buildCommand: "false" } }, 1],
  ["package.json", [file("package.json", { scripts: { build: "exit 1", "vercel-build": "exit 2" } })], {}, 2],
])("a build command of %s that fails makes a failed deployment, which serves nobody", async (_, files, more, code) => {
  const { deploy, outcome, definitions, listed, call } = start();
  const before = await definitions();
  const [serving] = await listed("target=production&state=READY");
  const { id, readyState } = await deploy([...files, file("a/vercel.json", crons)], more);
  expect(readyState).toBe("BUILDING");
  const failed = await outcome(id);
  expect(failed).toMatchObject({ readyState: "ERROR", status: "ERROR", errorStep: "buildStep", alias: [] });
  expect(failed).toMatchObject({
    errorCode: `BUILD_UTILS_SPAWN_${code}`,
    errorMessage: expect.stringMatching(/^Command ".+" exited with \d$/),
  });
  expect(failed.ready).toBeUndefined();
  expect(await definitions()).toEqual(before);
  expect(await listed("target=production&limit=1")).toEqual([id]);
  expect(await listed("state=ERROR")).toEqual([id]);
  expect(await listed("state=READY,ERROR&target=production&limit=2")).toEqual([id, serving]);
  expect(await listed("state=CANCELED")).toEqual([]);
  const project = Object((await call("GET", "/v9/projects/tips")).body);
  expect(project.targets.production.id).toBe(serving);
  expect((await call("DELETE", `/v13/deployments/${id}`)).body).toEqual({ uid: id, state: "DELETED" });
  expect(await listed("target=production&limit=1")).toEqual([serving]);
  expect(await definitions()).toEqual(before);
});

test("a build that succeeds sees its files and the production variables, and then serves", async () => {
  const { call, deploy, outcome, definitions, listed } = start();
  const variable = { key: "WORD", value: "hello", type: "plain", target: ["production"] };
  expect((await call("POST", "/v10/projects/tips/env", variable)).status).toBe(201);
  const build = 'test "$WORD" = hello && test -f docs/page.txt && test -z "$DD_API_KEY"';
  const config = { ...JSON.parse(crons), buildCommand: build };
  const { id } = await deploy([file("vercel.json", config), file("docs/page.txt", "")]);
  expect(await outcome(id)).toMatchObject({ readyState: "READY", readySubstate: "PROMOTED" });
  expect(await definitions()).toMatchObject([{ path: "/api/cron/new" }]);
  expect(await listed("state=READY&target=production&limit=1")).toEqual([id]);
});

test("a file cannot be written outside of the build's folder", async () => {
  const { deploy, outcome } = start();
  const { id } = await deploy([
    file("../../escaped.txt", "x"),
    file("vercel.json", { buildCommand: "test -f escaped.txt" }),
  ]);
  expect(await outcome(id)).toMatchObject({ readyState: "READY" });
});

test("deployments are found by what their meta says", async () => {
  const { deploy, listed } = start();
  const { id } = await deploy([file("index.html", "")], { meta: { ticket: "7" } });
  expect(await listed("meta-ticket=7")).toEqual([id]);
  expect(await listed("meta-ticket=8")).toEqual([]);
});

test("when the deployment that serves is deleted, the one before serves again, with its crons", async () => {
  const { call, deploy, definitions } = start();
  const before = await definitions();
  const { id } = await deploy([file("vercel.json", crons)]);
  expect(await definitions()).not.toEqual(before);
  await call("DELETE", `/v13/deployments/${id}`);
  expect(await definitions()).toEqual(before);
});

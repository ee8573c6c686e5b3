import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { startVercel } from "./client.ts";

const crons = JSON.stringify({ crons: [{ path: "/api/cron/new", schedule: "0 5 * * *" }] });
const file = (name: string, data: string | object) => ({
  file: name,
  data: typeof data === "string" ? data : JSON.stringify(data),
});

/** A production deployment of `tips`, and what becomes of it. */
function start() {
  const { call, send, vercel } = startVercel();
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
  return { vercel, call, send, deploy, outcome, definitions, listed };
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
  // Those of one millisecond are on one page: the newest is the first.
  expect((await listed("target=production&limit=1"))[0]).toBe(id);
  expect(await listed("state=ERROR")).toEqual([id]);
  expect(await listed("state=READY,ERROR&target=production&limit=2")).toEqual([id, serving]);
  expect(await listed("state=CANCELED")).toEqual([]);
  const project = Object((await call("GET", "/v9/projects/tips")).body);
  expect(project.targets.production.id).toBe(serving);
  expect((await call("DELETE", `/v13/deployments/${id}`)).body).toEqual({ uid: id, state: "DELETED" });
  expect(await listed("target=production&limit=1")).toEqual([serving]);
  expect(await definitions()).toEqual(before);
});

const planted = join(mkdtempSync(join(tmpdir(), "tocsin-builds-")), "planted");
afterAll(() => rmSync(dirname(planted), { recursive: true, force: true }));

test.each([
  ["vercel.json", (line: string) => [[file("vercel.json", { ...JSON.parse(crons), buildCommand: line })], {}] as const],
  [
    "the request",
    (line: string) => [[file("vercel.json", crons)], { projectSettings: { buildCommand: line } }] as const,
  ],
  [
    "package.json",
    (line: string) => [[file("vercel.json", crons), file("package.json", { scripts: { build: line } })], {}] as const,
  ],
])("a build command of %s is text: it is not run, said to be skipped, and the deployment serves", async (_, made) => {
  const { vercel, deploy, outcome, definitions, listed } = start();
  for (const line of [
    `touch ${planted}`,
    `exit 0; touch ${planted}`,
    `false || touch ${planted}`,
    `exit $(touch ${planted})`,
  ]) {
    const [files, more] = made(line);
    const { id } = await deploy([...files], more);
    expect(await outcome(id)).toMatchObject({ readyState: "READY", readySubstate: "PROMOTED" });
    expect(await definitions()).toMatchObject([{ path: "/api/cron/new" }]);
    expect((await listed("state=READY&target=production&limit=1"))[0]).toBe(id);
  }
  expect(vercel.counts().buildsSkipped).toBe(4);
  // A shell would have had time by now.
  await sleep(300);
  expect(existsSync(planted)).toBe(false);
});

test.each([
  ["exit 0", true],
  ["true", true],
  ["exit 256", true],
  ["exit  7 ", false],
  ["exit 257", false],
])("%j says itself how it ends", async (buildCommand, succeeds) => {
  const { vercel, deploy, outcome } = start();
  const { id } = await deploy([file("vercel.json", { buildCommand })]);
  expect(await outcome(id)).toMatchObject({ readyState: succeeds ? "READY" : "ERROR" });
  expect(vercel.counts().buildsSkipped).toBe(0);
});

test("nothing of the emulators starts a process but the one that serves functions, which is no shell", () => {
  const starters = readdirSync("packages/emulators/src", { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|mjs)$/.test(name))
    .filter((name) => readFileSync(join("packages/emulators/src", name), "utf8").includes("node:child_process"));
  expect(starters).toEqual([join("vercel", "functions.ts")]);
  const source = readFileSync(join("packages/emulators/src/vercel", "functions.ts"), "utf8");
  expect(source).not.toMatch(/shell:|exec\(|execSync/);
  expect(source.match(/spawn\([^)]*/g)).toEqual([
    expect.stringMatching(/^spawn\(process\.execPath, \[("--[\w=-]+", )+runner, folder\]/),
  ]);
});

test("deployments are found by what their meta says", async () => {
  const { deploy, listed } = start();
  const { id } = await deploy([file("index.html", "")], { meta: { ticket: "7" } });
  expect(await listed("meta-ticket=7")).toEqual([id]);
  expect(await listed("meta-ticket=8")).toEqual([]);
});

test("a rollback puts a former deployment back into service, with its crons, and newer ones wait until one is promoted", async () => {
  const { call, deploy, definitions, listed } = start();
  const [former] = await listed("");
  const before = await definitions();
  const { id } = await deploy([file("vercel.json", crons)]);
  const after = await definitions();
  const serving = async () => Object((await call("GET", "/v9/projects/tips")).body).targets.production.id;
  expect(await serving()).toBe(id);
  expect((await call("POST", `/v1/projects/prj_tips/rollback/${former}`)).status).toBe(201);
  expect([await serving(), await definitions()]).toEqual([former, before]);
  const newer = await deploy([file("vercel.json", crons)]);
  expect([await serving(), await definitions()]).toEqual([former, before]);
  expect((await call("POST", `/v10/projects/prj_tips/promote/${newer.id}`)).status).toBe(201);
  expect([await serving(), await definitions()]).toEqual([newer.id, after]);
  expect((await call("POST", `/v1/projects/prj_cliplyweb/rollback/${id}`)).status).toBe(400);
  expect((await call("POST", "/v1/projects/prj_tips/rollback/dpl_none")).status).toBe(404);
});

test("when the deployment that serves is deleted, the one before serves again, with its crons", async () => {
  const { call, deploy, definitions } = start();
  const before = await definitions();
  const { id } = await deploy([file("vercel.json", crons)]);
  expect(await definitions()).not.toEqual(before);
  await call("DELETE", `/v13/deployments/${id}`);
  expect(await definitions()).toEqual(before);
});

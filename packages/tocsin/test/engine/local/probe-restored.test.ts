/** What hands do to the probe's project at Vercel, and that an update puts it right: the commands on the real engine. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { cronStatus } from "../../../src/app/local/cron-status.ts";
import { controlCall, type Vendors } from "../../../src/app/local/files.ts";
import { part } from "./part.ts";
import { type RunningStack, startStack } from "./running-stack.ts";
import { until } from "./world.ts";

const project = "tocsin-probe-local";
const crons = [{ path: "/api/probe", schedule: "* * * * *" }];
let stack: RunningStack;
let vendors: Vendors;
beforeAll(async () => {
  stack = await startStack(part);
  vendors = stack.vendors;
});
afterAll(() => stack?.close());
const tocsin = (...args: string[]) => stack.tocsin(...args);

const found = async () => [...new Set((await stack.findings()).map((one) => `${one.class} ${one.kind}`))].sort();

async function vercel(method: string, where: string, body?: object): Promise<unknown> {
  const headers = { authorization: `Bearer ${vendors.vercel.token}`, "content-type": "application/json" };
  const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
  const answer = await fetch(`${vendors.vercel.url}${where}?teamId=${vendors.vercel.team}`, init);
  if (!answer.ok) throw new Error(`${method} ${where}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? null : answer.json();
}

const deployByHand = (files: object[]) => vercel("POST", "/v13/deployments", { project, target: "production", files });

const fix = async () => {
  const { code, stdout, stderr } = await tocsin("up", "--stack", "local", "--refresh");
  expect(code, stderr).toBe(0);
  return stdout;
};

/** Waits for a call of the probe by its cron that the deployment of an update answers. */
async function probeAnswers(): Promise<void> {
  await controlCall(vendors, "PUT", "/clock", { body: { rate: 30 } });
  await until(async () => {
    const crons = (await cronStatus(vendors)) ?? [];
    return crons.some((cron) => cron.project === project && cron.last?.result === "complete");
  }, "the probe's cron has called it");
  await controlCall(vendors, "PUT", "/clock", { body: { rate: 1 } });
}

it("a secret that was changed by hand is written again, and what serves is deployed with it", async () => {
  const list = z.object({ envs: z.array(z.object({ id: z.string(), key: z.string() })) });
  const { envs } = list.parse(await vercel("GET", `/v10/projects/${project}/env`));
  const id = envs.find(({ key }) => key === "CRON_SECRET")?.id;
  await vercel("PATCH", `/v9/projects/${project}/env/${id}`, { value: "a secret of another hand" });
  expect(await found()).toEqual(["stale-deployment environment-variable"]);
  const preview = await tocsin("preview", "--stack", "local", "--refresh", "--expect-no-changes");
  expect([preview.code, preview.stdout]).toEqual([1, expect.stringContaining("CRON_SECRET")]);
  await fix();
  expect(await found()).toEqual([]);
  await probeAnswers();
});

it("a deployment of another hand, without the cron, gives way to that of the code", async () => {
  await deployByHand([{ file: "vercel.json", data: "{}" }]);
  expect(await found()).toEqual(["missing cron", "stale-deployment deployment"]);
  await fix();
  expect(await found()).toEqual([]);
});

it("a deployment of another hand that keeps the cron gives way as well", async () => {
  await deployByHand([
    { file: "vercel.json", data: JSON.stringify({ crons }) },
    { file: "api/probe.mjs", data: 'export const GET = () => Response.json({ result: "nothing" });' },
  ]);
  expect(await found()).toEqual(["stale-deployment deployment"]);
  await fix();
  expect(await found()).toEqual([]);
  await probeAnswers();
});

it("a project that was deleted by hand is made again, with all that was in it", async () => {
  await vercel("DELETE", `/v9/projects/${project}`);
  expect(await found()).toEqual([
    "missing deployment",
    "missing environment-variable",
    "missing project",
    "missing project-crons",
  ]);
  await fix();
  expect(await found()).toEqual([]);
  await probeAnswers();
});

it("a second update changes nothing, and destroying leaves no project, dashboard or objective", async () => {
  expect(await fix()).toMatch(/nothing to change|unchanged/i);
  expect((await tocsin("destroy", "--stack", "local", "--yes")).code).toBe(0);
  const status = z.object({
    vendors: z.object({ objects: z.record(z.string(), z.record(z.string(), z.number())) }),
    crons: z.array(z.unknown()),
  });
  const after = status.parse(JSON.parse((await tocsin("local", "status", "--json")).stdout));
  expect(after.crons).toEqual([]);
  expect(after.vendors.objects.datadog).toMatchObject({ dashboards: 0, slos: 0, monitors: 0 });
  const { projects } = z
    .object({ projects: z.array(z.object({ name: z.string() })) })
    .parse(await vercel("GET", "/v10/projects"));
  expect(projects.map(({ name }) => name).sort()).toEqual(["cliply-web", "tips"]);
});

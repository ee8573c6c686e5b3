/** One environment in two shards, on the real engine: each is run by itself, and together they are the whole. */

import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { loadProject } from "../../../src/project/project.ts";
import { printed } from "../../support/printed.ts";
import { type GatedWorld, monitorsOf, startGatedWorld } from "./gated-world.ts";
import { part } from "./part.ts";

let world: GatedWorld;
const [web, rest] = ["staging-web", "staging-rest"];

const on = (stack: string, command: string, ...args: string[]) => world.tocsin([command, "--stack", stack, ...args]);
const file = (name: string) => path.join(world.project, name);

const shardFile = (name: string, services: readonly string[]) =>
  writeFile(
    file(`Pulumi.${name}.yaml`),
    `config:\n  datadog:validate: "false"\n  tocsin:shard: { of: staging, services: [${services.join(", ")}] }\n`,
  );

async function verify(stack: string) {
  const { code, stdout, stderr } = await on(stack, "verify", "--json");
  expect(stderr).toBe("");
  const { findings, ...report } = printed("verify", stdout);
  return {
    code,
    report,
    said: findings.map(({ message }) => message),
    found: findings.map(({ class: named, definition, kind }) => [named, definition ?? kind]),
  };
}

async function datadog(method: string, where: string, body?: object): Promise<unknown> {
  const { url, apiKey, appKey } = world.vendors.datadog;
  const headers = { "dd-api-key": apiKey, "dd-application-key": appKey, "content-type": "application/json" };
  const answer = await fetch(`${url}${where}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  if (!answer.ok) throw new Error(`${method} ${where}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
const monitors = () => monitorsOf(world, "staging");

beforeAll(async () => {
  world = await startGatedWorld([...part, "statements", "worker", "tips-logs"]);
  // On prod's projects, which nothing is provisioned on here, and with the local stack's leave to fire.
  const settings = (await readFile(file("Pulumi.prod.yaml"), "utf8"))
    .replace(/tocsin:allowDrills: false\n.*gate.*\n/, "tocsin:allowDrills: true\n")
    .replaceAll("env:prod", "env:staging")
    .replace("tocsin-probe-prod", "tocsin-probe-staging");
  await writeFile(file("Pulumi.staging.yaml"), settings);
  await shardFile(web, ["cliply-web", "cliply-database", "tocsin-probe", "tips"]);
  await shardFile(rest, ["cliply-worker"]);
});
afterAll(() => world?.close());

it("is refused as a whole, with the names of its shards", async () => {
  const whole = await on("staging", "up", "--yes");
  expect([whole.code, whole.stderr]).toEqual([2, expect.stringContaining(`--stack ${rest}, --stack ${web}`)]);
});

it("brings one shard up, and verify misses nothing of the other's in it", async () => {
  const up = await on(web, "up", "--yes");
  expect(up.code, up.stderr).toBe(0);
  expect((await verify(web)).found).toEqual([]);
  const other = await verify(rest);
  expect(other.code).toBe(1);
  expect(new Set(other.found.map(([named]) => named))).toEqual(new Set(["missing"]));
});

it("brings the other up: each is clean, and all objects of the stack exist once", async () => {
  const up = await on(rest, "up", "--yes");
  expect(up.code, up.stderr).toBe(0);
  for (const shard of [web, rest])
    expect(await verify(shard)).toMatchObject({ code: 0, found: [], report: { stack: shard } });
  expect((await verify("staging")).found).toEqual([]);
  const { resources } = await loadProject(world.project, "staging");
  expect(await monitors()).toHaveLength(resources.filter(({ kind }) => kind === "monitor").length);
});

it("says once what hands have done: in the shard that it belongs to, or in the first", async () => {
  const own = (await loadProject(world.project, rest)).definitions.map(({ id }) => `tocsin-id:${id}`);
  const changed = (await monitors()).find(({ tags }) => tags.some((tag) => own.includes(tag)));
  await datadog("PUT", `/api/v1/monitor/${changed?.id}`, { name: "by hand" });
  const made = z.object({ id: z.number() }).parse(
    await datadog("POST", "/api/v1/monitor", {
      name: "made by hand",
      type: "query alert",
      query: "avg(last_5m):avg:system.cpu.user{*} > 90",
      message: "",
      tags: ["env:staging"],
    }),
  );
  expect((await verify(rest)).found).toEqual([["changed", expect.anything()]]);
  expect((await verify(web)).found).toEqual([["unmanaged", "monitor"]]);
  await datadog("DELETE", `/api/v1/monitor/${made.id}`);
  const up = await on(rest, "up", "--yes", "--refresh");
  expect(up.code, up.stderr).toBe(0);
  expect((await verify(rest)).found).toEqual([]);
});

it("hands a service from one shard to the other without a gap: from state to state, every object as it is", async () => {
  await shardFile(web, ["cliply-web", "cliply-database", "tocsin-probe"]);
  await shardFile(rest, ["cliply-worker", "tips"]);
  const before = (await monitors()).map(({ id }) => id).sort();
  const early = await on(web, "up", "--yes");
  expect([early.code, early.stderr]).toEqual([
    2,
    expect.stringMatching(/still holds what is in another shard now: .*tips/),
  ]);
  // Killed between the writes of the two states: both hold it.
  const state = path.join(world.project, "state/.pulumi/stacks/tocsin", `${web}.json`);
  const unmoved = await readFile(state);
  expect(await on(rest, "up", "--yes")).toMatchObject({ code: 0 });
  await writeFile(state, unmoved);
  const taken = await on(rest, "up", "--yes");
  expect(taken.code, taken.stderr).toBe(0);
  expect(taken.stdout).toMatch(/Moved unchanged[\s\S]*tips[\s\S]*from staging-web/);
  const left = await on(web, "up", "--yes");
  expect(left.code, left.stderr).toBe(0);
  expect(left.stdout).not.toMatch(/\d+ (created|deleted|replaced)/);
  expect((await monitors()).map(({ id }) => id).sort()).toEqual(before);
  for (const shard of [web, rest]) expect((await verify(shard)).found).toEqual([]);
});

it("destroys one and leaves the other", async () => {
  const destroy = await on(rest, "destroy", "--yes");
  expect(destroy.code, destroy.stderr).toBe(0);
  expect((await verify(web)).found).toEqual([]);
});

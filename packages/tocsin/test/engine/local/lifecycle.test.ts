/** The whole life of a local stack on the real engine: made, unchanged, changed by hand, fixed, taken down. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { bodiesAreCompiled, type Made } from "./bodies.ts";
import { startWorld, type World, writesIn } from "./world.ts";

let world: World;
let made: Made;
let seeds: Awaited<ReturnType<World["counts"]>>;
beforeAll(async () => {
  world = await startWorld();
  seeds = await world.counts();
});
afterAll(() => world?.close());

const writes = async () => writesIn(await world.requests());

it("a preview of nothing touches nothing", async () => {
  const run = await world.run((engine) => engine.preview());
  expect(run.steps.map((step) => step.op)).toEqual(world.resources.map(() => "create"));
  expect(await writes()).toEqual([]);
  expect(await world.counts()).toEqual(seeds);
});

it("up creates each resource once and tells its id", async () => {
  const run = await world.run((engine) => engine.up());
  made = { world, run, log: (await world.requests()).filter(({ status }) => status < 300) };
  expect(run.changed).toBe(true);
  expect(run.steps.map((step) => step.name).sort()).toEqual(world.resources.map((resource) => resource.name).sort());
  expect(run.steps.filter((step) => step.op !== "create" || !step.id)).toEqual([]);
});

describe("what the vendors were sent", () => bodiesAreCompiled(() => made));

it("what is up needs no change, also when compared with what is live", async () => {
  await world.clearRequests();
  const plain = await world.run((engine) => engine.preview());
  expect(plain.steps.filter((step) => step.op !== "same")).toEqual([]);
  const refreshed = await world.run((engine) => engine.preview({ refresh: true }));
  expect(refreshed.drifted).toEqual([]);
  expect(refreshed.steps.filter((step) => step.op !== "same" && step.op !== "refresh")).toEqual([]);
  const live = await world.run((engine) => engine.previewRefresh());
  expect(live.drifted).toEqual([]);
  expect(await writes()).toEqual([]);
});

it("a second up changes nothing", async () => {
  const run = await world.run((engine) => engine.up());
  expect(run.changed).toBe(false);
  expect(await writes()).toEqual([]);
});

it("a renamed definition keeps its objects", async () => {
  const resources = world.resources.map((one) =>
    one.kind === "monitor" || one.kind === "detector"
      ? { ...one, name: `${one.name}-renamed`, aliases: [one.name] }
      : one,
  );
  // What refers to a renamed one refers to its new name.
  const renamed = new Map(
    resources.flatMap((one) => (one.aliases ?? []).map((before): [string, string] => [before, one.name])),
  );
  const moved = resources.map((one) => ({
    ...one,
    refs: one.refs.map((ref) => ({ ...ref, resource: renamed.get(ref.resource) ?? ref.resource })),
  }));
  const run = await world.run((engine) => engine.preview(), { resources: moved });
  expect(run.steps.filter((step) => step.op !== "same")).toEqual([]);
});

it("a change made by hand is seen by a preview with refresh, and the next up puts it back", async () => {
  const { datadog } = world.vendors;
  const headers = {
    "dd-api-key": datadog.apiKey,
    "dd-application-key": datadog.appKey,
    "content-type": "application/json",
  };
  const monitors = z
    .array(z.looseObject({ id: z.number(), type: z.string(), message: z.string(), tags: z.array(z.string()) }))
    .parse(await (await fetch(`${datadog.url}/api/v1/monitor`, { headers })).json());
  const victim = monitors.find(
    (monitor) => monitor.tags.includes("managed-by:tocsin") && monitor.type !== "synthetics alert",
  );
  const name = `${victim?.tags.find((tag) => tag.startsWith("tocsin-id:"))?.slice("tocsin-id:".length)}/monitor`;
  const url = `${datadog.url}/api/v1/monitor/${victim?.id}`;
  const changed = await fetch(url, { method: "PUT", headers, body: JSON.stringify({ message: "all quiet" }) });
  expect(changed.status).toBe(200);

  const seen = await world.run((engine) => engine.preview({ refresh: true }));
  expect(seen.drifted.map((step) => step.name)).toEqual([name]);
  expect(seen.steps.filter((step) => step.op === "update").map((step) => step.name)).toEqual([name]);

  await world.run((engine) => engine.refresh());
  await world.run((engine) => engine.up());
  const fixed = z.object({ message: z.string() }).parse(await (await fetch(url, { headers })).json());
  expect(fixed.message).toBe(victim?.message);
});

it("destroy leaves the vendors as they were", async () => {
  const run = await world.run((engine) => engine.destroy());
  expect(run.steps.every((step) => step.op === "delete")).toBe(true);
  expect(await world.counts()).toEqual(seeds);
});

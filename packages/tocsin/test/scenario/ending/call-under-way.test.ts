/**
 * A run is killed while the call that creates an object is under way, and the next run begins at once: the vendor carries the call out
 * after the first look. It is found all the same, and no twin is made.
 */
import { afterAll, beforeAll, expect, it } from "vitest";
import { settleInterrupted } from "../../../src/app/settle-stack.ts";
import type { Resource } from "../../../src/model/resource.ts";
import { silent } from "../../../src/shared/progress.ts";
import { startWorld, type World } from "../verify/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

/** Settles what a run began to create, or to change; `meanwhile` happens while it waits. */
async function settle(begun: Resource, meanwhile: () => Promise<void>, what: "creations" | "changes" = "creations") {
  const said: string[] = [];
  let arrival = Promise.resolve();
  const found: [string, string][] = [];
  const held = world.resources.filter((one) => what === "changes" || one !== begun);
  const known = new Map(held.map((one) => [one.name, world.idOf(one)]));
  const engine = {
    restored: false,
    interrupted: async () => ({ creations: [], changes: [], known, [what]: [begun.name] }),
    settle: async (ids: ReadonlyMap<string, string>) => {
      said.push("settled");
      found.push(...ids);
    },
    importInto: async () => {
      throw new Error("nothing was unknown that was not pending");
    },
    known: async () => known,
  };
  const log = {
    ...silent,
    update: (text: string) => {
      said.push(text);
      arrival = meanwhile();
    },
  };
  const sentence = await settleInterrupted(engine, world.resources, world.connections, { log, waitMs: 1_000 });
  await arrival;
  return { sentence, said, found };
}

it("is found by the second look", async () => {
  const { resource, id } = world.one("dashboard");
  const body = await world.call("datadog", "GET", `/api/v1/dashboard/${id}`);
  await world.call("datadog", "DELETE", `/api/v1/dashboard/${id}`);
  let arrived = "";
  const { sentence, said, found } = await settle(resource, async () => {
    const written = new Set(["title", "description", "widgets", "layout_type", "tags"]);
    const sent = Object.fromEntries(Object.entries(body).filter(([name]) => written.has(name)));
    arrived = String((await world.call("datadog", "POST", "/api/v1/dashboard", sent)).id);
  });
  expect(said).toEqual(["Waiting 1 s: calls of the interrupted run may still be under way", "settled"]);
  expect(found).toEqual([[resource.name, arrived]]);
  expect(sentence).toBe("An earlier run was interrupted while it created 1 resource: 1 was found and is managed now.");
});

it("which does not find a call that has never arrived", async () => {
  const { resource, id } = world.one("monitor");
  await world.call("datadog", "DELETE", `/api/v1/monitor/${id}?force=true`);
  const { sentence, said, found } = await settle(resource, async () => {});
  expect(said).toHaveLength(2);
  expect(found).toEqual([]);
  expect(sentence).toBe("An earlier run was interrupted while it created 1 resource.");
});

it("names what is no longer in the code, and cannot be looked for", async () => {
  const { resource } = world.one("slo");
  const removed: Resource = { ...resource, name: "objectives/removed/slo" };
  const { sentence, said, found } = await settle(removed, async () => {});
  expect([said, found]).toEqual([["settled"], []]);
  expect(sentence).toBe(
    "An earlier run was interrupted while it created 1 resource.\nNo longer in the code, and may exist at its vendor: objectives/removed/slo. `tocsin verify` names what exists.",
  );
});

it("nobody waits where the first look finds all", async () => {
  const { resource, id } = world.one("slo");
  const { said, found } = await settle(resource, async () => {});
  expect(said).toEqual(["settled"]);
  expect(found).toEqual([[resource.name, id]]);
});

it("what was being changed or deleted is read again, once its call cannot be under way any more", async () => {
  const { resource } = world.one("slo");
  const { sentence, said, found } = await settle(resource, async () => {}, "changes");
  expect(said).toEqual(["Waiting 1 s: calls of the interrupted run may still be under way", "settled"]);
  expect(found).toEqual([]);
  expect(sentence).toBe(
    "An earlier run was interrupted while it changed or deleted 1 resource: the state now holds what is live.",
  );
});

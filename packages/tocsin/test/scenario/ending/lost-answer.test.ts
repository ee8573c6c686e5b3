/**
 * A proxy answers 504 to a creation that the vendor has carried out: no run was killed, and the state knows nothing of it. The next
 * run finds the resource by its mark and goes on with it, in place of a twin or of a refusal for ever.
 */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { settleInterrupted } from "../../../src/app/settle-stack.ts";
import type { Resource } from "../../../src/model/resource.ts";
import { startWorld, type World } from "../verify/world.ts";

let world: World;
let imported: Map<string, string>;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => {
  imported = new Map();
});
afterAll(() => world.close());

/** Settles a stack whose state knows everything but what `lost` names. */
function settle(lost: (resource: Resource) => boolean): Promise<string | null> {
  const held = world.resources.filter((resource) => !lost(resource));
  const engine = {
    restored: false,
    interrupted: async () => ({ creations: [], known: new Map(held.map((one) => [one.name, world.idOf(one)])) }),
    settle: async () => {
      throw new Error("nothing was pending");
    },
    importInto: async (ids: ReadonlyMap<string, string>) => {
      for (const [name, id] of ids) imported.set(name, id);
    },
  };
  return settleInterrupted(engine, world.resources, world.connections);
}

it.each([
  ["monitor", (world: World) => world.of("database/disk", "monitor")],
  ["synthetics-test", (world: World) => world.of("cliply-web/readyz", "synthetics-test")],
  ["environment-variable", (world: World) => world.one("environment-variable")],
] as const)("a %s whose creation was not answered is managed by the next run", async (kind, chosen) => {
  const { id } = chosen(world);
  const lost = world.resources.find((one) => one.kind === kind && world.idOf(one) === id);
  expect(await settle((resource) => resource === lost)).toBe(
    "An earlier run was interrupted while it created 1 resource; 1 of them existed and are managed now.",
  );
  expect([...imported]).toEqual([[lost?.name, id]]);
});

it("what carries no mark of ours stays whose it is, whatever it is called", async () => {
  expect(await settle(({ kind }) => kind === "slack-channel")).toBeNull();
  expect([...imported]).toEqual([]);
});

it("asks nobody where the state knows everything", async () => {
  world.context.requests.clear();
  expect(await settle(() => false)).toBeNull();
  expect(world.context.requests.list()).toEqual([]);
});

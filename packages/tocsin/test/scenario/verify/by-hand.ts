import { afterAll, beforeAll } from "vitest";
import { startWorld, type World } from "./world.ts";

/** A world of its own for the scenario's file; `world()` is there from the first test on. */
export function ownWorld(): () => World {
  let world: World | undefined;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world?.close());
  return () => {
    if (world === undefined) throw new Error("the world is not there yet");
    return world;
  };
}

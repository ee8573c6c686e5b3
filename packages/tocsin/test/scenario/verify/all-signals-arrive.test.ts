import { expect } from "vitest";
import { sendBaseline } from "./baseline.ts";
import { drift } from "./drift.ts";

drift("a stack whose signals all arrive has nothing to tell", async (world) => {
  await world.pass(11);
  await sendBaseline(world);
  expect((await world.verify()).pending).toEqual([]);
  return [];
});

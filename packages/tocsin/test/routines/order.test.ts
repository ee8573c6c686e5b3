import { expect, it } from "vitest";
import { daily, firstLooks, weekly } from "../../src/routines/routines.ts";
import { vendors } from "../../src/vendors/index.ts";

it("takes every look of a vendor, by a name that is its own", () => {
  const own = vendors.flatMap(({ routine = [] }) => routine.map(({ name }) => name));
  const taken = [...daily.checks, ...weekly.checks, ...firstLooks].map(({ name }) => name);
  expect([...new Set(taken)].sort()).toEqual([...own, "health", "vendor-status"].sort());
  expect(new Set(own).size).toBe(own.length);
});

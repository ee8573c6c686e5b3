import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { killPoints } from "./kill-points.ts";

/* Where tests kill a run is one list: a point that is no longer walked would go unseen. */

const tests = path.resolve(import.meta.dirname, "..");

it("there are at least twenty points", () => {
  expect(Object.values(killPoints).reduce((sum, { points }) => sum + points, 0)).toBeGreaterThanOrEqual(20);
});

it.each(Object.entries(killPoints))("the test of %s is there, and holds its own number", (what, { file }) => {
  const full = path.join(tests, file);
  expect(existsSync(full)).toBe(true);
  expect(readFileSync(full, "utf8")).toContain(`pointsOf("${what}")`);
});

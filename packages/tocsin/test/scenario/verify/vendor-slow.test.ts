import { expect, it } from "vitest";
import { exitCode } from "../../../src/verify/report.ts";
import { ownWorld } from "./by-hand.ts";

const world = ownWorld();

it("a slow vendor uses up its own time, not that of the others", async () => {
  world().context.faults.add({ vendor: "sentry", match: {}, delayMs: 4_000 });
  const report = await world().verify({ deadlineMs: 3_000, timeoutMs: 2_000 });
  expect(exitCode(report)).toBe(3);
  expect(new Set(report.findings.map(({ vendor }) => vendor))).toEqual(new Set(["sentry"]));
});

/** An update behind broken glass that fails half-way: what is on record, and whether its advice works when followed. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { printed } from "../../support/printed.ts";
import { typed } from "../../support/typed.ts";
import { type GatedWorld, monitorsOf, run, startGatedWorld } from "./gated-world.ts";
import { part } from "./part.ts";

let world: GatedWorld;
beforeAll(async () => {
  world = await startGatedWorld(part);
});
afterAll(() => world?.close());

const reason = `prod's "tips" are on fire: $5 a minute`;

async function onRecord() {
  const { stdout } = await world.tocsin(["promote", "--check", "--json", "--stack", "prod"]);
  return printed("promote", stdout);
}

it("is on record before the first change, and says how to complete it through the same gate", async () => {
  // Refused late, so that the update is half-way by then.
  await world.tocsin(["local", "fault", "vendor", "stripe", "--method", "POST", "--status", "400", "--delay", "12000"]);
  const failed = await world.tocsin(["up", "--stack", "prod", "--yes", "--break-glass", reason]);
  await world.tocsin(["local", "fault", "clear"]);
  expect(failed.code, failed.stderr).toBe(3);
  expect((await monitorsOf(world, "prod")).length).toBeGreaterThan(10);
  const { open, breakGlass } = await onRecord();
  expect([open, breakGlass.length > 10]).toEqual([false, true]);
  expect(new Set(breakGlass.map((one) => one.reason))).toEqual(new Set([reason]));
  const [since] = breakGlass;

  const advice = /Run `(tocsin up .*)` again/.exec(failed.stderr)?.[1] ?? "";
  expect(advice).toContain("--break-glass ");
  const command = [process.execPath, ...typed].map((word) => `'${word}'`).join(" ");
  const env = { ...world.environment, NO_COLOR: "1" };
  const followed = await run("sh", ["-c", `${advice.replace(/^tocsin/, command)} --yes`], world.project, env);
  expect(followed.code, followed.stderr).toBe(0);
  const after = await onRecord();
  expect(after.open).toBe(true);
  expect(after.breakGlass).toHaveLength(breakGlass.length);
  expect(after.breakGlass).toContainEqual(since);
});

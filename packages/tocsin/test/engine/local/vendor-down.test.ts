/** A vendor goes away while an update is under way. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { EngineError } from "../../../src/engine/engine.ts";
import { part } from "./part.ts";
import { createdMoreThanOnce, startWorld, until, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({ alerts: part });
});
afterAll(() => world?.close());

const created = async () =>
  (await world.requests("datadog")).filter(({ method, status }) => method === "POST" && status < 300).length;

it("says what the vendor said, what was done and how to go on", async () => {
  // Slow enough to be caught in the middle.
  await world.fault({ vendor: "datadog", delayMs: 150 });
  const failed = world
    .run((engine) => engine.up())
    .then(
      () => null,
      (error: unknown) => error,
    );
  await until(async () => (await created()) >= 3, "some monitors existed");
  await world.clearFaults();
  await world.fault({ vendor: "datadog", status: 503, body: { errors: ["Service unavailable"] } });
  const error = await failed;
  expect(error).toBeInstanceOf(EngineError);
  if (!(error instanceof EngineError)) return;
  expect(error.exitCode).toBe(3);
  expect(error.done.length).toBeGreaterThan(0);
  expect(error.done.length).toBeLessThan(world.resources.length);
  expect(error.failures.length).toBeGreaterThan(0);
  expect(error.message).toMatch(/Datadog[^\n]*503/);
  expect(error.message).toContain("Run `tocsin up --stack local` again to complete it.");
  expect(error.message).not.toMatch(/\n\s+at |urn:pulumi|grpc/);
});

it("is completed by the next up, and nothing exists twice", async () => {
  await world.clearFaults();
  const run = await world.run((engine) => engine.up());
  expect(run.steps.every((step) => step.op === "create" || step.op === "same")).toBe(true);
  expect(run.steps).toHaveLength(world.resources.length);
  expect(createdMoreThanOnce(await world.requests())).toEqual([]);
  const after = await world.run((engine) => engine.preview({ refresh: true }));
  expect(after.changed).toBe(false);
  expect(after.drifted).toEqual([]);
});

/**
 * A vendor goes away while an update is under way: most of what was asked for is refused, and what was made already cannot be
 * read back. The latter is there at the vendor: the next update completes it in place.
 */
import { afterAll, beforeAll, expect, it } from "vitest";
import { EngineError } from "../../../src/engine/engine.ts";
import { part } from "./part.ts";
import { createdMoreThanOnce, startWorld, until, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({ alerts: part });
});
afterAll(() => world?.close());

/** Whether the vendor has made this, whatever it said of it afterwards. */
const made = async (path: string, times: number): Promise<boolean> =>
  (await world.requests("datadog")).filter(
    (request) => request.method === "POST" && request.path === path && request.status < 300,
  ).length >= times;

/** What the vendor made and then could not tell of, by the first update's own words. */
let unread: string[] = [];

it("says what the vendor said, what was done and how to go on", async () => {
  const down = { vendor: "datadog", status: 503, body: { errors: ["Service unavailable"] } };
  await world.fault({ ...down, match: { method: "GET", path: "^/api/v1/dashboard/" } });
  // Slow enough to be caught in the middle.
  await world.fault({ vendor: "datadog", delayMs: 150, name: "slow" });
  const failed = world
    .run((engine) => engine.up())
    .then(
      () => null,
      (error: unknown) => error,
    );
  await until(
    async () => (await made("/api/v1/monitor", 3)) && (await made("/api/v1/dashboard", 1)),
    "some monitors and a dashboard existed",
  );
  await world.clearFaults("slow");
  await world.fault(down);
  const error = await failed;
  expect(error).toBeInstanceOf(EngineError);
  if (!(error instanceof EngineError)) return;
  expect(error.exitCode).toBe(3);
  expect(error.done.length).toBeGreaterThan(0);
  expect(error.done.length).toBeLessThan(world.resources.length);
  expect(error.message).toMatch(/Datadog[^\n]*503/);
  expect(error.message).toContain("Run `tocsin up --stack local` again to complete it.");
  expect(error.message).not.toMatch(/\n\s+at |urn:pulumi|grpc/);
  unread = error.failures.flatMap(({ name, message }) => (/503 to GET/.test(message) && name !== null ? [name] : []));
  expect(unread.filter((name) => name.startsWith("dashboards/"))).not.toEqual([]);
});

it("is completed by the next up, and nothing exists twice", async () => {
  await world.clearFaults();
  const run = await world.run((engine) => engine.up());
  const completed = run.steps.filter(({ op }) => op !== "create" && op !== "same");
  expect(completed.map(({ op, name }) => `${op} ${name}`).sort()).toEqual(
    unread.map((name) => `update ${name}`).sort(),
  );
  expect(run.steps).toHaveLength(world.resources.length);
  expect(createdMoreThanOnce(await world.requests())).toEqual([]);
  const after = await world.run((engine) => engine.preview({ refresh: true }));
  expect(after.changed).toBe(false);
  expect(after.drifted).toEqual([]);
});

import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { EmulatedClock } from "../../src/clock.ts";
import { createContext } from "../../src/context.ts";
import { startVercel } from "./client.ts";

const directory = mkdtempSync(join(tmpdir(), "tocsin-functions-"));
type World = ReturnType<typeof startVercel>;
const worlds: World[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map(({ vercel }) => vercel.close?.()));
  rmSync(join(directory, "seen"), { force: true });
});

function start(): World {
  const world = startVercel(createContext(new EmulatedClock(), directory));
  worlds.push(world);
  return world;
}

/** A function that writes down what it was called with, beside its deployment. */
const noting = (word: string, status = 200) => `
import { appendFileSync } from "node:fs";
export function GET(request) {
  const { CRON_SECRET, GREETING, HOME } = process.env;
  const line = [${JSON.stringify(word)}, request.headers.get("authorization"), CRON_SECRET, GREETING, HOME];
  appendFileSync(${JSON.stringify(join(directory, "seen"))}, JSON.stringify(line) + "\\n");
  return new Response("", { status: ${status} });
}`;
const seen = () =>
  existsSync(join(directory, "seen"))
    ? readFileSync(join(directory, "seen"), "utf8")
        .trim()
        .split("\n")
        .map((line): unknown[] => JSON.parse(line))
    : [];

async function deployed({ call }: World, source: string) {
  const crons = [{ path: "/api/tick", schedule: "* * * * *" }];
  const files = [
    { file: "api/tick.mjs", data: source },
    { file: "vercel.json", data: JSON.stringify({ crons }) },
  ];
  expect((await call("POST", "/v13/deployments", { project: "mine", target: "production", files })).status).toBe(200);
}

async function project(world: World) {
  await world.call("POST", "/v11/projects", { name: "mine" });
  const secret = { key: "CRON_SECRET", value: "s3cret-of-the-cron", type: "sensitive", target: ["production"] };
  const greeting = { key: "GREETING", value: "hello", type: "encrypted", target: ["production"] };
  for (const variable of [secret, greeting]) await world.call("POST", "/v10/projects/mine/env", variable);
}

/** Lets a minute pass and its call be answered: a call takes real time, for which the emulated minute does not wait. */
async function minute({ context, vercel }: World) {
  const { calls } = vercel.store.functions;
  const before = calls.answered + calls.failed;
  await context.clock.advance(60);
  await expect.poll(() => calls.answered + calls.failed, { timeout: 20_000 }).toBe(before + 1);
}

test("a deployed function is called by its cron, with the variables of its project and nothing else", async () => {
  const world = start();
  await project(world);
  await deployed(world, noting("first"));
  await minute(world);
  expect(seen()).toEqual([["first", "Bearer s3cret-of-the-cron", "s3cret-of-the-cron", "hello", null]]);
});

test("the newest production deployment answers, with the variables of when it was made", async () => {
  const world = start();
  await project(world);
  await deployed(world, noting("first"));
  await deployed(world, noting("second"));
  await minute(world);
  expect(seen().map(([word]) => word)).toEqual(["second"]);
});

test("a function that does not even load counts as failed, and the next deployment fixes it", async () => {
  const world = start();
  await project(world);
  await deployed(world, "this is no JavaScript");
  await minute(world);
  expect(world.vercel.store.functions.calls).toMatchObject({ answered: 0, failed: 1 });
  await deployed(world, noting("fixed"));
  await minute(world);
  expect(world.vercel.store.functions.calls).toMatchObject({ answered: 1, failed: 1 });
});

test("however fast the clock, two calls never lie more than four minutes apart, nor overlap", async () => {
  const world = start();
  await project(world);
  await deployed(world, noting("busy"));
  await world.context.clock.advance(3600);
  const { calls } = world.vercel.store.functions;
  expect(calls.begun).toBeGreaterThanOrEqual(15);
  expect(calls.begun - calls.answered - calls.failed).toBeLessThanOrEqual(1);
});

test.each([5, 9])(
  "while the clock runs fast it waits for a run each %d minutes: no window of so many lacks what it sends",
  async (gap) => {
    const world = start();
    const { context, vercel } = world;
    await project(world);
    await deployed(world, noting("fast"));
    await minute(world);
    context.clock.freeze();
    context.clock.cronGapMinutes = gap;
    const { calls } = vercel.store.functions;
    const before = calls.begun;
    const rate = vi.spyOn(context.clock, "rate", "get").mockReturnValue(10_000);
    const answeredBy: number[] = [];
    for (let passed = 0; passed < 6 * gap; passed += 1) {
      await context.clock.advance(60);
      answeredBy.push(calls.answered);
      expect(calls.begun).toBe(calls.answered + calls.failed);
    }
    rate.mockRestore();
    expect(calls.begun - before).toBe(6);
    for (let end = gap; end < 6 * gap; end += 1) expect((answeredBy[end] ?? 0) - (answeredBy[end - gap] ?? 0)).toBe(1);
  },
);

test("a clock that waits for crons has a run each minute behind it, however slow the machine", async () => {
  const world = start();
  const { context, vercel } = world;
  await project(world);
  await deployed(
    world,
    `export const GET = () => new Promise((over) => setTimeout(() => over(new Response("")), 100));`,
  );
  await minute(world);
  context.clock.waitsForCrons = true;
  const { calls } = vercel.store.functions;
  const before = calls.answered;
  for (let passed = 1; passed <= 5; passed += 1) {
    await context.clock.advance(60);
    expect(calls.answered - before).toBe(passed);
  }
});

test("however slow the machine, a run is over before the next five minutes would lack what it sends", async () => {
  const world = start();
  const { context, vercel } = world;
  await project(world);
  const slow = `export const GET = () => new Promise((over) => setTimeout(() => over(new Response("")), 100));`;
  await deployed(world, slow);
  await minute(world);
  const [{ projectId = "" } = {}] = [...vercel.store.projects.values()].map(({ id }) => ({ projectId: id }));
  const last = () => vercel.store.functions.lastCalls(projectId)[0];
  let told = last()?.at ?? new Date(0);
  for (let passed = 0; passed < 20; passed += 1) {
    const before = last();
    await context.clock.advance(60);
    if (before?.answer) told = before.at;
    const now = last();
    if (now?.answer) told = now.at;
    expect(context.now().getTime() - told.getTime()).toBeLessThan(5 * 60_000);
  }
});

test("nothing of a project that is deleted runs on", async () => {
  const world = start();
  await project(world);
  await deployed(world, noting("gone"));
  await minute(world);
  await world.call("DELETE", "/v9/projects/mine");
  await world.context.clock.advance(300);
  expect(seen()).toHaveLength(1);
});

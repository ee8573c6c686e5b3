/**
 * SIGKILL while resources are changed or deleted: the engine takes them for as they were, so where the code says that too, nothing
 * would seem to be left to do.
 */
import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { typed } from "../../support/typed.ts";
import { run } from "./gated-world.ts";
import { probePart } from "./part.ts";
import { killAll, slow, startWorld, until, type World, writesIn } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({ alerts: probePart });
});
afterAll(() => world?.close());

beforeEach(async () => {
  await world.up();
  await world.clearRequests();
});

const written = async (method: string, where: RegExp) =>
  writesIn(await world.requests()).filter((one) => one.method === method && where.test(one.path)).length;

/** Runs a command while every vendor is slow, and kills it with its engine and plugins. */
async function killed(words: readonly string[], when: () => Promise<boolean>, delayMs = 800): Promise<void> {
  await slow(world, delayMs);
  const child = spawn(process.execPath, [...typed, ...words, "--stack", "local"], {
    cwd: world.project,
    env: world.childEnvironment(),
    stdio: "ignore",
  });
  await until(when, `${words.join(" ")} was in the middle`);
  await killAll(world.directory, child);
  await world.clearFaults();
}

const tocsin = (...words: string[]) =>
  run(process.execPath, [...typed, ...words, "--stack", "local"], world.project, {
    TOCSIN_LOCAL_DIR: world.directory,
    NO_COLOR: "1",
  });

async function expectAllAsInCode(): Promise<void> {
  await world.up();
  const preview = await world.run((engine) => engine.preview({ refresh: true }));
  expect([preview.steps.filter(({ op }) => op !== "same"), preview.drifted]).toEqual([[], []]);
  expect(preview.steps).toHaveLength(world.resources.length);
}

it.each([
  ["the first of its resources are gone", "DELETE", /./],
  ["the probe's project is gone, with all that was in it", "DELETE", /^\/v\d+\/projects\/[^/]+$/],
])("a stack whose deletion is killed once %s: the next up makes anew what is gone", async (_, method, where) => {
  await killed(["destroy", "--yes"], async () => (await written(method, where)) > 0);
  await expectAllAsInCode();
});

it("a change that is killed and taken back: the next up puts back what was changed", async () => {
  const file = path.join(world.project, "alerts", "database.ts");
  const before = await readFile(file, "utf8");
  await writeFile(file, before.replaceAll('title: "', 'title: "Changed: '));
  // Before the first answer: for all that the state says, nothing has changed.
  const state = path.join(world.directory, "state/.pulumi/stacks/tocsin/local.json");
  await killed(["up"], async () => (await readFile(state, "utf8")).includes('"updating"'), 2_000);
  await writeFile(file, before);
  // A plan goes by the state, and must not call clean what is not known.
  const { code, stderr } = await tocsin("preview", "--expect-no-changes");
  expect(code).toBe(3);
  expect(stderr).toMatch(
    /^An earlier run was interrupted, and what became of \d+ resources? is not known\. Run `tocsin up --stack local`: it finds out before it changes anything\.$/m,
  );
  await expectAllAsInCode();
  expect(await tocsin("preview", "--expect-no-changes")).toMatchObject({ code: 0 });
});

/**
 * SIGKILL in the middle of an update, of the engine alone and of the command with it; a disk that takes no more of the state; and
 * a report of the engine that does not arrive.
 */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { z } from "zod";
import { EngineError } from "../../../src/engine/engine.ts";
import { holderOf } from "../../../src/engine/lock.ts";
import { processesOf } from "../../../src/engine/processes.ts";
import type { VendorName } from "../../../src/model/resource.ts";
import { pointsOf } from "../../support/kill-points.ts";
import { typed } from "../../support/typed.ts";
import { run } from "./gated-world.ts";
import { part } from "./part.ts";
import { createdMoreThanOnce, slow, startWorld, until, type World } from "./world.ts";

/** How the SDK listens to the engine. */
interface Reporting {
  setupEventLog(): Promise<{ logFile: string }>;
}

let world: World;
beforeAll(async () => {
  world = await startWorld({ alerts: part });
});
afterAll(() => world?.close());

beforeEach(async () => {
  await world.clearFaults();
  await world.run((engine) => engine.destroy());
  await world.clearRequests();
  await slow(world, 300);
});

const createdAt = async (vendor: VendorName) =>
  (await world.requests(vendor)).filter(({ method, status }) => method === "POST" && status < 300).length;
/** In the middle: some objects exist at several vendors, and more are being created. */
const someExist = async () => (await createdAt("sentry")) >= 2 && (await createdAt("datadog")) >= 5;

async function currentRun(): Promise<{ run: string; pid: number }> {
  const holder = await holderOf(world.directory, "local");
  if (holder === null) throw new Error("Nobody holds the local stack.");
  return holder;
}

/** The engine of a run; null before it is started. */
async function engineIn(run: string): Promise<number | null> {
  for (const pid of await processesOf(run)) {
    const [command, action] = (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).split("\0");
    if (command !== undefined && path.basename(command) === "pulumi" && action === "up") return pid;
  }
  return null;
}

async function engineOf(run: string): Promise<number> {
  const engine = await engineIn(run);
  if (engine === null) throw new Error("The engine of the run is not there.");
  return engine;
}

const engineWorks = async (): Promise<boolean> => {
  const holder = await holderOf(world.directory, "local");
  return holder !== null && (await engineIn(holder.run)) !== null;
};

async function endpoints(): Promise<number> {
  const { url, apiKey } = world.vendors.stripe;
  const answer = await fetch(`${url}/v1/webhook_endpoints`, { headers: { authorization: `Bearer ${apiKey}` } });
  return z.object({ data: z.array(z.unknown()) }).parse(await answer.json()).data.length;
}

async function expectCompleted(): Promise<void> {
  await world.clearFaults();
  const run = await world.up();
  expect(run.steps.map((step) => step.name)).toEqual(world.resources.map((resource) => resource.name).sort());
  // Nothing twice, at no vendor: Sentry's and Stripe's plugins look first, for the others we did.
  const requests = (await world.requests()).filter(({ vendor }) => vendor !== "stripe");
  const twins = createdMoreThanOnce(requests);
  expect(twins, twins.join("\n")).toEqual([]);
  // A call to Stripe may be repeated: its idempotency key brings the first answer back, with the secret. What counts is
  // that one endpoint is there.
  expect(await endpoints()).toBe(world.resources.filter(({ kind }) => kind === "webhook-endpoint").length);
  const after = await world.run((engine) => engine.preview({ refresh: true }));
  expect([after.changed, after.drifted]).toEqual([false, []]);
  expect((await world.run((engine) => engine.interrupted())).creations).toEqual([]);
}

const allCreated = async () => {
  const counts = await Promise.all((["datadog", "sentry", "stripe", "vercel"] as const).map(createdAt));
  return counts.reduce((sum, one) => sum + one, 0);
};

it("the engine killed again and again, at later and later calls: each says so and clears up, the next up completes", async () => {
  // A kill leaves up to sixteen calls under way, which the vendors still carry out: there must be more to do after the last.
  const points = [1, 3, 6];
  expect(points).toHaveLength(pointsOf("update, the engine alone"));
  for (const more of points) {
    const failed = world.up().then(
      () => null,
      (error: unknown) => error,
    );
    // Calls of the run before may still arrive: they are not this engine's.
    await until(engineWorks, "the engine worked");
    const before = await allCreated();
    await until(async () => (await allCreated()) >= before + more, `${more} more objects existed`);
    const { run } = await currentRun();
    process.kill(await engineOf(run), "SIGKILL");
    const error = await failed;
    expect(error).toBeInstanceOf(EngineError);
    expect(String(error)).toContain("The engine was killed from outside.");
    expect(await processesOf(run)).toEqual([]);
  }
  await expectCompleted();
});

/** Kills `tocsin up` and its engine while objects are being created, and gives the name of that run. */
async function killInTheMiddle(): Promise<string> {
  // Longer than the next run needs until it looks at the vendors: what is under way arrives after that.
  await world.clearFaults();
  await slow(world, 1_000);
  const child = spawn(process.execPath, [...typed, "up", "--stack", "local"], {
    cwd: world.project,
    env: world.childEnvironment(),
    stdio: "ignore",
  });
  const ended = once(child, "exit");
  await until(someExist, "some objects existed");
  const { run, pid } = await currentRun();
  expect(pid).toBe(child.pid);
  const engine = await engineOf(run);
  child.kill("SIGKILL");
  process.kill(engine, "SIGKILL");
  await ended;
  // What a kill leaves: our record of the run, the engine's lock, and plugins that do not notice by themselves.
  expect(await holderOf(world.directory, "local")).toMatchObject({ run, alive: false });
  return run;
}

it("command and engine killed: the next run clears what they left and completes", async () => {
  const run = await killInTheMiddle();
  await world.clearFaults();
  const cleared = await world.run(async (next) => next.cleared);
  expect(cleared).toContain("Cleared what an interrupted `tocsin up --stack local`");
  expect(await processesOf(run)).toEqual([]);
  await expectCompleted();
});

it("command and engine killed, and all is deleted: nothing of what they created stays at a vendor", async () => {
  const before = await world.counts();
  await killInTheMiddle();
  await world.clearFaults();
  const destroy = [...typed, "destroy", "--stack", "local", "--yes"];
  const env = { TOCSIN_LOCAL_DIR: world.directory, NO_COLOR: "1" };
  const { code, stdout, stderr } = await run(process.execPath, destroy, world.project, env);
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/^An earlier run was interrupted while it created \d+ resources?: \d+ (was|were) found/m);
  expect(await world.counts()).toEqual(before);
});

/** `tocsin up` where no file may grow beyond some kilobytes, as on a disk that is full while the engine writes its state. */
function upOnFullDisk(kilobytes: number): Promise<{ code: number; stderr: string }> {
  const limited = ["-c", `ulimit -f ${kilobytes}; exec "$@"`, "bash", process.execPath, ...typed];
  // One after the other: the engine tries each write of the state for half a minute.
  const env = { ...world.childEnvironment(), NO_COLOR: "1", PULUMI_PARALLEL: "1" };
  return new Promise((resolve) => {
    execFile("bash", [...limited, "up", "--stack", "local"], { cwd: world.project, env }, (error, _stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stderr }),
    );
  });
}

it("a disk that takes no more of the state: says so, and the next run restores the state that was cut off and completes", async () => {
  const { code, stderr } = await upOnFullDisk(64);
  const file = path.join(world.directory, "state/.pulumi/stacks/tocsin/local.json");
  expect(code, stderr).toBe(3);
  expect(stderr).toContain(
    `The state ${file} could not be written: no file may grow so large here. Make room there first; the next run finds what was created meanwhile.`,
  );
  expect(stderr).toContain("Run `tocsin up --stack local` again to complete it.");
  expect(stderr).not.toMatch(/snapshot|blob|step event/);
  const left = await readFile(file, "utf8");
  expect(() => JSON.parse(left)).toThrow();
  // Also where the copy of before the last write was cut off with it.
  await writeFile(`${file}.bak`, left);
  await expectCompleted();
});

it("while a run is alive, another says who holds the stack", async () => {
  const first = world.run((engine) => engine.up());
  await until(someExist, "the first run was under way");
  await expect(world.run((engine) => engine.up())).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining(`held by \`tocsin up --stack local\` (process ${process.pid}`),
  });
  await world.clearFaults();
  await first;
});

it("a report of the engine that does not arrive: a preview is made again, an update is not taken for one without changes", async () => {
  await world.clearFaults();
  const reports = vi.spyOn(pulumi.automation.Stack.prototype as unknown as Reporting, "setupEventLog");
  // Nobody listens there, and the engine goes on without a word.
  const lost = { logFile: "tcp://127.0.0.1:1" };
  try {
    reports.mockResolvedValueOnce(lost);
    const preview = await world.run((engine) => engine.preview());
    expect(preview.steps).toHaveLength(world.resources.length);
    expect(reports).toHaveBeenCalledTimes(2);

    reports.mockResolvedValueOnce(lost);
    await expect(world.run((engine) => engine.up())).rejects.toMatchObject({
      exitCode: 3,
      message:
        "Update of stack local ended, but the engine's report of it did not arrive, so what it found or changed is not known.\nRun `tocsin up --stack local` again.",
    });
    expect(await allCreated()).toBeGreaterThan(0);

    await world.run((engine) => engine.destroy());
    await world.fault({ vendor: "stripe", status: 500 });
    reports.mockResolvedValueOnce(lost);
    await expect(world.run((engine) => engine.up())).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(
        /^Update of stack local was not completed\.\n.*\nThe engine's report of it did not arrive, so what was changed is not known\. Run `tocsin up --stack local` again to complete it\.$/,
      ),
    });
  } finally {
    reports.mockRestore();
  }
});

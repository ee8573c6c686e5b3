import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { holderOf, take } from "../../../src/engine/lock.ts";
import { endProcessesOf, isAlive, processesOf, runVariable, startMark } from "../../../src/engine/processes.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "tocsin-lock-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const lockOf = (holder: object) => writeFile(path.join(directory, "run-local.lock"), JSON.stringify(holder));
const holder = { run: "r", stack: "local", action: "tocsin up --stack local", since: "2026-11-21T10:00:00Z" };

async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  return child.pid ?? 0;
}

it("is taken and released", async () => {
  const lock = await take(directory, "local", "tocsin up");
  expect(await holderOf(directory, "local")).toMatchObject({ pid: process.pid, action: "tocsin up", alive: true });
  await lock.release();
  expect(await holderOf(directory, "local")).toBeNull();
  expect(await readdir(directory)).toEqual([]);
});

it("says who holds the stack while that process lives", async () => {
  await lockOf({ ...holder, pid: process.pid, mark: await startMark(process.pid) });
  await expect(take(directory, "local", "tocsin start")).rejects.toThrow(
    `Stack local is held by \`tocsin up --stack local\` (process ${process.pid}, since 2026-11-21T10:00:00Z).`,
  );
});

it("does not hold up another stack", async () => {
  await lockOf({ ...holder, pid: process.pid, mark: null });
  const lock = await take(directory, "staging", "tocsin up");
  expect(lock.abandoned).toBeNull();
});

it("is taken over from a dead process, whose run is told", async () => {
  await lockOf({ ...holder, pid: await deadProcess(), mark: null });
  const lock = await take(directory, "local", "tocsin up");
  expect(lock.abandoned).toMatchObject({ run: "r", action: "tocsin up --stack local" });
});

it.runIf(process.platform === "linux")("is not taken in by a process that was given the same id later", async () => {
  await lockOf({ ...holder, pid: process.pid, mark: "1" });
  expect((await take(directory, "local", "tocsin up")).abandoned).toMatchObject({ run: "r" });
});

it.each(["", "{", "[]", '{"pid":"x"}'])("is taken over when the file holds %j", async (content) => {
  await writeFile(path.join(directory, "run-local.lock"), content);
  const lock = await take(directory, "local", "tocsin up");
  expect(lock.abandoned).toBeNull();
});

it("goes to exactly one of several that find it abandoned", async () => {
  await lockOf({ ...holder, pid: await deadProcess(), mark: null });
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => take(directory, "local", "tocsin up")));
  expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
});

it("finds and ends the processes of a run, and no other", async () => {
  const start = (run: string) =>
    spawn(process.execPath, ["-e", "setInterval(() => {}, 1000); console.log(1)"], {
      env: { ...process.env, [runVariable]: run },
    });
  // Of this test alone: the machine may be running it twice.
  const [run, another] = [randomUUID(), randomUUID()];
  const [ours, other] = [start(run), start(another)];
  await Promise.all([once(ours.stdout, "data"), once(other.stdout, "data")]);
  expect(await processesOf(run)).toEqual([ours.pid]);
  const ended = once(ours, "exit");
  expect(await endProcessesOf(run)).toBe(1);
  await ended;
  expect(await isAlive(other.pid ?? 0, null)).toBe(true);
  other.kill();
  await once(other, "exit");
});

import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { withLock } from "../../../packages/tocsin/src/engine/install/lock.mjs";
import { fakeGo, root, sandbox, start, temporaryFolder, until } from "./sandbox.ts";

const script = join(root, "packages/tocsin/src/engine/install/engine.mjs");

/** The id of a process that has ended. */
async function deadPid(): Promise<number> {
  const run = start(join(root, "packages/tocsin/src/engine/install/progress.mjs"), {});
  await run.done;
  return run.pid;
}

function holder(pid: number, host = hostname()): string {
  return JSON.stringify({ pid, host, token: "of somebody who was killed" });
}

test("a killed builder leaves no engine that does not run, and the next run makes a good one", async () => {
  const machine = sandbox();
  fakeGo(machine, { seconds: 1 });
  const first = start(script, machine.env);
  await until(() => machine.builds().length === 1);
  first.kill();
  await first.done;
  expect(existsSync(join(machine.engineFolder, "pulumi"))).toBe(false);
  expect(existsSync(`${machine.engineFolder}.lock`)).toBe(true);

  const second = await start(script, machine.env).done;
  expect(second.stdout).toBe(`${join(machine.engineFolder, "pulumi")}\n`);
  expect(second.stderr).toContain(`from process ${first.pid}, which has ended without finishing it`);
  expect(readdirSync(machine.engineFolder)).toEqual(["pulumi"]);
  expect(existsSync(`${machine.engineFolder}.lock`)).toBe(false);
});

test("a stale lock is taken over by exactly one of several that wait", async () => {
  const machine = sandbox();
  fakeGo(machine, { seconds: 1 });
  const lock = `${machine.engineFolder}.lock`;
  mkdirSync(dirname(lock), { recursive: true });
  writeFileSync(lock, holder(await deadPid()));
  const runs = await Promise.all([1, 2, 3].map(() => start(script, machine.env).done));
  expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(runs.filter(({ stderr }) => stderr.includes("took over"))).toHaveLength(1);
  expect(machine.builds()).toHaveLength(1);
});

test("a lock file that a killed process left empty, and one from a silent other host, are taken over", async () => {
  for (const content of ["", "{", holder(1, "another-host")]) {
    const lock = join(temporaryFolder(), "lock");
    writeFileSync(lock, content);
    const lines: string[] = [];
    const options = { what: "a test", log: (line: string) => lines.push(line), pollMs: 10, silentMs: 50 };
    expect(await withLock(lock, options, async () => "done")).toBe("done");
    expect(lines.at(-1)).toContain("took over a test");
    expect(existsSync(lock)).toBe(false);
  }
});

test("a lock left under our own process id by an earlier process is taken over, ours is not", async () => {
  const lock = join(temporaryFolder(), "lock");
  writeFileSync(lock, holder(process.pid));
  const order: string[] = [];
  const options = { what: "a test", log: () => {}, pollMs: 5 };
  const work = (name: string) =>
    withLock(lock, options, async () => {
      order.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 30));
      order.push(`${name} ends`);
    });
  await Promise.all([work("a"), work("b")]);
  expect(order).toEqual(
    order[0] === "a begins"
      ? ["a begins", "a ends", "b begins", "b ends"]
      : ["b begins", "b ends", "a begins", "a ends"],
  );
});

test("work that fails gives the lock back", async () => {
  const lock = join(temporaryFolder(), "lock");
  const options = { what: "a test", log: () => {} };
  await expect(withLock(lock, options, () => Promise.reject(new Error("no luck")))).rejects.toThrow("no luck");
  expect(existsSync(lock)).toBe(false);
});

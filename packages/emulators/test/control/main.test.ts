import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const vendors = z.looseObject({
  datadog: z.object({ url: z.url(), apiKey: z.string(), appKey: z.string() }),
  slack: z.object({ url: z.url(), token: z.string() }),
  clock: z.object({ offsetMs: z.number(), rate: z.number() }),
  control: z.object({ url: z.url(), token: z.string() }),
  pid: z.int(),
});

let dir = "";
const running: ChildProcess[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tocsin-local-"));
});
afterEach(async () => {
  for (const child of running.splice(0)) if (child.exitCode === null) child.kill("SIGKILL");
  await rm(dir, { recursive: true, force: true });
});

/** Starts the emulated vendors; resolves with what they printed once they listen or have ended. */
async function start(...args: string[]) {
  const child = spawn(process.execPath, ["packages/emulators/dist/main.mjs", ...args], { cwd: root });
  running.push(child);
  let output = "";
  const listening = new Promise<void>((resolve) => {
    child.stdout.on("data", (chunk) => {
      output += chunk;
      if (output.includes("listen")) resolve();
    });
  });
  child.stderr.on("data", (chunk) => {
    output += chunk;
  });
  await Promise.race([listening, once(child, "close")]);
  return { child, output: () => output };
}

const read = async () => vendors.parse(JSON.parse(await readFile(join(dir, "vendors.json"), "utf8")));

test("says where the vendors listen, keeps others out, and cleans up", async () => {
  const { child, output } = await start("--dir", dir);
  expect(output()).toContain("vendors.json");
  const found = await read();
  expect(found.pid).toBe(child.pid);
  expect((await stat(join(dir, "vendors.json"))).mode & 0o777).toBe(0o600);
  expect(await readdir(dir)).toEqual(["vendors.json"]);

  const answer = await fetch(`${found.datadog.url}/api/v1/validate`, {
    headers: { "dd-api-key": found.datadog.apiKey },
  });
  expect(await answer.json()).toEqual({ valid: true });

  const second = await start("--dir", dir);
  expect(second.child.exitCode).toBe(1);
  expect(second.output()).toContain(`belongs to process ${child.pid}`);
  expect(await read()).toEqual(found);

  const closed = once(child, "close");
  const headers = { authorization: `Bearer ${found.control.token}` };
  await fetch(`${found.control.url}/shutdown`, { method: "POST", headers });
  expect(await closed).toEqual([0, null]);
  expect(await readdir(dir)).toEqual([]);
});

test("takes the place of one that was killed, and ends on SIGTERM", async () => {
  const dead = { pid: 2 ** 22 + 1, control: { url: "http://127.0.0.1:1" } };
  await writeFile(join(dir, "vendors.json"), JSON.stringify(dead));
  const { child } = await start("--dir", dir);
  expect((await read()).pid).toBe(child.pid);
  const closed = once(child, "close");
  child.kill("SIGTERM");
  expect(await closed).toEqual([0, null]);
  expect(await readdir(dir)).toEqual([]);
});

test.each([
  [[], "--dir is missing"],
  [["--dir", "x", "--app-port", "high"], "is not a port"],
  [["--dir", "x", "--frobnicate"], "frobnicate"],
])("refuses %j", async (args, message) => {
  const { child, output } = await start(...args);
  expect(child.exitCode).toBe(1);
  expect(output()).toContain(message);
});

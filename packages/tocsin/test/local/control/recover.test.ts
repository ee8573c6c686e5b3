/** `vendors.json` is damaged or gone while the emulated vendors run: no second set is started, and the first is not lost. */
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Accounts, accountsOf } from "../../../src/app/local/accounts.ts";
import { controlCall, readVendors } from "../../../src/app/local/files.ts";
import { vendorsProcesses } from "../../../src/app/local/processes.ts";
import { ensureVendors, stopVendors } from "../../../src/app/local/vendors.ts";
import { loadProject } from "../../../src/project/project.ts";
import { silent } from "../../../src/shared/progress.ts";

const root = join(import.meta.dirname, "../../../../..");
let directory: string;
let file: string;
let pid: number;
let accounts: Accounts;
beforeAll(async () => {
  accounts = await accountsOf(root, await loadProject(root, "local"));
  directory = join(await mkdtemp(join(tmpdir(), "tocsin recover-")), ".local");
  await mkdir(directory, { mode: 0o755 });
  file = join(directory, "vendors.json");
  const { vendors, started } = await ensureVendors(root, directory, accounts, silent);
  expect(started).toBe(true);
  pid = vendors.pid;
});
afterAll(async () => {
  await stopVendors(directory);
  await rm(directory, { recursive: true, force: true });
});

const damages: [string, () => Promise<void>][] = [
  ["half written", async () => writeFile(file, (await readFile(file, "utf8")).slice(0, 200))],
  ["empty", () => writeFile(file, "")],
  ["of another shape", () => writeFile(file, JSON.stringify({ pid, control: { url: "http://127.0.0.1:1" } }))],
  [
    "with a token that is not the one",
    async () => {
      const content: Record<string, unknown> = JSON.parse(await readFile(file, "utf8"));
      const control = { ...Object(content.control), token: "local_wrong" };
      await writeFile(file, JSON.stringify({ ...content, control }));
    },
  ],
  ["removed", () => rm(file)],
];

test.each(damages)("a vendors.json that is %s is written again by the process that runs", async (_, damage) => {
  const before = await readVendors(directory);
  await damage();
  const { vendors, started } = await ensureVendors(root, directory, accounts, silent);
  expect([started, vendors]).toEqual([false, before]);
  expect(await vendorsProcesses(directory)).toEqual([pid]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await controlCall(vendors, "GET", "/status")).status).toBe(200);
});

test("the folder and what it holds of credentials is its owner's only", async () => {
  for (const [name, mode] of [
    [directory, 0o700],
    [file, 0o600],
    [join(directory, "vendors.log"), 0o600],
  ] as const) {
    expect((await stat(name)).mode & 0o777, name).toBe(mode);
  }
});

test("what runs is ended whatever vendors.json says, and a damaged one of before is in nobody's way", async () => {
  await writeFile(file, "{");
  await chmod(file, 0o600);
  expect(await stopVendors(directory)).toBe(true);
  expect(await vendorsProcesses(directory)).toEqual([]);
  await writeFile(file, "{");
  const { vendors, started } = await ensureVendors(root, directory, accounts, silent);
  expect(started).toBe(true);
  expect(await vendorsProcesses(directory)).toEqual([vendors.pid]);
});

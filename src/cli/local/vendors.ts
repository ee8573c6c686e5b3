/** Starts and ends the emulated vendors: one background process that outlives the command. */
import { spawn } from "node:child_process";
import { chmod, mkdir, open, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Log } from "../progress.ts";
import { UsageError } from "../usage-error.ts";
import { controlCall, localFiles, readVendors, type Vendors } from "./files.ts";

/** On a cold, busy machine the compiler, an embedded database and eight servers have to start. */
const startLimitMs = 120_000;
const stopLimitMs = 10_000;

const statusShape = z.record(z.string(), z.record(z.string(), z.number()));
const processShape = z.object({ pid: z.number().int().positive() });

/** Object counts by vendor and kind. */
export type Counts = z.infer<typeof statusShape>;

/** Asks the vendors' control app what they hold; null when it does not answer, so they are not running. */
export async function countsOf(vendors: Vendors): Promise<Counts | null> {
  try {
    const answer = await controlCall(vendors, "GET", "/status", { timeoutMs: 5_000 });
    const parsed = statusShape.safeParse(await answer.json());
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** The vendors of a local folder if they are running, else null. */
export async function runningVendors(directory: string): Promise<Vendors | null> {
  const vendors = await readVendors(directory);
  return vendors !== null && (await countsOf(vendors)) !== null ? vendors : null;
}

/**
 * Makes sure that the vendors run. `started` tells whether this call started them.
 * @throws UsageError with the end of their log when they do not come up
 */
export async function ensureVendors(
  root: string,
  directory: string,
  log: Log,
): Promise<{ vendors: Vendors; started: boolean }> {
  const running = await runningVendors(directory).catch(() => null);
  if (running !== null) return { vendors: running, started: false };
  const files = localFiles(directory);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  // One that another command has made, or an earlier version. A folder that the user names is the user's to guard.
  if (path.basename(directory) === ".local") await chmod(directory, 0o700);
  const output = await open(files.log, "w", 0o600);
  const child = spawn(
    process.execPath,
    ["--import", import.meta.resolve("tsx"), path.join(root, "local", "main.ts"), "--dir", directory],
    { cwd: root, detached: true, stdio: ["ignore", output.fd, output.fd] },
  );
  let exited = false;
  child.once("exit", () => {
    exited = true;
  });
  child.once("error", () => {
    exited = true;
  });
  child.unref();
  await output.close();
  await writeFile(files.process, JSON.stringify({ pid: child.pid }), { mode: 0o600 });
  const started = Date.now();
  for (;;) {
    const vendors = await runningVendors(directory).catch(() => null);
    if (vendors !== null) return { vendors, started: true };
    const waited = Date.now() - started;
    if (exited || waited > startLimitMs) throw await notUp(files.log, exited);
    log.update(`Starting the emulated vendors (${Math.round(waited / 1000)} s)`);
    await sleep(100);
  }
}

async function notUp(logFile: string, exited: boolean): Promise<UsageError> {
  const what = exited ? "ended at once" : `did not answer within ${startLimitMs / 1000} s`;
  const said = (await readFile(logFile, "utf8").catch(() => "")).trim().split("\n");
  // Where in the code it happened is in the log itself.
  const lines = said.filter((line) => line.trim() !== "" && !/^\s+at |^Node\.js v/.test(line)).slice(-5);
  return new UsageError(
    `The emulated vendors ${what}. The end of ${logFile}:\n${lines.map((line) => `  ${line.slice(0, 300)}`).join("\n")}`,
  );
}

/**
 * Ends the vendors and waits until they are gone. True when there was something to end. Asks them first; a process that
 * does not answer is only ended when this tool started it from this folder.
 */
export async function stopVendors(directory: string): Promise<boolean> {
  const files = localFiles(directory);
  const vendors = await readVendors(directory).catch(() => null);
  const started = processShape.safeParse(JSON.parse(await readFile(files.process, "utf8").catch(() => "null")));
  const asked = vendors !== null && (await askToEnd(vendors));
  const pid = asked && vendors !== null ? vendors.pid : started.success ? started.data.pid : null;
  let ended = asked;
  if (pid !== null && !(await gone(pid, asked ? stopLimitMs : 0)) && (await isVendorsProcess(pid, directory))) {
    ended = true;
    process.kill(pid, "SIGTERM");
    if (!(await gone(pid, stopLimitMs))) process.kill(pid, "SIGKILL");
  }
  await rm(files.vendors, { force: true });
  await rm(files.process, { force: true });
  return ended;
}

async function askToEnd(vendors: Vendors): Promise<boolean> {
  try {
    return (await controlCall(vendors, "POST", "/shutdown", { timeoutMs: 5_000 })).ok;
  } catch {
    return false;
  }
}

async function gone(pid: number, limitMs: number): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    if (Date.now() >= deadline) return false;
    await sleep(50);
  }
}

/** A process id alone may meanwhile be another program's; where the system does not tell, it is left alone. */
async function isVendorsProcess(pid: number, directory: string): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  const words = command.split("\0");
  return words.includes(directory) && words.some((word) => word.endsWith(path.join("local", "main.ts")));
}

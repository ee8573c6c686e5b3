/** Starts and ends the emulated vendors: one background process that outlives the command. */
import { spawn } from "node:child_process";
import { chmod, mkdir, open, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Log } from "../../shared/progress.ts";
import { UsageError } from "../../shared/usage-error.ts";
import type { Accounts } from "./accounts.ts";
import { controlCall, localFiles, readVendors, type Vendors } from "./files.ts";
import { localPackageFile } from "./packages.ts";
import { vendorsProcesses } from "./processes.ts";

/** On a cold, busy machine the compiler, an embedded database and eight servers have to start. */
const startLimitMs = 120_000;

const stopLimitMs = 10_000;
/** How long a process that runs already, or that another command is starting, may take until it can be used. */
const recoverLimitMs = 60_000;

/**
 * Read by the allocator of glibc: memory that is freed goes back to the system, and threads share what they keep. Otherwise
 * compiling the emulated database alone leaves 80 MB behind.
 */
const frugal = { MALLOC_ARENA_MAX: "2", MALLOC_TRIM_THRESHOLD_: "131072" };

/**
 * The place for what is new in the heap: of the usual 16 MB, three times as much stays in use. It is swept by the thread that works:
 * to share a small heap among five takes more of the cores than it saves.
 */
const frugalHeap = ["--max-semi-space-size=4", "--single-threaded-gc"];

const statusShape = z.record(z.string(), z.record(z.string(), z.number()));

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

/** The same for a while where their process runs: one with thousands of monitors may be too busy to answer at once. */
export async function answeringVendors(directory: string, log: Log): Promise<Vendors | null> {
  const started = Date.now();
  for (;;) {
    const vendors = await runningVendors(directory);
    if (vendors !== null || (await vendorsProcesses(directory)).length === 0) return vendors;
    if (Date.now() - started > recoverLimitMs) return null;
    log.update("Waiting for the emulated vendors");
    await sleep(250);
  }
}

/**
 * Makes sure that the vendors run and hold these accounts. `started` tells whether this call started them.
 * @throws UsageError with the end of their log when they do not come up
 */
export async function ensureVendors(
  root: string,
  directory: string,
  accounts: Accounts,
  log: Log,
): Promise<{ vendors: Vendors; started: boolean }> {
  const running = await foundVendors(directory, log);
  if (running !== null) {
    await giveAccounts(running, accounts);
    return { vendors: running, started: false };
  }
  const files = localFiles(directory);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  // One that another command has made, or an earlier version. A folder that the user names is the user's to guard.
  if (path.basename(directory) === ".local") await chmod(directory, 0o700);
  await writeFile(files.accounts, JSON.stringify(accounts, null, 2), { mode: 0o600 });
  const output = await open(files.log, "w", 0o600);
  const child = spawn(
    process.execPath,
    [...frugalHeap, localPackageFile(root, "tocsin-emulators/main"), "--dir", directory, "--accounts", files.accounts],
    { cwd: root, detached: true, stdio: ["ignore", output.fd, output.fd], env: { ...process.env, ...frugal } },
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

const refusal = z.object({ fixed: z.array(z.string()) });

/**
 * Lets vendors that run make what their accounts lack, and their app do what the definitions say now.
 * @throws UsageError where they are another stack's, or where something changed that everything they hold hangs on
 */
export async function giveAccounts(vendors: Vendors, accounts: Accounts): Promise<void> {
  if (vendors.stack !== accounts.stack) {
    throw new UsageError(
      `The emulated vendors run for stack ${vendors.stack}, not for ${accounts.stack}. Run \`tocsin local down\` first.`,
    );
  }
  const answer = await controlCall(vendors, "PUT", "/accounts", { body: accounts });
  if (answer.ok) return;
  const refused = refusal.safeParse(await answer.json().catch(() => null));
  if (!refused.success) {
    throw new UsageError(
      `The emulated vendors answered ${answer.status} to their accounts: another version of Tocsin started them. Run \`tocsin local down\`, then \`tocsin local up\`.`,
    );
  }
  throw new UsageError(
    `The emulated vendors hold the accounts of an earlier stack file: ${refused.data.fixed.join(", ")} changed since. Run \`tocsin local down\`, then \`tocsin local up\`.`,
  );
}

/**
 * The vendors of a local folder, if they run. Where they do and `vendors.json` is damaged or gone, they are asked to write it
 * again: a second start would leave the first one running for ever, and nobody could reach it.
 * @throws UsageError when they run and cannot be used all the same
 */
async function foundVendors(directory: string, log: Log): Promise<Vendors | null> {
  let problem = "they do not answer";
  const look = () =>
    runningVendors(directory).catch((error: unknown) => {
      if (!(error instanceof UsageError)) throw error;
      problem = "they do not write vendors.json again";
      return null;
    });
  const running = await look();
  if (running !== null) return running;
  const started = Date.now();
  for (;;) {
    const [pid] = await vendorsProcesses(directory);
    if (pid === undefined) {
      // Of one that has ended.
      await rm(localFiles(directory).vendors, { force: true });
      return null;
    }
    const waited = Date.now() - started;
    if (waited > recoverLimitMs) {
      throw new UsageError(
        `The emulated vendors run as process ${pid} and cannot be used: ${problem}. Run \`tocsin local down\`, then \`tocsin local up\`.`,
      );
    }
    log.update(`Looking for the emulated vendors that run as process ${pid}`);
    // A process that is starting this moment, and so has no file yet either, does not notice this signal.
    signal(pid, "SIGURG");
    await sleep(250);
    const found = await look();
    if (found !== null) return found;
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
 * does not answer is ended when it is one of this folder, whatever `vendors.json` says.
 */
export async function stopVendors(directory: string): Promise<boolean> {
  const files = localFiles(directory);
  const vendors = await readVendors(directory).catch(() => null);
  const asked = vendors !== null && (await askToEnd(vendors));
  if (asked && vendors !== null) await gone(vendors.pid, stopLimitMs);
  const left = await vendorsProcesses(directory);
  for (const pid of left) {
    signal(pid, "SIGTERM");
    if (await gone(pid, stopLimitMs)) continue;
    signal(pid, "SIGKILL");
    await gone(pid, stopLimitMs);
  }
  await rm(files.vendors, { force: true });
  return asked || left.length > 0;
}

async function askToEnd(vendors: Vendors): Promise<boolean> {
  try {
    return (await controlCall(vendors, "POST", "/shutdown", { timeoutMs: 5_000 })).ok;
  } catch {
    return false;
  }
}

/** Signals a process that may have ended meanwhile. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Then there is nothing to tell it.
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

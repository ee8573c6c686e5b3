/**
 * Processes of one engine run. The engine starts every plugin in a process group of its own, so a kill of the engine leaves
 * them behind; they are found again by a mark in their environment.
 */
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

/** Environment variable whose value names the run; every process of the run inherits it. */
export const runVariable = "TOCSIN_RUN";

/**
 * When a process was started, in a form that only serves to tell it from a later one with the same id; null where the
 * system does not say (no /proc) or the process is gone.
 */
export async function startMark(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    // The name in parentheses may hold spaces; the start time is the 20th field after it.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

/** Whether the process that had this id and start mark is still running. */
export async function isAlive(pid: number, mark: string | null): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Not ours to signal means that somebody else's process has the id now, or that of another user: still running.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  return mark === null || (await startMark(pid)) === mark;
}

/** Ids of all processes of a run, without this one. */
export async function processesOf(run: string): Promise<number[]> {
  const mark = `${runVariable}=${run}`;
  const found = process.platform === "linux" ? await fromProc(mark) : await fromPs(mark);
  return found.filter((pid) => pid !== process.pid);
}

async function fromProc(mark: string): Promise<number[]> {
  const pids: number[] = [];
  for (const entry of await readdir("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const environment = await readFile(`/proc/${entry}/environ`, "utf8");
      if (environment.split("\0").includes(mark)) pids.push(Number(entry));
    } catch {
      // Ended meanwhile, or another user's: not of this run.
    }
  }
  return pids;
}

async function fromPs(mark: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)("ps", ["-axEww", "-o", "pid=,command="], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout
    .split("\n")
    .filter((line) => line.split(/\s+/).includes(mark))
    .map((line) => Number.parseInt(line, 10));
}

/**
 * Ends every process of a run: first asked to stop, so that a living engine can still write its state, then killed.
 * Returns how many there were.
 */
export async function endProcessesOf(run: string, graceMs = 5_000): Promise<number> {
  const pids = await processesOf(run);
  for (const pid of pids) signal(pid, "SIGTERM");
  const deadline = Date.now() + graceMs;
  while (Date.now() < deadline && (await processesOf(run)).length > 0) await sleep(50);
  for (const pid of await processesOf(run)) signal(pid, "SIGKILL");
  return pids.length;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Already gone.
  }
}

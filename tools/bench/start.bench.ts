import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { measure } from "./measure.ts";
import { budgetLine } from "./timing.ts";

/*
 * `npm start` where all is installed, and what the emulated vendors then use while nobody asks them anything: memory, and their share
 * of one core, the probe's function included. Then whole drills, each of which lives through a day: what one takes of a core on both
 * sides, and the memory that is left in use after the second and the third.
 * Run: npm run bench start
 */
const root = process.cwd();
const directory = mkdtempSync(path.join(tmpdir(), "tocsin-bench-"));
const idleSeconds = 60;
/** After a drill, until what it needed for a while is given back: done once, and no part of idling. */
const tidySeconds = 30;

const env = { ...process.env, TOCSIN_LOCAL_DIR: directory, NO_COLOR: "1" };
const command = (...args: string[]) => [process.execPath, path.join(root, "packages/tocsin/bin/tocsin.mjs"), ...args];
const tocsin = (...args: string[]) => measure(command(...args), { cwd: root, env, expected: [0] });

/** A process and those that it has started. */
function withChildren(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" ").filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(withChildren)];
}

/** Seconds of processor time so far; the kernel counts hundredths. */
function cpuSeconds(pid: number): number {
  const [, ...fields] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
  const values = fields.join(") ").split(" ");
  return (Number(values[11]) + Number(values[12])) / 100;
}

/** Memory of its own, and of the files that it has mapped, in MB. */
function megabytes(pid: number): { own: number; files: number } {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0) / 1024;
  return { own: of("RssAnon") + of("RssShmem"), files: of("RssFile") };
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
const verdict = (value: number, budget: number) => (value <= budget ? "within" : "OVER");

/** All run the same program: its file is in memory once. */
function memoryOf(processes: readonly number[]): number {
  const used = processes.map(megabytes);
  return sum(used.map(({ own }) => own)) + Math.max(...used.map(({ files }) => files));
}

function memoryLine(when: string, processes: readonly number[], budget: number): string {
  const memory = memoryOf(processes);
  return `emulated vendors, ${when}: memory ${memory.toFixed(0)} MB   budget ${budget} MB (${verdict(memory, budget)})`;
}

/** A whole drill: seconds of a core that it takes itself, and that the emulated vendors take for it. */
function drill(vendors: number): { own: number; vendors: number } {
  const before = sum(withChildren(vendors).map(cpuSeconds));
  const { cpu } = measure(command("drill", "--stack", "local"), { cwd: root, env, expected: [0] });
  return { own: cpu, vendors: sum(withChildren(vendors).map(cpuSeconds)) - before };
}

try {
  const { seconds } = tocsin("start");
  console.log(budgetLine("tocsin start, all installed", { median: seconds, best: seconds, worst: seconds }, 35));
  const status = z.object({ vendors: z.object({ pid: z.number() }) });
  const { vendors } = status.parse(JSON.parse(tocsin("local", "status", "--json").output));
  const processes = withChildren(vendors.pid);
  await delay(tidySeconds * 1000);
  const before = sum(processes.map(cpuSeconds));
  await delay(idleSeconds * 1000);
  const share = ((sum(processes.map(cpuSeconds)) - before) / idleSeconds) * 100;
  console.log(memoryLine("idle after the drill of the start", processes, 300));
  console.log(`emulated vendors, idle: ${share.toFixed(2)} % of a core   budget 0.5 % (${verdict(share, 0.5)})`);
  for (const which of ["second", "third"]) {
    const used = drill(vendors.pid);
    const budget = `budget 25 s (${verdict(used.vendors, 25)})`;
    console.log(`emulated vendors, a ${which} whole drill: ${used.vendors.toFixed(1)} s of a core   ${budget}`);
    console.log(`the drill itself: ${used.own.toFixed(1)} s of a core`);
    await delay(tidySeconds * 1000);
    console.log(memoryLine(`after a ${which} whole drill`, withChildren(vendors.pid), 300));
  }
} finally {
  tocsin("local", "down");
  rmSync(directory, { recursive: true, force: true });
}

/** The local stack as a whole: emulated vendors and what the engine has put into them. */

import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { RunResult } from "../../engine/engine.ts";
import { deploysProbe } from "../../model/probe.ts";
import { drillDirectory, localDirectory, localStack } from "../../project/emulated.ts";
import { loadProject } from "../../project/project.ts";
import type { Log } from "../../shared/progress.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { onEngine } from "../on-engine.ts";
import { type Prepared, prepareStack } from "../prepare-stack.ts";
import { settleStack } from "../settle-stack.ts";
import { accountsOf } from "./accounts.ts";
import { restoreClock } from "./clock.ts";
import { cronStatus, cronStatusShape } from "./cron-status.ts";
import { localFiles, readVendors, type Vendors } from "./files.ts";
import { stateMark } from "./plugins.ts";
import { letProbeRun } from "./probe-run.ts";
import { deployCrons, projectsToRedeploy, redeploy } from "./redeploy.ts";
import { countsOf, ensureVendors, stopVendors } from "./vendors.ts";

export interface LocalUp {
  prepared: Prepared;
  vendors: Vendors;
  /** Whether the vendors were started by this call, and so were empty. */
  started: boolean;
  run: RunResult;
  /** What was fixed first, as sentences. */
  notes: string[];
  /** Whether the cron of the deployed probe has called it, and was answered. */
  probeRan: boolean;
  /** Milliseconds that each part took. */
  timings: { vendors: number; up: number };
}

/**
 * Starts the vendors if they do not run and brings a stack up on them: the local one, or one of real accounts, whose own file is
 * used as it is.
 */
export async function localUp(root: string, action: string, log: Log, stack = localStack): Promise<LocalUp> {
  const directory = localDirectory(root);
  const begun = performance.now();
  log.update("Compiling the definitions");
  const accounts = await accountsOf(root, await loadProject(root, stack, { emulated: true }));
  const { vendors, started } = await ensureVendors(root, directory, accounts, log);
  const vendorsMs = performance.now() - begun;
  const restored = await restoreClock(root, stack);
  const prepared = await prepareStack(root, stack, action, log);
  const upBegun = performance.now();
  await deployCrons(vendors, prepared.project);
  const { run, notes } = await onEngine(
    { ...prepared.options, beforeOpen: () => dropForeignState(directory, vendors) },
    async (engine) => {
      const settled = await settleStack(engine, prepared, log);
      log.update(`Updating stack ${stack}`);
      return { run: await engine.up(), notes: settled };
    },
  );
  await redeploy(vendors, projectsToRedeploy(prepared.project.resources, run.steps));
  const probeRan = deploysProbe(prepared.project.definitions) && (await letProbeRun(vendors, log));
  log.clear();
  const timings = { vendors: Math.round(vendorsMs), up: Math.round(performance.now() - upBegun) };
  const told = [...(restored === null ? [] : [restored]), ...notes];
  return { prepared, vendors, started, run, notes: told, probeRan, timings };
}

/** The vendors keep their objects in memory: state that belongs to an earlier start of theirs describes nothing. */
async function dropForeignState(directory: string, vendors: Vendors): Promise<void> {
  const files = localFiles(directory);
  const id = stateMark(vendors);
  if ((await readFile(files.stateOf, "utf8").catch(() => "")) === id) return;
  await rm(files.state, { recursive: true, force: true });
  await mkdir(files.state, { recursive: true });
  await writeFile(files.stateOf, id);
}

/**
 * Ends the vendors and removes what a local run leaves: state, locks, processes. Doing it twice does no harm.
 * @throws UsageError while another process is at work on the local stack
 */
export async function localDown(root: string): Promise<{ ended: boolean }> {
  const directory = localDirectory(root);
  const files = localFiles(directory);
  const { holderOf } = await import("../../engine/lock.ts");
  const { endProcessesOf } = await import("../../engine/processes.ts");
  const rehearsal = path.join(directory, "rehearsal");
  const held = (await readdir(rehearsal).catch(() => [])).flatMap((file) => {
    const stack = /^run-(.+)\.lock$/.exec(file)?.[1];
    return stack === undefined ? [] : [{ folder: rehearsal, stack }];
  });
  for (const { folder, stack } of [{ folder: directory, stack: localStack }, ...held]) {
    const holder = await holderOf(folder, stack);
    if (holder?.alive) {
      throw new UsageError(
        `Stack ${stack} is held by \`${holder.action}\` (process ${holder.pid}, since ${holder.since}). End it first.`,
      );
    }
    if (holder !== null) await endProcessesOf(holder.run);
  }
  const ended = await stopVendors(directory);
  await rm(files.state, { recursive: true, force: true });
  await rm(rehearsal, { recursive: true, force: true });
  await rm(path.join(directory, `run-${localStack}.lock`), { force: true });
  return { ended };
}

/** Shape of `tocsin local status --json`. */
export const localStatusShape = z.object({
  running: z.boolean(),
  directory: z.string(),
  /** Whose accounts the vendors hold, their process and where each answers; null when they do not run. */
  vendors: z
    .object({
      stack: z.string(),
      pid: z.number(),
      urls: z.record(z.string(), z.string()),
      objects: z.record(z.string(), z.record(z.string(), z.number())),
    })
    .nullable(),
  /** Crons whose deployments run on this machine, the probe's; null when nothing tells of them. */
  crons: z.array(cronStatusShape).nullable(),
  /** Who is at work on the local stack. */
  holder: z.object({ action: z.string(), pid: z.number(), since: z.string(), alive: z.boolean() }).nullable(),
});
export type LocalStatus = z.infer<typeof localStatusShape>;

/** What runs of the local stack. Tells no credential. */
export async function localStatus(root: string): Promise<LocalStatus> {
  const directory = localDirectory(root);
  const { holderOf } = await import("../../engine/lock.ts");
  const vendors = await readVendors(directory);
  const stack = vendors?.stack ?? localStack;
  const held = await holderOf(drillDirectory(root, stack), stack);
  const holder = held && { action: held.action, pid: held.pid, since: held.since, alive: held.alive };
  const objects = vendors === null ? null : await countsOf(vendors);
  if (vendors === null || objects === null) return { running: false, directory, vendors: null, crons: null, holder };
  const { pid, stack: holds, supabase, ...sections } = vendors;
  const databases = Object.entries(supabase).map(([suffix, { url }]) => [`supabase${suffix}`, url]);
  const urls = Object.fromEntries([
    ...Object.entries(sections).flatMap(([name, section]) => (section ? [[name, section.url]] : [])),
    ...databases,
  ]);
  const crons = await cronStatus(vendors);
  return { running: true, directory, vendors: { stack: holds, pid, urls, objects }, crons, holder };
}

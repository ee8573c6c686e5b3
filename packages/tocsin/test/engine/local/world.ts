/**
 * A local stack of its own for one test file: emulated vendors, state and plugins in a temporary folder, so that neither
 * other tests nor a developer's `.local` are in the way.
 */

import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { type Accounts, accountsOf } from "../../../src/app/local/accounts.ts";
import { controlCall, localEnvironment, localFiles, type Vendors } from "../../../src/app/local/files.ts";
import { installPlugins } from "../../../src/app/local/plugins.ts";
import { type Counts, countsOf, ensureVendors, stopVendors } from "../../../src/app/local/vendors.ts";
import { settleInterrupted } from "../../../src/app/settle-stack.ts";
import { stackProgram } from "../../../src/app/stack-program.ts";
import { type Engine, type RunResult, type StackOptions, withStack } from "../../../src/engine/engine.ts";
import { ensureEngine } from "../../../src/engine/install/engine.mjs";
import { holderOf } from "../../../src/engine/lock.ts";
import { processesOf } from "../../../src/engine/processes.ts";
import { localBackend } from "../../../src/engine/settings.ts";
import type { Resource, VendorName } from "../../../src/model/resource.ts";
import { secretNames } from "../../../src/model/secrets.ts";
import { layOutProbe } from "../../../src/project/probe-files.ts";
import { loadProject, projectName } from "../../../src/project/project.ts";
import { silent } from "../../../src/shared/progress.ts";
import { fromLocal } from "../../../src/vendors/connections.ts";
import { root, writeProject } from "./part.ts";

export { root } from "./part.ts";

const requestShape = z.object({
  vendor: z.string(),
  method: z.string(),
  path: z.string(),
  query: z.record(z.string(), z.string()),
  request: z.unknown(),
  status: z.number(),
});
export type LoggedRequest = z.infer<typeof requestShape>;

/** How long a call may be under way after a kill: more than it is held. */
const underWayMs = 2_500;

export interface World {
  directory: string;
  /** Where commands are typed. */
  project: string;
  vendors: Vendors;
  /** Compiled resources of the project's local stack. */
  resources: Resource[];
  /** Runs something on the stack, opened and closed around it. */
  run<T>(work: (engine: Engine) => Promise<T>, options?: Partial<StackOptions>): Promise<T>;
  /** Brings the stack up as the commands do: after an interrupted run, what exists is taken over first. */
  up(): Promise<RunResult>;
  requests(vendor?: VendorName): Promise<LoggedRequest[]>;
  clearRequests(): Promise<void>;
  fault(fault: object): Promise<void>;
  /** Ends all of them, or those of this name. */
  clearFaults(name?: string): Promise<void>;
  /** How many objects of each kind every vendor holds; what flows in all the time (logs, spans, points) left out. */
  counts(): Promise<Counts>;
  /** Environment for a child process that works on this stack. */
  childEnvironment(): NodeJS.ProcessEnv;
  close(): Promise<void>;
}

/**
 * Starts a world; call `close` in `afterAll`. `alerts`: files of `alerts/`; the whole project as it lies here unless named. `also`:
 * what the accounts hold beyond what the project names.
 */
export async function startWorld({
  alerts,
  also = (accounts) => accounts,
}: {
  alerts?: readonly string[];
  also?: (accounts: Accounts) => Accounts;
} = {}): Promise<World> {
  const directory = await mkdtemp(path.join(tmpdir(), "tocsin-engine-"));
  const project = alerts === undefined ? root : await mkdtemp(path.join(tmpdir(), "tocsin-part-"));
  const close = async () => {
    await stopVendors(directory);
    await rm(directory, { recursive: true, force: true });
    if (project !== root) await rm(project, { recursive: true, force: true });
  };
  try {
    if (alerts !== undefined) await writeProject(project, alerts);
    return await worldIn(directory, project, also, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function worldIn(
  directory: string,
  folder: string,
  also: (accounts: Accounts) => Accounts,
  close: () => Promise<void>,
): Promise<World> {
  const [project, { command, version }] = await Promise.all([
    loadProject(folder, "local"),
    ensureEngine({ log: () => {} }),
  ]);
  const { resources } = project;
  const { vendors } = await ensureVendors(folder, directory, also(await accountsOf(folder, project)), silent);
  await installPlugins(folder, localFiles(directory).home);
  // As each command does: what the plugin deploys must not be what a test before has left.
  await layOutProbe(folder, project.definitions);
  const options: StackOptions = {
    root: folder,
    project: projectName(folder),
    stack: "local",
    resources,
    environment: localEnvironment(vendors, secretNames(resources)),
    backend: localBackend(directory, { offline: true }),
    command,
    version,
    lockDirectory: directory,
    action: "tocsin up --stack local",
    program: stackProgram(folder, project, undefined).program,
  };
  const control = async (method: string, where: string, body?: object): Promise<unknown> => {
    const answer = await controlCall(vendors, method, where, body === undefined ? {} : { body });
    if (!answer.ok) throw new Error(`control ${method} ${where}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? null : answer.json();
  };
  return {
    directory,
    project: folder,
    vendors,
    resources,
    run: (work, changed) => withStack({ ...options, ...changed }, work),
    up: () =>
      withStack(options, async (engine) => {
        await settleInterrupted(engine, resources, fromLocal(vendors), { waitMs: underWayMs });
        return engine.up();
      }),
    requests: async (vendor) =>
      z.array(requestShape).parse(await control("GET", `/requests${vendor ? `?vendor=${vendor}` : ""}`)),
    clearRequests: async () => void (await control("DELETE", "/requests")),
    fault: async (fault) => void (await control("POST", "/faults", fault)),
    clearFaults: async (name) =>
      void (await control("DELETE", name === undefined ? "/faults" : `/faults?name=${name}`)),
    counts: async () => objectsOnly((await countsOf(vendors)) ?? {}),
    childEnvironment: () => ({ ...process.env, TOCSIN_LOCAL_DIR: directory }),
    close,
  };
}

/** Signals of the emulated app, what vendors make of them, and calls of crons: there is more of it each minute. */
const signals = new Set([
  ...["logs", "spans", "series", "events", "issues", "check_runs", "messages", "rows"],
  ...["functionCallsBegun", "functionCallsAnswered"],
]);

function objectsOnly(counts: Counts): Counts {
  const entries = Object.entries(counts).map(([vendor, kinds]): [string, Record<string, number>] => [
    vendor,
    Object.fromEntries(Object.entries(kinds).filter(([kind]) => !signals.has(kind))),
  ]);
  return Object.fromEntries(entries);
}

/** Waits until something holds, asking again and again. */
export async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Makes every vendor slow enough that a run is caught with calls under way. */
export async function slow(world: Pick<World, "fault">, delayMs: number): Promise<void> {
  for (const vendor of ["datadog", "sentry", "stripe", "vercel"]) await world.fault({ vendor, delayMs });
}

/** Kills a command that works on the local stack, with its engine and plugins, and waits until it has ended. */
export async function killAll(directory: string, child: ChildProcess): Promise<void> {
  const holder = await holderOf(directory, "local");
  if (holder === null) throw new Error("Nobody holds the local stack.");
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  for (const pid of await processesOf(holder.run)) process.kill(pid, "SIGKILL");
  await ended;
}

/** Every file under a folder, with its content as text in the way it could be read by anybody who has it. */
export async function filesUnder(folder: string): Promise<{ file: string; content: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (file) => ({ file, content: await readFile(file, "latin1") })));
}

/** Calls that may have changed something; the deployed probe, which its cron calls meanwhile, only asks and reports. */
export const writesIn = (requests: readonly LoggedRequest[]): LoggedRequest[] =>
  requests.filter(
    ({ vendor, method, path: where }) =>
      !["GET", "HEAD"].includes(method) &&
      !where.endsWith("/search") &&
      // A question of log lines is asked by POST.
      !where.endsWith("/logs/analytics/aggregate") &&
      vendor !== "supabase" &&
      // An alert of the emulated app that fires meanwhile, as when a minute's cron runs between a new secret and its deployment.
      vendor !== "mail" &&
      where !== "/api/chat.postMessage" &&
      where !== "/api/v2/series",
  );

/** Creating calls that a vendor accepted more than once with the same body, as `vendor path: body`. */
export function createdMoreThanOnce(requests: readonly LoggedRequest[]): string[] {
  const seen = new Map<string, number>();
  for (const { vendor, method, path: where, request, status } of requests) {
    if (method !== "POST" || status >= 300 || request === null || where.endsWith("/delete")) continue;
    const call = `${vendor} ${where}: ${JSON.stringify(request)}`;
    seen.set(call, (seen.get(call) ?? 0) + 1);
  }
  return [...seen].filter(([, times]) => times > 1).map(([call, times]) => `${times} times ${call}`);
}

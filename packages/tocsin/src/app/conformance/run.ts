import { randomBytes } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { markOf } from "../../conformance/kind.ts";
import { type ConformanceRecord, conformanceRecord } from "../../conformance/record.ts";
import type { Project } from "../../model/project.ts";
import { localDirectory } from "../../project/emulated.ts";
import { jsonIn } from "../../shared/json-text.ts";
import type { Log } from "../../shared/progress.ts";
import { readText } from "../../shared/text-file.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { fromLocal } from "../../vendors/connections.ts";
import { connectTo } from "../connect.ts";
import { accountsOf } from "../local/accounts.ts";
import { ensureVendors, stopVendors } from "../local/vendors.ts";
import { cleanUpAll, compareAll } from "./compare.ts";
import { compareLive } from "./live.ts";
import { targetOf } from "./target.ts";

type Env = Record<string, string | undefined>;
type Compared = Pick<Project, "stack" | "definitions" | "sqlProbes" | "resources">;

/** Hours after which whoever finds a temporary resource may delete it. */
const lifetimeHours = 2;

/** The account of a stack's vendors. @throws UsageError when credentials are missing */
async function accountOf(root: string, project: Compared, env: Env) {
  const vendors = new Set(project.resources.map(({ vendor }) => vendor));
  return targetOf(await connectTo(root, project.stack.name, vendors, env));
}

/**
 * Compares the emulators with a stack's account, or with what a recorded run was answered.
 * @param replay file of an earlier run; null asks the account
 * @throws UsageError when nothing may be created in the stack, a credential is missing, or the file cannot be used
 */
export async function conformance(
  root: string,
  project: Compared,
  replay: string | null,
  { env, log }: { env: Env; log: Log },
): Promise<ConformanceRecord> {
  const { stack } = project;
  if (replay === null && !stack.allowDrills) {
    throw new UsageError(
      `Stack ${stack.name} takes no drills (tocsin:allowDrills), so nothing temporary is created in it. Name a stack that does, or use --read-only or --replay FILE.`,
    );
  }
  const recorded = replay === null ? undefined : readRecord(replay);
  const account = replay === null ? await accountOf(root, project, env) : null;
  return withEmulators(root, project, { env, log }, (emulator) =>
    compareAll({
      account,
      emulator,
      ...(recorded === undefined ? {} : { recorded }),
      stack,
      mark: freshMark(),
      say: (what) => log.update(`Comparing ${what}`),
    }),
  );
}

/** Compares what is live; nothing is created at the account. @throws UsageError when a credential is missing */
export async function conformanceOfLive(
  root: string,
  project: Compared,
  { env, log }: { env: Env; log: Log },
): Promise<ConformanceRecord> {
  const account = await accountOf(root, project, env);
  const { stack, resources } = project;
  const say = (what: string) => log.update(`Comparing ${what}`);
  return withEmulators(root, project, { env, log }, (emulator) =>
    compareLive({ account, emulator, stack, resources, mark: freshMark(), say }),
  );
}

const freshMark = () => markOf(randomBytes(4).toString("hex"), new Date(Date.now() + lifetimeHours * 3_600_000));

/** Deletes what interrupted runs have left. @throws UsageError when a credential is missing */
export async function cleanUpConformance(root: string, project: Compared, env: Env) {
  // Emulators of a run that was killed.
  await stopVendors(folderOf(root, env));
  return cleanUpAll(await accountOf(root, project, env), project.stack);
}

const folderOf = (root: string, env: Env): string => path.join(localDirectory(root, env), "conformance");

/** Emulators of their own, which know the stack's accounts and hold nothing; they end with the run. */
async function withEmulators<T>(
  root: string,
  project: Compared,
  { env, log }: { env: Env; log: Log },
  act: (emulator: ReturnType<typeof targetOf>) => Promise<T>,
): Promise<T> {
  const folder = folderOf(root, env);
  await stopVendors(folder);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const { vendors } = await ensureVendors(root, folder, await accountsOf(root, project), log);
    return await act(targetOf(fromLocal(vendors)));
  } finally {
    await stopVendors(folder);
    await rm(folder, { recursive: true, force: true });
  }
}

function readRecord(file: string): ConformanceRecord {
  const text = readText(file);
  const parsed = conformanceRecord.safeParse(jsonIn(text));
  if (parsed.success) return parsed.data;
  throw new UsageError(`${file} is not what \`tocsin conformance --json\` writes.`);
}

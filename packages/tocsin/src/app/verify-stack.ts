import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { isGated } from "../gate/gate.ts";
import type { Broken } from "../model/broken.ts";
import type { Project } from "../model/project.ts";
import type { VendorName } from "../model/resource.ts";
import { runName, type StackConfig } from "../model/stack.ts";
import { drillDirectory, localDirectory, onEmulators } from "../project/emulated.ts";
import { isFirst } from "../project/shard.ts";
import { shardsOf } from "../project/stack-file.ts";
import { messageOf } from "../shared/failure.mjs";
import { writeWhole } from "../shared/whole-file.ts";
import type { Connections } from "../vendors/connections.ts";
import { TextMemory } from "../vendors/memory.ts";
import type { Match } from "../verify/match.ts";
import type { Report } from "../verify/report.ts";
import { verify } from "../verify/verify.ts";
import { readExceptions } from "./exceptions-file.ts";
import { lastRecord } from "./gate-record.ts";
import { localFiles } from "./local/files.ts";

type VerifiedProject = Pick<Project, "stack" | "definitions" | "sqlProbes" | "resources" | "whole">;

/**
 * What verify says of a project's stack, with what the project accepts. Of a shard: the whole stack is compared, as the lists of
 * the vendors are the same, and what belongs to other shards is left to them.
 * @throws ConfigurationError when exceptions.yaml cannot be used
 */
export async function lookAt(
  root: string,
  project: VerifiedProject,
  connections: Connections,
  matched?: (pairs: Match["pairs"]) => void,
): Promise<Report> {
  const { stack } = project;
  const { definitions, resources: all } = project.whole ?? project;
  // What only other shards have is read by them; this run may have no credential for it.
  const vendors = vendorsOf(root, project);
  const resources = all.filter(({ vendor }) => vendors.has(vendor));
  const exceptions = readExceptions(root);
  const breakGlass = await brokenGlass(root, stack);
  const memory = await remembered(root, stack.name, connections);
  const looked = await verify({
    resources,
    stack: stack.name,
    project: { config: stack, definitions, sqlProbes: project.sqlProbes },
    exceptions,
    breakGlass,
    connections,
    now: () => new Date(),
    memory,
    ...(matched === undefined ? {} : { matched }),
  });
  await remember(root, stack.name, connections, memory);
  const report = await withoutRunningDrill(looked, drillDirectory(root, stack.name), runName(stack));
  if (project.whole === undefined || stack.shard === undefined) return report;
  const own = idsOf(project);
  const ids = { own, others: new Set([...idsOf(project.whole)].filter((id) => !own.has(id))) };
  const first = isFirst(stack.shard, project.whole, shardsOf(root, stack.name));
  return { ...ofShard(report, ids, first), stack: stack.shard.name };
}

/**
 * The vendors that a look at a project's stack reads: those of its objects, and for the shard that tells what belongs to no
 * definition those of the whole stack.
 */
export function vendorsOf(root: string, { stack, resources, whole }: VerifiedProject): Set<VendorName> {
  const isWide =
    whole !== undefined && stack.shard !== undefined && isFirst(stack.shard, whole, shardsOf(root, stack.name));
  return new Set((isWide ? whole : { resources }).resources.map(({ vendor }) => vendor));
}

/** Ids of a shard's own definitions and views, and of those of the stack's other shards. */
interface ShardIds {
  own: ReadonlySet<string>;
  others: ReadonlySet<string>;
}

/**
 * What of a stack's report is one shard's: `first` also tells what belongs to no definition, or to one that there is no more.
 * What was not read, all tell.
 */
export function ofShard(report: Report, { own, others }: ShardIds, first: boolean): Report {
  const mine = (definition: string | null) =>
    first ? definition === null || !others.has(definition) : definition !== null && own.has(definition);
  return {
    ...report,
    findings: report.findings.filter(({ class: named, definition }) => named === "unreadable" || mine(definition)),
    accepted: report.accepted.filter(({ definition }) => mine(definition)),
    mutes: report.mutes.filter(({ definition }) => mine(definition)),
    pending: report.pending.filter(({ definitions }) => (definitions.length === 0 ? first : definitions.some(mine))),
  };
}

/** Ids of everything that is a shard's own: its definitions, and the dashboards and objectives among its objects. */
function idsOf({ definitions, resources }: VerifiedProject): Set<string> {
  return new Set([
    ...definitions.map(({ id }) => id as string),
    ...resources.flatMap(({ definition }) => definition ?? []),
  ]);
}

/**
 * Where the dashboards of one organisation are kept from run to run: beside the local stack, under the address and a part of
 * a digest of the key, so that no run takes another account's for its own.
 */
function memoryFile(root: string, stack: string, { datadog }: Connections): string | null {
  if (datadog === undefined) return null;
  const account = createHash("sha256").update(`${datadog.url} ${datadog.apiKey}`).digest("hex").slice(0, 12);
  // Emulated vendors have other keys with each start: what was read of one start goes with its state.
  const directory = onEmulators(root, stack) ? localFiles(localDirectory(root)).state : localDirectory(root);
  return path.join(directory, `dashboards-${stack}-${account}.json`);
}

async function remembered(root: string, stack: string, connections: Connections): Promise<TextMemory> {
  const file = memoryFile(root, stack, connections);
  try {
    return new TextMemory(file === null ? undefined : await readFile(file, "utf8"));
  } catch {
    return new TextMemory();
  }
}

/** Only saves calls: a folder that cannot be written is no reason to fail. */
function remember(root: string, stack: string, connections: Connections, memory: TextMemory): void {
  const file = memoryFile(root, stack, connections);
  const text = memory.text();
  if (file === null || text === null) return;
  try {
    writeWhole(file, text);
  } catch {
    // The next run reads it anew.
  }
}

/** What runs behind broken glass. Without the state that is not known, and everything else can be checked all the same. */
export async function brokenGlass(
  root: string,
  stack: StackConfig,
  action = `tocsin verify --stack ${runName(stack)}`,
): Promise<Broken[] | { unknown: string }> {
  if (!isGated(stack)) return [];
  try {
    return (await lastRecord(root, runName(stack), action))?.breakGlass ?? [];
  } catch (error) {
    const [reason] = messageOf(error).split("\n").slice(-1);
    return {
      unknown: `Whether anything runs under a break-glass override: the state cannot be read. ${reason?.trim()}`,
    };
  }
}

/**
 * What verify says while a drill of the stack runs on this machine: what that drill has changed is no finding, and no clean-up
 * is advised. The drill's own looks, before and after, leave nothing out.
 *
 * @param directory where the stack's lock lies
 */
async function withoutRunningDrill(report: Report, directory: string, stack: string): Promise<Report> {
  const { holderOf } = await import("../engine/lock.ts");
  const holder = await holderOf(directory, stack);
  if (holder === null || !holder.alive || holder.pid === process.pid || !/^tocsin drill\b/.test(holder.action))
    return report;
  const told =
    `What a drill has changed: \`${holder.action}\` runs since ${holder.since} (process ${holder.pid}) and restores it. ` +
    "Look again when it has ended.";
  return {
    ...report,
    findings: report.findings.filter(({ class: named }) => named !== "leftover"),
    notChecked: [...report.notChecked, told],
  };
}

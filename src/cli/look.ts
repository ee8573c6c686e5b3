import { readFile } from "node:fs/promises";
import path from "node:path";
import { runName, type StackConfig } from "../model/stack.ts";
import type { Connections } from "../vendors/connections.ts";
import { type AcceptedEntry, acceptedFile, parseAccepted } from "../verify/accepted.ts";
import type { Broken } from "../verify/gate/broken.ts";
import { isGated } from "../verify/gate/gate.ts";
import type { Report } from "../verify/report.ts";
import { verify } from "../verify/verify.ts";
import { lastRecord } from "./gate-record.ts";
import { type Project, shardsOf } from "./project.ts";
import { isFirst } from "./shard.ts";

type Looked = Pick<Project, "stack" | "definitions" | "resources" | "whole">;

/**
 * What verify says of a project's stack, with what the project accepts. Of a shard: the whole stack is compared, as the lists of
 * the vendors are the same, and what belongs to other shards is left to them.
 * @throws ConfigurationError when accepted.yaml cannot be used
 */
export async function lookAt(root: string, project: Looked, connections: Connections): Promise<Report> {
  const { stack } = project;
  const { definitions, resources } = project.whole ?? project;
  const [accepted, breakGlass] = await Promise.all([readAccepted(root), brokenGlass(root, stack)]);
  const report = await verify({
    resources,
    stack: stack.name,
    project: { config: stack, definitions },
    accepted,
    breakGlass,
    connections,
    now: () => new Date(),
  });
  if (project.whole === undefined || stack.shard === undefined) return report;
  const first = isFirst(stack.shard, project.whole, shardsOf(root, stack.name));
  return {
    ...ofShard(report, new Set(project.definitions.map(({ id }) => id as string)), first),
    stack: stack.shard.name,
  };
}

/** What of a stack's report is one shard's: `first` also tells what belongs to no definition. What was not read, all tell. */
export function ofShard(report: Report, own: ReadonlySet<string>, first: boolean): Report {
  const mine = (definition: string | null) => (definition === null ? first : own.has(definition));
  return {
    ...report,
    findings: report.findings.filter(({ class: named, definition }) => named === "unreadable" || mine(definition)),
    accepted: report.accepted.filter(({ definition }) => mine(definition)),
    mutes: report.mutes.filter(({ definition }) => mine(definition)),
    pending: report.pending.filter(({ definitions }) => (definitions.length === 0 ? first : definitions.some(mine))),
  };
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
    const [reason] = (error instanceof Error ? error.message : String(error)).split("\n").slice(-1);
    return { unknown: `Whether anything runs behind broken glass: the state cannot be read. ${reason?.trim()}` };
  }
}

/** The entries of the project's accepted.yaml; none without the file. */
async function readAccepted(root: string): Promise<AcceptedEntry[]> {
  try {
    return parseAccepted(await readFile(path.join(root, acceptedFile), "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

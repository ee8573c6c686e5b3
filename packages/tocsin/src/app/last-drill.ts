/** What drills from this working copy have proven, stored for the report: the newest receipt of each definition. */

import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { type DrillReport, drillReport } from "../drill/receipt.ts";
import { type Covered, digestsOf } from "../gate/digest.ts";
import type { Project } from "../model/project.ts";
import { runName } from "../model/stack.ts";
import { writeWhole } from "../shared/whole-file.ts";
import { withoutSecrets } from "../vendors/secrets.ts";

const kept = z.strictObject({ drill: drillReport, digests: z.record(z.string(), z.string()) });

export type LastDrill = z.infer<typeof kept>;

const fileOf = (directory: string, stack: string) => path.join(directory, "reports", `drill-${stack}.json`);

/**
 * Keeps a drill; receipts of definitions that it left out stay.
 */
export async function keepDrill(
  directory: string,
  report: DrillReport,
  project: Pick<Project, "stack"> & Covered,
): Promise<void> {
  const { stack, written: definitions } = project;
  const before = await lastDrill(directory, runName(stack));
  const now = new Set(report.receipts.map(({ definition }) => definition));
  const known = new Set<string>(definitions.map(({ id }) => id));
  const older = (before?.drill.receipts ?? []).filter(
    ({ definition }) => !now.has(definition) && known.has(definition),
  );
  const all = digestsOf(project);
  const digests = Object.fromEntries([
    ...older.map(({ definition }) => [definition, before?.digests[definition] ?? ""]),
    ...[...now].map((definition) => [definition, all[definition] ?? ""]),
  ]);
  const file = fileOf(directory, runName(stack));
  const content: LastDrill = { drill: { ...report, receipts: [...report.receipts, ...older] }, digests };
  writeWhole(file, `${withoutSecrets(JSON.stringify(content))}\n`);
  await keepTimes(directory, runName(stack), report);
}

const times = z.array(z.strictObject({ from: z.iso.datetime(), to: z.iso.datetime() }));

const timesFile = (directory: string, stack: string) => path.join(directory, "reports", `drill-times-${stack}.json`);

/** When the stack was drilled from this working copy in the last weeks, by the vendors' clock; none where nothing tells. */
export async function drillTimes(directory: string, stack: string): Promise<{ from: Date; to: Date }[]> {
  try {
    const all = times.parse(JSON.parse(await readFile(timesFile(directory, stack), "utf8")));
    return all.map(({ from, to }) => ({ from: new Date(from), to: new Date(to) }));
  } catch {
    return [];
  }
}

/** Drills that are remembered: those of a month, were there one every night. */
const mostTimes = 40;

async function keepTimes(directory: string, stack: string, { receipts }: DrillReport): Promise<void> {
  const all = receipts
    .flatMap(({ startedAt, firedAt, deliveredAt, recoveredAt }) => [startedAt, firedAt, deliveredAt, recoveredAt])
    .flatMap((time) => (time === null ? [] : [Date.parse(time)]));
  if (all.length === 0) return;
  const now = { from: new Date(Math.min(...all)), to: new Date(Math.max(...all)) };
  const kept = [...(await drillTimes(directory, stack)), now].slice(-mostTimes);
  writeWhole(timesFile(directory, stack), `${JSON.stringify(kept)}\n`);
}

/** Null when no drill is known, or what was kept is of another version or cut off. */
export async function lastDrill(directory: string, stack: string): Promise<LastDrill | null> {
  try {
    return kept.safeParse(JSON.parse(await readFile(fileOf(directory, stack), "utf8"))).data ?? null;
  } catch {
    return null;
  }
}

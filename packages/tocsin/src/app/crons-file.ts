/** The crons and schedules of a service, in the file that configures its project at Vercel. */

import { existsSync } from "node:fs";
import path from "node:path";
import { scheduleProblem } from "../model/cron.ts";
import { type CronEntry, compareCrons, declaredCrons, declaredSchedules } from "../model/crons.ts";
import type { Definition } from "../model/definition.ts";
import { canRewrite, readVercelFile } from "../project/vercel-file.ts";
import { readText } from "../shared/text-file.ts";
import { UsageError } from "../shared/usage-error.ts";
import { writeWhole } from "../shared/whole-file.ts";
import { jsonLike, otherConfigurations, withCrons } from "../vendors/vercel/crons.ts";
import {
  type Configuration,
  configurationSchema,
  pathSchedules,
  pieceFor,
  toSchedules,
  withSchedules,
} from "../vendors/vercel/schedules.ts";

/** What is declared for a service. */
export interface Declared {
  crons: readonly CronEntry[];
  schedules: readonly CronEntry[];
}

/** By service, those with either. */
export function declaredOf(definitions: readonly Definition[]): Map<string, Declared> {
  const [crons, schedules] = [declaredCrons(definitions), declaredSchedules(definitions)];
  const services = [...new Set([...crons.keys(), ...schedules.keys()])];
  return new Map(
    services.map((one) => [one, { crons: crons.get(one) ?? [], schedules: schedules.get(one) ?? [] }] as const),
  );
}

/** The configuration with what is declared, in its own order; a list that would be empty is left out. */
export function withDeclared(before: Configuration, { crons, schedules }: Declared): Configuration {
  const all = withSchedules(before.schedules ?? {}, schedules);
  const after = { ...before, crons: configurationSchema.parse(withCrons(before, crons)).crons, schedules: all };
  if (crons.length === 0) delete after.crons;
  return Object.keys(all).length > 0 ? after : withoutSchedules(after);
}

const withoutSchedules = ({ schedules: _, ...rest }: Configuration): Configuration => rest;

/** How a file compares. */
export const differencesOf = ({ crons, schedules }: Declared, actual: Configuration) => [
  ...compareCrons(crons, actual.crons ?? []).map((one) => ({ ...one, runBy: "crons" as const })),
  ...compareCrons(schedules, pathSchedules(actual)).map((one) => ({ ...one, runBy: "schedules" as const })),
];

/** @throws UsageError for a file that is none, or has no crons and schedules of Vercel's form */
export async function readConfiguration(file: string): Promise<Configuration> {
  const found = await readVercelFile(file);
  const parsed = configurationSchema.safeParse(found);
  // In the order of the file: what is written back is compared by people.
  if (parsed.success) return { ...found, ...parsed.data };
  throw new UsageError(`${file}: ${parsed.error.issues.map((i) => `${i.path.join(".")} ${i.message}`).join("; ")}`);
}

/** What is to be said, and whether something is left to do by hand. */
export interface Written {
  text: string;
  byHand: boolean;
}

/**
 * Puts what is declared into the file; the rest of it stays.
 * @throws UsageError where another file rules the project, or the file cannot be read
 */
export async function writeDeclared(file: string, service: string, declared: Declared): Promise<Written> {
  refuseOther(file, `\`tocsin crons --service ${service}\` prints them.`);
  const before = existsSync(file) ? await readConfiguration(file) : {};
  const counts = [counted(declared.crons.length, "cron"), counted(declared.schedules.length, "schedule")];
  const what = counts.filter((one) => one !== null).join(" and ");
  if (existsSync(file) && !canRewrite(file) && differencesOf(declared, before).length === 0)
    return { text: `${file}: has the ${what} of ${service} already.\n`, byHand: false };
  return put(file, before, withDeclared(before, declared), `${what} of ${service} written`);
}

/**
 * Makes schedules of a file's cron jobs.
 * @throws UsageError as above, and for a cron job that Vercel does not run
 */
export async function migrate(file: string): Promise<Written> {
  refuseOther(file, `Give that file to --to-schedules.`);
  const before = await readConfiguration(file);
  const wrong = (before.crons ?? []).flatMap(({ path, schedule }) => {
    const problem = scheduleProblem(schedule);
    return problem === null ? [] : [`${path} at "${schedule}": ${problem.reason}`];
  });
  if (wrong.length > 0) throw new UsageError(`${file} has cron jobs that Vercel does not run: ${wrong.join("; ")}.`);
  const { configuration, moved, stays } = toSchedules(before);
  const left = stays.map(({ path, reason }) => `  stays a cron job: ${path}, ${reason}\n`).join("");
  if (moved.length === 0) return { text: `${file}: no cron job to make a schedule of.\n${left}`, byHand: left !== "" };
  const count = moved.length === 1 ? "1 cron job is a schedule" : `${moved.length} cron jobs are schedules`;
  const { text, byHand } = put(file, before, configuration, `${count} now`);
  const next = `Say so where they are declared (runBy: "schedules"), then deploy both.\n`;
  return { text: `${text}${left}${next}`, byHand: byHand || left !== "" };
}

function put(file: string, before: Configuration, after: Configuration, done: string): Written {
  if (canRewrite(file)) {
    const text = existsSync(file) ? readText(file, { marked: true }) : "";
    writeWhole(file, jsonLike(text, after));
    return { text: `${file}: ${done}.\n`, byHand: false };
  }
  const { crons, schedules } = after;
  const piece = pieceFor(file, {
    ...(crons === undefined ? {} : { crons }),
    ...(schedules === undefined ? {} : { schedules }),
  });
  const keys = (["crons", "schedules"] as const).filter((key) => before[key] !== undefined);
  const place = keys.length === 0 ? "" : `, in place of its ${keys.join(" and ")}`;
  const why = file.endsWith(".toml") ? "its comments would be lost" : "it is code";
  return { text: `${file} is not rewritten, since ${why}. Put this into it${place}:\n\n${piece}\n`, byHand: true };
}

function refuseOther(file: string, remedy: string): void {
  if (!canRewrite(file)) return;
  const ruling = otherConfigurations.find((name) => existsSync(path.join(path.dirname(file), name)));
  if (ruling === undefined) return;
  throw new UsageError(
    `${ruling} lies beside ${file}, and Vercel reads only one of them: put the crons into ${ruling}. ${remedy}`,
  );
}

const counted = (count: number, what: string): string | null =>
  count === 0 ? null : `${count} ${what}${count === 1 ? "" : "s"}`;

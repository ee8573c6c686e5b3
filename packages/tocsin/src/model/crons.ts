import { scheduleProblem } from "./cron.ts";
import type { Definition } from "./definition.ts";
import { type DeclaredCrons, declaresCrons } from "./signals/facts.ts";

/**
 * What is called on a schedule: a cron as `vercel.json` and Vercel's project answer both write it, a path and five fields in UTC;
 * or what a schedule of `vercel.json` says of a path, by the clock of its time zone.
 */
export interface CronEntry {
  path: string;
  schedule: string;
  timezone?: string | undefined;
}

/** A schedule with its time zone, for people and for comparisons; UTC goes without saying. */
export const scheduleText = ({ schedule, timezone = "UTC" }: CronEntry): string =>
  timezone === "UTC" ? schedule : `${schedule} ${timezone}`;

/** One difference between the crons that are declared for a service and those that a file or a deployment has. */
export interface CronDifference {
  kind: "missing" | "changed" | "undeclared";
  path: string;
  /** Declared schedule; null for an undeclared cron. */
  expected: string | null;
  /** Schedule found; null for a missing cron. */
  actual: string | null;
}

/** What definitions declare as crons and schedules: of a service, or of all. */
export const cronSignals = (definitions: readonly Pick<Definition, "signal">[], service?: string): DeclaredCrons[] =>
  definitions.flatMap(({ signal }) =>
    declaresCrons(signal) && (service === undefined || signal.service === service) ? [signal] : [],
  );

/** Declared cron jobs, by service, each service's by path. */
export const declaredCrons = (definitions: readonly Definition[]) => declaredOf(definitions, undefined);

/** What is declared to be run by Vercel Schedules, in the same way. */
export const declaredSchedules = (definitions: readonly Definition[]) => declaredOf(definitions, "schedules");

function declaredOf(definitions: readonly Definition[], runBy: "schedules" | undefined): Map<string, CronEntry[]> {
  const services = new Map<string, CronEntry[]>();
  for (const signal of cronSignals(definitions)) {
    if (signal.runBy !== runBy) continue;
    const entries = signal.crons.map(({ path, schedule, timezone }) => ({
      ...{ path, schedule },
      ...(timezone === undefined ? {} : { timezone }),
    }));
    services.set(signal.service, [...(services.get(signal.service) ?? []), ...entries].sort(byPath));
  }
  return services;
}

/** Differences, by path. A path may be scheduled more than once; then all its schedules count together. */
export function compareCrons(declared: readonly CronEntry[], actual: readonly CronEntry[]): CronDifference[] {
  const wanted = schedules(declared);
  const found = schedules(actual);
  const differences: CronDifference[] = [];
  for (const path of [...new Set([...wanted.keys(), ...found.keys()])].sort()) {
    const expected = wanted.get(path) ?? null;
    const have = found.get(path) ?? null;
    if (expected === have) continue;
    const kind = have === null ? "missing" : expected === null ? "undeclared" : "changed";
    differences.push({ kind, path, expected, actual: have });
  }
  return differences;
}

/** What is said beside a schedule that was found and that Vercel would not take in a deployment of today. */
export function scheduleRemark(schedules: string | null): string {
  const all = (schedules ?? "").split(", ").map((one) => one.replace(/ [A-Z][\w+-]*(\/[\w+-]+)*$/, ""));
  const wrong = all.map((one) => (one === "" ? null : scheduleProblem(one)));
  const found = wrong.find((one) => one !== null);
  return found === undefined || found === null ? "" : `; that is no schedule that Vercel runs: ${found.reason}`;
}

/** A difference in words; `where` is a file's name or "the production deployment". */
export function cronDifferenceText({ kind, path, expected, actual }: CronDifference, where: string): string {
  switch (kind) {
    case "missing":
      return `missing: ${path} (${expected}) is not in ${where}`;
    case "changed":
      return `changed: ${path} runs at "${actual}" in ${where}, declared is "${expected}"${scheduleRemark(actual)}`;
    case "undeclared":
      return `undeclared: ${path} (${actual}) is in ${where}, and no definition declares it${scheduleRemark(actual)}`;
  }
}

const byPath = (a: CronEntry, b: CronEntry): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);

function schedules(entries: readonly CronEntry[]): Map<string, string> {
  const paths = new Map<string, string[]>();
  for (const entry of entries) paths.set(entry.path, [...(paths.get(entry.path) ?? []), scheduleText(entry)]);
  return new Map([...paths].map(([path, all]) => [path, all.sort().join(", ")]));
}

import type { CheckTrack } from "../intake/check-store.ts";
import type { CheckRun } from "../intake/model.ts";
import type { Thresholds } from "../monitors/thresholds.ts";
import type { ServiceCheckQuery } from "../query/types.ts";
import { groupName, groupValues } from "./tags.ts";

/** What a service check monitor sees of one group. */
export interface CheckGroup {
  group: ReadonlyMap<string, string>;
  firstSeen: number;
  /** When it last reported, in seconds since the epoch. */
  lastData: number;
  /** What its last run said. */
  message: string;
  status: "OK" | "Warn" | "Alert" | null;
  /** The share of checks that are critical, in percent; null where runs in a row are counted. */
  value: number | null;
}

/** The status numbers of the specification (`ServiceCheckStatus`). */
const OK = 0;
const WARNING = 1;
const CRITICAL = 2;

/**
 * Evaluates a service check monitor, as the pages "Service Check Monitor" and "Integration Monitor" say it: a check alert follows
 * the runs of each group, and alerts when so many in a row were critical, warns when so many in a row were warnings, and resolves
 * when so many in a row were OK; until one of them is reached the state stays (`status` null). A cluster alert takes the last run
 * of each distinct set of tags, and alerts when more than so many percent of a group's checks are critical.
 */
export function evaluateChecks(
  tracks: readonly CheckTrack[],
  query: ServiceCheckQuery,
  thresholds: Partial<Thresholds>,
): Map<string, CheckGroup> {
  const inScope = tracks.filter(
    ({ tags }) =>
      query.over.every((tag) => tag === "*" || tags.includes(tag.toLowerCase())) &&
      !query.exclude.some((tag) => tags.includes(tag.toLowerCase())),
  );
  const isCluster = query.measure === "pct_by_status";
  const groups = new Map<string, { group: Map<string, string>; tracks: CheckTrack[] }>();
  for (const track of inScope) {
    const group = groupOf(query.groupBy, track.tags, isCluster);
    const known = groups.get(groupName(group)) ?? { group, tracks: [] };
    known.tracks.push(track);
    groups.set(groupName(group), known);
  }
  return new Map(
    [...groups].map(([name, { group, tracks: own }]) => {
      const runs = own.flatMap((track) => track.runs).sort((a, b) => a.at.getTime() - b.at.getTime());
      const last = runs.at(-1);
      const judged = isCluster ? ofCluster(own, thresholds) : inARow(runs, thresholds);
      const seen = {
        firstSeen: Math.min(...own.map(({ firstSeen }) => firstSeen)),
        lastData: Math.floor((last?.at.getTime() ?? 0) / 1_000),
        message: last?.message ?? "",
      };
      return [name, { group, ...seen, ...judged }];
    }),
  );
}

/**
 * `by("*")`: of a cluster alert it is "Ungrouped". Of a check alert the specification asks for a group and does not say what the
 * star is: it is read as each distinct set of tags, which the page calls a distinct check.
 */
function groupOf(keys: readonly string[], tags: readonly string[], isCluster: boolean): Map<string, string> {
  if (!keys.includes("*")) {
    const values = groupValues(keys, tags);
    return new Map(keys.map((key, i) => [key, values[i] ?? ""]));
  }
  if (isCluster) return new Map();
  return new Map(tags.map((tag) => [tag.slice(0, tag.indexOf(":")), tag.slice(tag.indexOf(":") + 1)]));
}

function inARow(runs: readonly CheckRun[], { critical, warning, ok = 1 }: Partial<Thresholds>) {
  const last = runs.at(-1)?.status;
  let row = 0;
  while (row < runs.length && runs.at(-1 - row)?.status === last) row += 1;
  const reached = (limit: number | undefined) => limit !== undefined && row >= limit;
  const status =
    last === CRITICAL && reached(critical)
      ? ("Alert" as const)
      : last === WARNING && reached(warning)
        ? ("Warn" as const)
        : last === OK && reached(ok)
          ? ("OK" as const)
          : null;
  return { status, value: null };
}

function ofCluster(tracks: readonly CheckTrack[], { critical, warning }: Partial<Thresholds>) {
  const share = (status: number) =>
    (100 * tracks.filter(({ runs }) => runs.at(-1)?.status === status).length) / tracks.length;
  const isOver = (status: number, limit: number | undefined) => limit !== undefined && share(status) > limit;
  const status = isOver(CRITICAL, critical) ? "Alert" : isOver(WARNING, warning) ? "Warn" : "OK";
  return { status: status as "OK" | "Warn" | "Alert", value: share(CRITICAL) };
}

import type { LogStore } from "../intake/log-store.ts";
import type { StoredLog } from "../intake/model.ts";
import type { SeriesStore } from "../intake/series-store.ts";
import type { EventMonitorQuery, EventQuery, FormulaQuery, FormulaVariable } from "../query/types.ts";
import { calculate } from "./expression.ts";
import { numbersAt, valuesAt } from "./log-values.ts";
import { answerTerm } from "./metric-term.ts";
import { type Outcome, type Outcomes, outcomesOf, single } from "./outcome.ts";
import { groupName } from "./tags.ts";
import { type Answer, percentile, type Row, reduce } from "./vector.ts";

/** Where event queries and formulas look. */
export interface Sources {
  logs: LogStore;
  series: SeriesStore;
}

/** Evaluates `logs("...").rollup(...).last("5m") > n` at a time, in seconds since the epoch. */
export function evaluateEvents(logs: LogStore, query: EventMonitorQuery, end: number): Outcomes {
  const outcomes: Outcomes = new Map();
  for (const [name, row] of answerEvents(watching(logs), query, end - query.windowSeconds, end)) {
    const value = row.values[0] ?? Number.NaN;
    const outcome: Outcome = { group: row.group, value: Number.isNaN(value) ? null : value, firstSeen: row.firstSeen };
    outcomes.set(name, outcome);
  }
  return outcomes;
}

/** Evaluates `formula("errors / total").last("5m") > n`: each query over the whole window, then the formula. */
export function evaluateFormula(sources: Sources, query: FormulaQuery, end: number): Outcomes {
  const variables = new Map(query.variables.map((variable) => [variable.name, variable]));
  const answer = calculate(
    query.expression,
    (leaf, shift) => {
      const variable = leaf.type === "variable" ? variables.get(leaf.name) : undefined;
      if (variable === undefined) throw new Error("a formula names a query that is not defined");
      return answerVariable(sources, variable, query, end - shift);
    },
    { bucket: query.windowSeconds, buckets: 1 },
  );
  return outcomesOf(answer, (values) => values[0] ?? Number.NaN);
}

function answerVariable(sources: Sources, variable: FormulaVariable, query: FormulaQuery, end: number): Answer {
  if (variable.kind === "events") {
    const rows = answerEvents(watching(sources.logs), variable, end - query.windowSeconds, end);
    return isZeroOfNothing(variable) ? withZero(rows, variable) : rows;
  }
  const grid = { end, bucket: 60, buckets: Math.max(1, Math.ceil(query.windowSeconds / 60)) };
  const rows = answerTerm(sources.series, variable.term, grid);
  const how = variable.aggregator;
  return new Map([...rows].map(([name, row]) => [name, single(row.group, reduce(row.values, how), row.firstSeen)]));
}

/**
 * Where nothing is found, a count and a sum are zero; every other aggregation, the cardinality too, has no value there
 * (docs: Monitors > Guide > Migrating to On Missing Data Configuration).
 */
export function isZeroOfNothing({ compute }: Pick<EventQuery, "compute">): boolean {
  return compute.aggregation === "count" || compute.aggregation === "sum";
}

/** A count or sum that does not group is 0 when nothing is found. */
function withZero(rows: Map<string, Row>, query: EventQuery): Map<string, Row> {
  if (query.groupBy.length > 0 || rows.size > 0) return rows;
  return new Map([["*", single(new Map(), 0, 0)]]);
}

const watching =
  (logs: LogStore): LogStore["find"] =>
  (...asked) =>
    logs.watch(...asked);

/** Answers an event query over `(start, end]` in seconds since the epoch. Only what was found has a row. */
export function answerEvents(
  find: LogStore["find"],
  query: Pick<EventQuery, "source" | "search" | "compute" | "groupBy">,
  start: number,
  end: number,
): Map<string, Row> {
  const found = query.source === "logs" ? find(query.search, start * 1_000, end * 1_000) : [];
  const rows = new Map<string, Row>();
  for (const { group, members } of grouped(found, query.groupBy)) {
    const first = (members[0]?.receivedAt ?? 0) / 1_000;
    rows.set(groupName(group), single(group, compute(members, query.compute), first));
  }
  return rows;
}

interface LogGroup {
  group: ReadonlyMap<string, string>;
  members: StoredLog[];
}

/** Logs that lack a facet are in no group; those with several values are in several. */
function grouped(logs: StoredLog[], keys: readonly string[]): LogGroup[] {
  if (logs.length === 0) return [];
  if (keys.length === 0) return [{ group: new Map(), members: logs }];
  const groups = new Map<string, LogGroup>();
  for (const log of logs) {
    for (const group of combinations(log, keys)) {
      const name = groupName(group);
      const entry = groups.get(name) ?? { group, members: [] };
      entry.members.push(log);
      groups.set(name, entry);
    }
  }
  return [...groups.values()];
}

function combinations(log: StoredLog, keys: readonly string[]): Map<string, string>[] {
  return keys.reduce<Map<string, string>[]>(
    (before, key) =>
      before.flatMap((group) => valuesAt(log, key).map((value) => new Map(group).set(key, String(value)))),
    [new Map()],
  );
}

/** One value of the logs of a group; NaN when none of them has the measure. */
function compute(logs: readonly StoredLog[], { aggregation, metric }: EventQuery["compute"]): number {
  if (aggregation === "count") return logs.length;
  const facet = metric ?? "";
  if (aggregation === "cardinality") return new Set(logs.flatMap((log) => valuesAt(log, facet).map(String))).size;
  const numbers = logs.flatMap((log) => numbersAt(log, facet));
  switch (aggregation) {
    case "avg":
    case "sum":
    case "min":
    case "max":
      return reduce(numbers, aggregation);
    case "median":
      return percentile(numbers, 50);
    default:
      return percentile(numbers, Number(aggregation.slice("pc".length)));
  }
}

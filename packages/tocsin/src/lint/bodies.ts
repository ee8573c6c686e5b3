import type { JsonObject, Resource } from "../model/resource.ts";
import { listAt, textAt, valueAt } from "../model/resource.ts";

/** Reading vendors' bodies, whoever wrote them: nothing is taken for granted. */

/** A monitor's query, taken apart. */
export interface MonitorQuery {
  /** All before the comparison. */
  left: string;
  operator: string;
  threshold: number;
  /** `min` of `min(last_5m):`; null for log queries. */
  aggregator: string | null;
  /** Without the window's function: arithmetic over series. Empty for log queries. */
  expression: string;
}

const parsed = new WeakMap<JsonObject, MonitorQuery | null>();

/** Takes a monitor's query apart; null where it compares nothing. */
export function queryOf(body: JsonObject): MonitorQuery | null {
  let found = parsed.get(body);
  if (found === undefined) {
    found = parse(textAt(body, "query").trim());
    parsed.set(body, found);
  }
  return found;
}

function parse(query: string): MonitorQuery | null {
  const comparison = /(>=|<=|==|!=|>|<)\s*(-?\d[\d.]*(?:e[+-]?\d+)?)$/i.exec(query);
  if (comparison === null) return null;
  const left = query.slice(0, comparison.index).trimEnd();
  const metric = /^(\w+)\((?:last_\w+|[^)]*)\)\s*:\s*/.exec(left);
  return {
    left,
    operator: comparison[1] ?? "",
    threshold: Number(comparison[2]),
    aggregator: metric?.[1] ?? null,
    expression: metric === null ? "" : left.slice(metric[0].length),
  };
}

/** Whether the monitor fires when the value is high. */
export const ringsAbove = ({ operator }: MonitorQuery): boolean => operator.startsWith(">");

/** Whether a log or event monitor counts something, so that its value is never below zero. */
export function countsSomething(query: MonitorQuery): boolean {
  if (/\.rollup\("(count|cardinality)"/.test(query.left)) return true;
  return query.aggregator === "sum" && /^\w+:[\w.]+\{[^}]*\}[^/*+-]*\.as_count\(\)$/.test(query.expression.trim());
}

/** Whether the monitor's value is a count divided by another: of no events there is no share. */
export function isShareOfCounts(body: JsonObject, query: MonitorQuery): boolean {
  const counted = listAt(body, "options.variables").every((one) =>
    /^(count|cardinality)$/.test(String(valueAt(one, "compute.aggregation"))),
  );
  const ofLogs = textAt(body, "type") === "log alert" && /formula\("[^"]*\/[^"]*"\)/.test(query.left) && counted;
  const ofMetrics = (query.expression.match(/\.as_count\(\)/g)?.length ?? 0) >= 2 && query.expression.includes("/");
  return ofLogs || ofMetrics;
}

/**
 * Whether a log or event monitor takes silence for zero where it states no policy: Datadog does so for sums and counts, and
 * keeps the last state of everything else (guide "Migrating to On Missing Data Configuration").
 */
export function zeroOfNothing(body: JsonObject): boolean {
  const rollup = /\.rollup\(\s*"(\w+)"/.exec(textAt(body, "query"))?.[1];
  const computed = listAt(body, "options.variables").map((variable) => valueAt(variable, "compute.aggregation"));
  const aggregations = rollup === undefined ? computed : [rollup];
  return aggregations.every((one) => one === "count" || one === "sum");
}

/** Formulas of a log monitor and expressions of a metric monitor in which one series is divided by another. */
export function divides(query: MonitorQuery): boolean {
  const formula = /formula\("([^"]*)"\)/.exec(query.left)?.[1] ?? query.expression;
  return /\/\s*[a-z_(]/i.test(formula.replace(/\{[^}]*\}/g, ""));
}

/** Names of the metrics in a query. */
export const metricNames = (query: MonitorQuery): string[] =>
  [...query.expression.matchAll(/\b(?:avg|sum|min|max|count|p\d+):([A-Za-z][\w.]*)/g)].flatMap(
    ([, name]) => name ?? [],
  );

/** `page`, `ticket` or `info`, where the tags say so. */
export function severityOf({ body }: Resource): string | null {
  const tag = listAt(body, "tags").find((one) => typeof one === "string" && one.startsWith("severity:"));
  return typeof tag === "string" ? tag.slice("severity:".length) : null;
}

/** Everything that a body says to people. */
export function wordsOf({ kind, body }: Resource): string {
  if (kind === "detector") return textAt(body, "description");
  if (kind === "workflow") {
    const actions = listAt(body, "actionFilters").flatMap((_, i) => listAt(body, `actionFilters.${i}.actions`));
    return actions
      .map((action) => valueAt(action, "data.notes"))
      .filter((note) => typeof note === "string")
      .join("\n");
  }
  return textAt(body, "message");
}

import { parseCompositeQuery } from "./composite.ts";
import { parseEventQuery } from "./events.ts";
import { parseFormulaQuery } from "./formula.ts";
import { groupsOf, parseMetricQuery } from "./metric.ts";
import { QueryError, Scanner } from "./scanner.ts";
import { parseServiceCheckQuery } from "./service-check.ts";
import { parseSloQuery } from "./slo.ts";
import type { Condition, MonitorQuery } from "./types.ts";
import { isUnread, parseUnreadQuery } from "./unread.ts";
import { parseVariables } from "./variables.ts";

/** Types of monitors over events, with the word that begins their query. */
const EVENT_HEADS: Readonly<Record<string, string>> = {
  "log alert": "logs",
  "event-v2 alert": "events",
  "rum alert": "rum",
  "trace-analytics alert": "trace-analytics",
  "audit alert": "audits",
  "ci-pipelines alert": "ci-pipelines",
  "ci-tests alert": "ci-tests",
};

/**
 * Understands the query of a monitor.
 *
 * @param type the monitor's `type`, which decides the grammar
 * @param variables `options.variables` as sent; only formulas use it
 * @throws QueryError with what is wrong and where; also for types that Datadog does not have
 */
export function parseMonitorQuery(type: string, query: string, variables: unknown): MonitorQuery {
  const scanner = new Scanner(query);
  const isFormula = scanner.space().at("formula(");
  if (isUnread(type, isFormula, variables)) return parseUnreadQuery(scanner, type);
  const head = Object.hasOwn(EVENT_HEADS, type) ? EVENT_HEADS[type] : undefined;
  if (head !== undefined) {
    return isFormula ? parseFormulaQuery(scanner, parseVariables(variables)) : parseEventQuery(scanner, head);
  }
  switch (type) {
    case "metric alert":
    case "query alert":
      return isFormula ? parseFormulaQuery(scanner, parseVariables(variables)) : parseMetricQuery(scanner);
    case "composite":
      return parseCompositeQuery(scanner);
    case "slo alert":
      return parseSloQuery(scanner);
    case "service check":
      return parseServiceCheckQuery(scanner);
    case "synthetics alert":
      if (query !== "no_query") scanner.fail("the monitor of a synthetic test has no query");
      return { kind: "synthetics" };
    default:
      throw new QueryError(`there is no monitor of type '${type}'`);
  }
}

/** The keys by which a monitor alerts separately; empty for a monitor with one state. */
export function groupKeys(query: MonitorQuery): string[] {
  switch (query.kind) {
    case "metric":
      return groupsOf(query.expression);
    case "events":
    case "unread":
      return query.groupBy;
    case "check":
      // Of a cluster alert the star is "Ungrouped".
      return query.measure === "pct_by_status" ? query.groupBy.filter((key) => key !== "*") : query.groupBy;
    case "formula":
      return [
        ...new Set(query.variables.flatMap((each) => (each.kind === "events" ? each.groupBy : groupsOf(each.term)))),
      ];
    case "composite":
    case "slo":
    case "synthetics":
      return [];
  }
}

/** The comparison at the end of a query; null for queries that have none. */
export function conditionOf(query: MonitorQuery): Condition | null {
  switch (query.kind) {
    case "metric":
    case "events":
    case "formula":
    case "slo":
    case "unread":
      return { comparator: query.comparator, threshold: query.threshold };
    case "check":
    case "composite":
    case "synthetics":
      return null;
  }
}

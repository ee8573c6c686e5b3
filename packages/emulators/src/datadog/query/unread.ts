import { parseCondition } from "./condition.ts";
import type { Scanner } from "./scanner.ts";
import type { UnreadQuery } from "./types.ts";
import { understoodSources } from "./variables.ts";

/** Types of monitors whose queries are only stored here (spec: `MonitorType`), with the words that can begin them. */
const HEADS: Readonly<Record<string, RegExp>> = {
  "event alert": /events\(/,
  "process alert": /processes\(/,
  "error-tracking alert": /error-tracking(?:-rum|-logs|-traces)?\(/,
  "database-monitoring alert": /database-monitoring\(/,
  "network-performance alert": /network-performance\(/,
  "network-path alert": /network-path\(/,
  "llm-observability alert": /llm-observability\(/,
  "cost alert": /(?=formula\()/,
  "data-quality alert": /(?=formula\()/,
  "data-jobs alert": /(?=formula\()/,
};

/** Whether queries of this type of monitor are only stored, or it is a formula over data of which nothing is known here. */
export const isUnread = (type: string, isFormula: boolean, variables: unknown): boolean =>
  Object.hasOwn(HEADS, type) || (isFormula && Array.isArray(variables) && variables.some(isOfUnknownData));

const isOfUnknownData = (variable: unknown): boolean =>
  typeof variable === "object" &&
  variable !== null &&
  "data_source" in variable &&
  typeof variable.data_source === "string" &&
  !understoodSources.includes(variable.data_source);

/**
 * A query whose middle is not read: it begins as one of its type does, and ends with a comparison.
 * @throws QueryError for another beginning or end
 */
export function parseUnreadQuery(scanner: Scanner, type: string): UnreadQuery {
  scanner.space();
  const head = HEADS[type];
  const isFormula = scanner.at("formula(");
  if (!isFormula && head !== undefined && scanner.match(head) === undefined) {
    scanner.fail(`the query of a monitor of type '${type}' begins otherwise`);
  }
  const end = /(?:<=?|>=?|[!=]=)\s*-?[\d.]+(?:e[+-]?\d+)?\s*$/i.exec(scanner.text);
  if (end === null) return scanner.fail("a comparison with a number is missing at the end");
  const keys = /\.by\(([^)]*)\)/.exec(scanner.text)?.[1]?.split(",") ?? [];
  scanner.position = end.index;
  return {
    kind: "unread",
    groupBy: keys.map((key) => key.replaceAll(/["'\s]/g, "")).filter((key) => key !== ""),
    about: isFormula ? "formulas over this data" : `monitors of type '${type}'`,
    ...parseCondition(scanner),
  };
}

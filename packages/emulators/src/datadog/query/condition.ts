import { QueryError, type Scanner } from "./scanner.ts";
import type { Comparator, Condition } from "./types.ts";

const COMPARATORS: readonly Comparator[] = [">=", "<=", "==", "!=", ">", "<"];

/** The end of a query, `> 80`, after which nothing may come. */
export function parseCondition(scanner: Scanner): Condition {
  scanner.space();
  const comparator = COMPARATORS.find((candidate) => scanner.take(candidate));
  // Datadog's own words for this case, recorded from its API.
  if (comparator === undefined) throw new QueryError("invalid operator specified: ");
  scanner.space();
  const threshold = scanner.number("a threshold");
  scanner.space();
  if (!scanner.done) scanner.fail("unexpected text after the threshold");
  return { comparator, threshold };
}

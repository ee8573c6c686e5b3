import type { Comparator } from "../query/types.ts";
import type { Status } from "./model.ts";
import type { Rules } from "./rules.ts";

/** Whether a value is beyond a limit. */
function breaches(value: number, comparator: Comparator, limit: number): boolean {
  switch (comparator) {
    case ">":
      return value > limit;
    case ">=":
      return value >= limit;
    case "<":
      return value < limit;
    case "<=":
      return value <= limit;
    case "==":
      return value === limit;
    case "!=":
      return value !== limit;
  }
}

/**
 * The state that a value makes, coming from a state. A group that has alerted stays so until the value is no longer beyond
 * the recovery threshold: an alert on `>` ends at or under it, one on `>=` under it, mirrored for the others (docs: Recovery
 * thresholds).
 */
export function statusOf(
  value: number,
  before: Status | null,
  rules: Pick<Rules, "comparator" | "thresholds">,
): Status {
  const { comparator, thresholds } = rules;
  const beyond = (limit: number | undefined) => limit !== undefined && breaches(value, comparator, limit);
  const { critical, critical_recovery, warning, warning_recovery } = thresholds;
  if (beyond(critical) || (before === "Alert" && beyond(critical_recovery))) return "Alert";
  const warned = before === "Warn" || before === "Alert";
  if (beyond(warning) || (warned && warning !== undefined && beyond(warning_recovery))) return "Warn";
  return "OK";
}

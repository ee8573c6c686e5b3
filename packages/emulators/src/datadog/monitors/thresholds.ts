import { refuse } from "../api/errors.ts";
import { pythonFloat } from "../api/format.ts";
import type { Condition } from "../query/types.ts";

const NAMES = ["critical", "critical_recovery", "warning", "warning_recovery", "ok", "unknown"] as const;

/** The thresholds of a monitor as numbers; a name that is not there is absent. */
export type Thresholds = Partial<Record<(typeof NAMES)[number], number>>;

/**
 * Reads `options.thresholds`; null values count as absent.
 *
 * @throws Refusal 400 for a value that is no number or a name that there is not
 */
export function readThresholds(raw: Record<string, unknown>): Thresholds {
  const strange = Object.keys(raw).find((name) => !NAMES.some((known) => known === name));
  if (strange !== undefined) throw refuse(400, `Invalid threshold: ${strange}`);
  const thresholds: Thresholds = {};
  for (const name of NAMES) {
    const value = raw[name];
    if (value === undefined || value === null) continue;
    if (typeof value !== "number" || !Number.isFinite(value)) throw refuse(400, "Non-numeric threshold value.");
    thresholds[name] = value;
  }
  return thresholds;
}

/**
 * Checks the thresholds against each other and against the number in the query.
 *
 * The first two messages are the API's own (seen in DataDog/datadogpy's recorded tests and datadog-operator #2106); the
 * order of the others is documented, their wording is ours.
 *
 * @throws Refusal 400
 */
export function checkThresholds(thresholds: Thresholds, { comparator, threshold }: Condition): void {
  const { critical, warning } = thresholds;
  if (Object.keys(thresholds).length === 0) return;
  if (critical === undefined) throw refuse(400, "Alert status is required.");
  if (critical !== threshold) {
    const numbers = [critical, threshold].map(pythonFloat);
    throw refuse(400, `Alert threshold (${numbers[0]}) does not match that used in the query (${numbers[1]}).`);
  }
  const above = comparator === ">" || comparator === ">=";
  const below = comparator === "<" || comparator === "<=";
  if (!above && !below) return;
  // On the way into trouble each value lies before the next: recovery before its own threshold, warning before critical.
  const steps: [string, number | undefined, string, number | undefined][] = [
    ["Warning threshold", warning, "alert threshold", critical],
    ["Alert recovery threshold", thresholds.critical_recovery, "alert threshold", critical],
    ["Warning recovery threshold", thresholds.warning_recovery, "warning threshold", warning],
  ];
  for (const [name, value, otherName, other] of steps) {
    if (value === undefined) continue;
    if (other === undefined) throw refuse(400, `${name} needs a ${otherName}.`);
    if (above ? value >= other : value <= other) {
      const word = above ? "less" : "greater";
      throw refuse(
        400,
        `${name} (${pythonFloat(value)}) must be ${word} than the ${otherName} (${pythonFloat(other)}).`,
      );
    }
  }
}

import type { Definition } from "./definition.ts";
import { type Fault, fault } from "./fault.ts";
import { isServiceCheck, runsEvery, type ServiceCheck } from "./signals/facts.ts";
import { readableDuration } from "./units.ts";

/** What vendors make of runs that pass, warn or fail, and what they do not. */

/** What only service checks do: the other kinds pass or fail, and their vendors notify of no silence. */
export function runsOnly({ condition, signal }: Definition): Fault[] {
  if (condition.kind !== "consecutive-failures" || isServiceCheck(signal)) return [];
  const only = (["warnAfter", "noDataAfter"] as const).filter((field) => condition[field] !== undefined);
  return only.map((field) => {
    const what = field === "warnAfter" ? "warns" : "notifies of missing runs after a time";
    const message = `only a service check of Datadog's ${what}, and this is a ${signal.kind} signal`;
    return fault("model/condition", `condition.${field}`, message, "Leave it out.");
  });
}

/**
 * No option says "n failures in a row". The time failing is counted from the first failing run, so one that lies between the
 * (n-1)th and the nth interval is reached by n runs in a row and by no fewer; the first needs none. All in seconds.
 */
export const failingTime = (failures: number, every: number): number =>
  failures === 1 ? 0 : Math.round((failures - 0.5) * every);

/** Seconds for which a synthetic test may have to fail before it fires (specification: `min_failure_duration`). */
export const longestFailing = 7200;

/** How often tests must fail and pass: they recover with the first run that passes everywhere. */
export function testRuns({ condition, signal }: Definition): Fault[] {
  if (condition.kind !== "consecutive-failures") return [];
  const faults: Fault[] = [];
  if (condition.recoverAfter !== undefined) {
    const message = "a synthetic test of Datadog's has recovered with the first run that passes";
    faults.push(fault("model/condition", "condition.recoverAfter", message, "Leave it out."));
  }
  const every = runsEvery(signal) ?? 0;
  const time = failingTime(condition.failures, every);
  const isStated = "failingFor" in signal && signal.failingFor !== undefined;
  if (time > longestFailing && !isStated) {
    const message = `${condition.failures} failures in a row, one every ${readableDuration(every)}, take longer than the ${readableDuration(longestFailing)} that Datadog waits for`;
    const remedy = "Let one failure be enough, which its retry asks about again, or run it more often.";
    faults.push(fault("model/condition", "condition.failures", message, remedy));
  }
  return faults;
}

/** Of several tags Datadog takes what has all of them (docs: Service Check Monitor, "Pick monitor scope"). */
export const serviceCheckFaults = ({ tags }: ServiceCheck): Fault[] =>
  Object.entries(tags).flatMap(([key, values]) =>
    [values].flat().length > 1
      ? [
          fault(
            "model/tags",
            `signal.tags.${key}`,
            `Datadog looks at checks that have all of these tags, and none has several values of ${key}`,
            `Use a definition for each value, or leave out the other values of ${key} with exclude.`,
          ),
        ]
      : [],
  );

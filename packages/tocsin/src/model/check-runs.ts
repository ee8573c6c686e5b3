import type { Definition } from "./definition.ts";
import { type Fault, fault } from "./fault.ts";
import { isServiceCheck, type ServiceCheck } from "./signals/facts.ts";

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

/** Tests recover with the first run that passes everywhere. */
export function firstPass({ condition }: Definition): Fault[] {
  if (condition.kind !== "consecutive-failures" || condition.recoverAfter === undefined) return [];
  const message = "a synthetic test of Datadog's has recovered with the first run that passes";
  return [fault("model/condition", "condition.recoverAfter", message, "Leave it out.")];
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

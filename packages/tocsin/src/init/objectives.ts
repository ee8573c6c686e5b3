import { kinds } from "../vendors/kinds.ts";
import type { LiveObject } from "../vendors/live.ts";

/** Sentences on objectives that count a monitor which is gone: their numbers mean nothing, and Datadog takes no change of them. */
export function objectivesWithoutMonitor(
  objectives: readonly LiveObject[],
  monitors: readonly Pick<LiveObject, "vendorId">[],
): string[] {
  const known = new Set(monitors.map(({ vendorId }) => vendorId));
  return objectives.flatMap(({ kind, vendorId, body }) => {
    const counted = Array.isArray(body.monitor_ids) ? body.monitor_ids.map(String) : [];
    const gone = counted.filter((id) => !known.has(id));
    if (gone.length === 0) return [];
    const which = `${gone.length === 1 ? "monitor" : "monitors"} ${gone.join(", ")}`;
    return [
      `The objective ${vendorId} "${kinds[kind].title(body)}" counts ${which}, which Datadog does not have: correct it there, or delete it.`,
    ];
  });
}

import type { Definition, Severity } from "../../model/definition.ts";
import type { JsonObject } from "../../model/resource.ts";

/** How urgent Datadog shows a severity. */
export const priority = { page: 1, ticket: 3, info: 5 } as const satisfies Record<Severity, number>;

/** What repeats where a definition does not say: pages three times an hour apart, until somebody acts; tickets never. */
export function repetition({
  severity,
  repeat,
}: Definition): { every: number; times: number | null; message: string } | null {
  if (repeat !== undefined) return { every: repeat.every, times: repeat.times ?? null, message: repeat.message ?? "" };
  return severity === "page" ? { every: 3600, times: 3, message: "" } : null;
}

/** A monitor's options about that. Silence repeats where it is notified at all. */
export function repeats(definition: Definition, silence: string | null): JsonObject {
  const repeat = repetition(definition);
  if (repeat === null) return {};
  return {
    renotify_interval: repeat.every / 60,
    ...(repeat.times === null ? {} : { renotify_occurrences: repeat.times }),
    renotify_statuses: silence === "notify" ? ["alert", "no data"] : ["alert"],
    ...(repeat.message === "" ? {} : { escalation_message: repeat.message }),
  };
}

import type { Definition, Severity } from "../../model/definition.ts";
import type { JsonObject } from "../../model/resource.ts";

const priorities = { page: 1, ticket: 3, info: 5 } as const satisfies Record<Severity, number>;

/** How urgent Datadog shows an alert: by its severity, unless it says otherwise. */
export const priorityOf = ({ severity, datadog }: Pick<Definition, "severity" | "datadog">): number | null =>
  datadog?.priority === undefined ? priorities[severity] : datadog.priority;

interface Repetition {
  every: number;
  times: number | null;
  message: string;
  states: readonly string[] | null;
}

/** What repeats where a definition does not say: pages three times an hour apart, until somebody acts; tickets never. */
export function repetition({ severity, repeat }: Definition): Repetition | null {
  if (repeat === "never") return null;
  if (repeat !== undefined) {
    const { every, times = null, message = "", states = null } = repeat;
    return { every, times, message, states };
  }
  return severity === "page" ? { every: 3600, times: 3, message: "", states: null } : null;
}

/** A monitor's options about that. Silence repeats where it is notified at all. */
export function repeats(definition: Definition, silence: string | null): JsonObject {
  const repeat = repetition(definition);
  if (repeat === null) return {};
  return {
    renotify_interval: repeat.every / 60,
    ...(repeat.times === null ? {} : { renotify_occurrences: repeat.times }),
    renotify_statuses: [...(repeat.states ?? (silence === "notify" ? ["alert", "no data"] : ["alert"]))],
    ...(repeat.message === "" ? {} : { escalation_message: repeat.message }),
  };
}

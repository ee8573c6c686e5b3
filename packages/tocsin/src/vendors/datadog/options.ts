import type { DatadogOptions } from "../../model/datadog-options.ts";
import type { Definition, Severity } from "../../model/definition.ts";
import type { JsonObject } from "../../model/resource.ts";

/** Options of a monitor as Datadog names them: those that a definition states, and back. */

/** By our name; what needs more than another name stands below. */
const names = {
  evaluationDelay: "evaluation_delay",
  requireFullWindow: "require_full_window",
  newGroupDelay: "new_group_delay",
  newHostDelay: "new_host_delay",
  groupRetentionDuration: "group_retention_duration",
  minFailureDuration: "min_failure_duration",
  timeoutHours: "timeout_h",
  notifyBy: "notify_by",
  notificationPresetName: "notification_preset_name",
  includeTags: "include_tags",
  notifyAudit: "notify_audit",
  enableLogsSample: "enable_logs_sample",
  enableSamples: "enable_samples",
  groupbySimpleMonitor: "groupby_simple_monitor",
  locked: "locked",
} as const satisfies Partial<Record<keyof DatadogOptions, string>>;

/** The options of a monitor that a definition states beside what its signal and its condition say. */
export function statedOptions(options: DatadogOptions = {}): JsonObject {
  const { priority: _, schedule, noDataTimeframe, ...rest } = options;
  const renamed = Object.entries(names).flatMap(([ours, theirs]) => {
    const value = rest[ours as keyof typeof names];
    return value === undefined ? [] : [[theirs, value] as const];
  });
  return {
    ...Object.fromEntries(renamed),
    ...(schedule === undefined ? {} : { scheduling_options: scheduleOf(schedule) }),
    ...(noDataTimeframe === undefined ? {} : { notify_no_data: true, no_data_timeframe: noDataTimeframe }),
  };
}

function scheduleOf(schedule: NonNullable<DatadogOptions["schedule"]>): JsonObject {
  if ("recurrences" in schedule) {
    const recurrences = schedule.recurrences.map(({ rrule, start, timezone }) => ({
      rrule,
      ...(start === undefined ? {} : { start }),
      timezone,
    }));
    return { custom_schedule: { recurrences } };
  }
  const { dayStarts, monthStarts, timezone } = schedule;
  const window = { day_starts: dayStarts, month_starts: monthStarts };
  return { evaluation_window: { ...window, ...(timezone === undefined ? {} : { timezone }) } };
}

export { names as optionNames };

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

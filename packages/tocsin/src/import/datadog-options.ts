import type { DatadogOptions } from "../model/datadog-options.ts";
import type { Definition, Severity } from "../model/definition.ts";
import { isObject, type JsonObject } from "../model/resource.ts";
import { optionNames, priorityOf } from "../vendors/datadog/options.ts";

/** Options of a live monitor, read back into what a definition states of them. */

/** What every alert gets, or Datadog assumes: stated by no definition. */
const usual: JsonObject = {
  ...{
    require_full_window: false,
    new_host_delay: 300,
    min_failure_duration: 0,
    include_tags: true,
    notify_audit: false,
  },
  ...{ enable_logs_sample: false, enable_samples: false, groupby_simple_monitor: false, locked: false },
  notification_preset_name: "show_all",
};

/**
 * @param isLate whether the signal says itself by how much its points are late
 * @param isCheck whether the condition says itself after how long missing data is notified
 * @returns what the schema of a definition has still to judge
 */
export function readOptions(
  options: JsonObject,
  priority: number | null,
  { severity, isLate, isCheck }: { severity: Severity; isLate: boolean; isCheck: boolean },
): Record<string, unknown> {
  const left = isLate ? ["evaluation_delay"] : [];
  const stated = Object.entries(optionNames).flatMap(([ours, theirs]) => {
    const value = options[theirs] ?? null;
    const said = value !== null && value !== usual[theirs] && !left.includes(theirs);
    // No delay is what is meant where none is stated.
    return said && !(theirs === "evaluation_delay" && value === 0) ? [[ours, value] as const] : [];
  });
  return {
    ...(priority === priorityOf({ severity }) ? {} : { priority }),
    ...Object.fromEntries(stated),
    ...(options.notify_no_data === true && !isCheck ? { noDataTimeframe: options.no_data_timeframe } : {}),
    ...scheduleOf(options.scheduling_options),
  };
}

/** Of the calendar, what no `soFarThis` says: a day that begins at another time, or times at which it is judged. */
function scheduleOf(scheduling: unknown): Pick<Record<keyof DatadogOptions, unknown>, never> {
  if (!isObject(scheduling)) return {};
  const { evaluation_window: window, custom_schedule: custom } = scheduling;
  if (isObject(custom)) return { schedule: { recurrences: custom.recurrences } };
  if (!isObject(window) || window.day_starts === undefined || window.day_starts === "00:00") return {};
  const { day_starts: dayStarts, month_starts: monthStarts, timezone } = window;
  const month = monthStarts === undefined ? {} : { monthStarts };
  return { schedule: { dayStarts, ...month, ...(timezone === undefined ? {} : { timezone }) } };
}

/** How it notifies again, where that is not what the severity of a definition does by itself. */
export function readRepeat(
  options: JsonObject,
  severity: Severity,
  isSilenceTold: boolean,
): Pick<Definition, "repeat"> {
  const { renotify_interval: minutes, renotify_occurrences: times, escalation_message: message } = options;
  if (typeof minutes !== "number" || minutes === 0) return severity === "page" ? { repeat: "never" } : {};
  const told = isSilenceTold ? ["alert", "no data"] : ["alert"];
  // Where none is stated, alerts and missing data repeat (specification, `renotify_statuses`).
  const states = Array.isArray(options.renotify_statuses) ? options.renotify_statuses : ["alert", "no data"];
  const isSame = [...states].sort().join() === [...told].sort().join();
  const read: unknown = {
    every: minutes * 60,
    ...(typeof times === "number" && times > 0 ? { times } : {}),
    ...(typeof message === "string" && message !== "" ? { message: message.trimEnd() } : {}),
    ...(isSame ? {} : { states }),
  };
  // The schema of definitions judges it with the rest.
  return { repeat: read as Definition["repeat"] };
}

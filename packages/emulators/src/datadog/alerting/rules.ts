import { isZeroOfNothing } from "../evaluate/events.ts";
import { metricTerms } from "../evaluate/metric.ts";
import type { Monitor } from "../monitors/model.ts";
import { checkOptionTypes } from "../monitors/option-schema.ts";
import { readThresholds, type Thresholds } from "../monitors/thresholds.ts";
import { conditionOf, groupKeys } from "../query/parse.ts";
import type { Comparator, MonitorQuery } from "../query/types.ts";
import { durationSeconds } from "../query/windows.ts";

/** What happens when a group has no data. */
interface MissingData {
  policy: "zero" | "keep" | "show" | "notify" | "resolve";
  /** Seconds without data after which it happens; 0 for at once. */
  after: number;
}

/** What decides about states and notifications, read from a monitor once. Times are in seconds. */
export interface Rules {
  comparator: Comparator;
  thresholds: Thresholds & { critical: number };
  missing: MissingData;
  requireFullWindow: boolean;
  evaluationDelay: number;
  newGroupDelay: number;
  /** Groups without data are forgotten after this. */
  groupRetention: number;
  /** Null when nothing is told again. */
  renotify: { interval: number; occurrences: number | null; statuses: ReadonlySet<string> } | null;
  /** Null when nothing ends by itself. */
  timeout: number | null;
}

/** `no_data_timeframe` is at least this many minutes for most monitors; the vendor advises twice the window. */
const NO_DATA_MINUTES = 10;
const DAY = 86_400;

const remembered = new WeakMap<Monitor, Rules>();

/** The rules of a monitor; a change makes another monitor object, and so other rules. */
export function rulesOf(monitor: Monitor): Rules {
  const known = remembered.get(monitor);
  if (known !== undefined) return known;
  const options = checkOptionTypes(monitor.options);
  const condition = conditionOf(monitor.parsed);
  const given = readThresholds(options.thresholds ?? {});
  const rules: Rules = {
    comparator: condition?.comparator ?? ">",
    thresholds: {
      ...given,
      critical: given.critical ?? condition?.threshold ?? (monitor.parsed.kind === "check" ? 1 : 0),
    },
    missing: missingData(options, monitor),
    requireFullWindow: options.require_full_window ?? false,
    evaluationDelay: options.evaluation_delay ?? 0,
    newGroupDelay: groupDelay(options, monitor.parsed),
    groupRetention: durationSeconds(options.group_retention_duration ?? "1d") ?? DAY,
    renotify: renotification(options),
    timeout: options.timeout_h ? options.timeout_h * 3_600 : null,
  };
  remembered.set(monitor, rules);
  return rules;
}

type Options = ReturnType<typeof checkOptionTypes>;

function missingData(options: Options, { parsed, defaultMissingData }: Monitor): MissingData {
  switch (options.on_missing_data) {
    case "show_no_data":
      return { policy: "show", after: 0 };
    case "show_and_notify_no_data":
      return { policy: "notify", after: 0 };
    case "resolve":
      return { policy: "resolve", after: 0 };
  }
  if (options.notify_no_data === true) {
    return { policy: "notify", after: (options.no_data_timeframe ?? NO_DATA_MINUTES) * 60 };
  }
  // A metric monitor that was given no policy has the older one: "Do not notify if data is missing" shows No Data.
  if (isOfMetrics(parsed) && !defaultMissingData) return { policy: "show", after: 0 };
  return { policy: isZeroByDefault(parsed) ? "zero" : "keep", after: 0 };
}

const isOfMetrics = (query: MonitorQuery): boolean =>
  query.kind === "metric" || (query.kind === "formula" && query.variables.some(({ kind }) => kind === "metrics"));

/**
 * Sums and counts take missing data for zero, every other aggregation keeps the last state (docs: Monitors > Guide >
 * Migrating to On Missing Data Configuration).
 */
function isZeroByDefault(query: MonitorQuery): boolean {
  switch (query.kind) {
    case "events":
      return isZeroOfNothing(query);
    case "formula":
      return query.variables.every((each) => each.kind === "events" && isZeroOfNothing(each));
    case "metric":
      return metricTerms(query.expression).every(({ modifiers }) => modifiers.some(({ name }) => name === "as_count"));
    case "check":
    case "composite":
    case "slo":
    case "unread":
    case "synthetics":
      return false;
  }
}

/** The default for hosts is 300 seconds and for other groups 60 (docs: Monitors > Configuration > Group delay). */
function groupDelay(options: Options, query: MonitorQuery): number {
  const keys = groupKeys(query);
  if (keys.length === 0) return 0;
  if (typeof options.new_group_delay === "number") return options.new_group_delay;
  return keys.includes("host") || keys.includes("*") ? (options.new_host_delay ?? 300) : 60;
}

function renotification(options: Options): Rules["renotify"] {
  const minutes = Number(options.renotify_interval ?? 0);
  if (minutes === 0) return null;
  return {
    interval: minutes * 60,
    occurrences: options.renotify_occurrences ?? null,
    statuses: new Set(options.renotify_statuses ?? ["alert", "no data"]),
  };
}

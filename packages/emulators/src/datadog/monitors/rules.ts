import { targetOf } from "../alerting/slo.ts";
import { refuse } from "../api/errors.ts";
import { sloSchema } from "../config/slo-schema.ts";
import type { Json } from "../config/stored.ts";
import { whyNotEvaluated } from "../evaluate/supported.ts";
import { monitorIds } from "../query/composite.ts";
import { calls } from "../query/expression.ts";
import { conditionOf, groupKeys, parseMonitorQuery } from "../query/parse.ts";
import { QueryError } from "../query/scanner.ts";
import type { MonitorQuery, SloQuery } from "../query/types.ts";
import { durationSeconds } from "../query/windows.ts";
import type { DatadogStore } from "../store.ts";
import { checkOptionTypes, type MonitorOptions } from "./option-schema.ts";
import { checkThresholds, readThresholds } from "./thresholds.ts";

/** What of a monitor can be refused beyond the types of its fields. */
interface Candidate {
  type: string;
  query: string;
  options: Json;
}

/**
 * Judges a monitor as the API does at create, update and validate.
 *
 * @returns the query, understood, and why it is stored and not evaluated (null: it is evaluated)
 * @throws Refusal 400 in the API's words where they are known
 */
export function judge(
  store: DatadogStore,
  { type, query, options }: Candidate,
): { parsed: MonitorQuery; notEvaluated: string | null } {
  const typed = checkOptionTypes(options);
  const { parsed, notEvaluated } = understand(type, query.trim(), typed.variables);
  checkReferences(store, parsed);
  const thresholds = readThresholds(typed.thresholds ?? {});
  const condition = conditionOf(parsed);
  if (condition !== null) checkThresholds(thresholds, condition);
  const inARow = parsed.kind === "check" && parsed.measure === "count_by_status";
  if (inARow && parsed.last < Math.max(0, ...Object.values(thresholds))) {
    throw refuse(400, "Last field should be larger than or equal to max threshold defined in monitor options");
  }
  checkMissingData(typed, parsed);
  checkGroups(typed, parsed);
  const scheduled = Object.keys(typed.scheduling_options ?? {}).length > 0;
  return {
    parsed,
    notEvaluated: notEvaluated ?? (scheduled ? "this emulator does not evaluate scheduling_options" : null),
  };
}

function understand(type: string, query: string, variables: unknown) {
  try {
    const parsed = parseMonitorQuery(type, query, variables);
    return { parsed, notEvaluated: whyNotEvaluated(parsed) };
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    throw refuse(400, `The value provided for parameter 'query' is invalid: ${error.message}`);
  }
}

/** Other objects that a query names by id must exist. */
function checkReferences(store: DatadogStore, query: MonitorQuery): void {
  const invalid = (what: string) => refuse(400, `The value provided for parameter 'query' is invalid: ${what}`);
  if (query.kind === "slo") checkSlo(store, query, invalid);
  if (query.kind !== "composite") return;
  for (const id of monitorIds(query.node)) {
    const part = store.monitors.get(id);
    if (part === undefined) throw invalid(`monitor ${id} not found`);
    if (part.type === "composite") throw invalid(`monitor ${id} is itself a composite monitor`);
  }
}

/** "Datadog blocks the creation of burn rate alerts that set a burn rate value beyond their maximum" (docs: Burn Rate Alerts). */
function checkSlo(store: DatadogStore, query: SloQuery, invalid: (what: string) => Error): void {
  const stored = store.slos.get(query.sloId);
  if (stored === undefined) throw invalid(`SLO ${query.sloId} not found`);
  const target = targetOf(sloSchema.parse(stored.body), query);
  if (query.measure !== "burn_rate" || target === null) return;
  const most = 100 / (100 - target);
  if (query.threshold > most) throw invalid(`a burn rate of this SLO is ${most.toFixed(2)} at most`);
}

/** The two ways to say what missing data means exclude each other; messages recorded from `monitor/validate`. */
function checkMissingData(options: MonitorOptions, query: MonitorQuery): void {
  const { on_missing_data: policy } = options;
  if (policy === undefined) return;
  const deprecated = (name: string) =>
    refuse(400, `The ${name} option is deprecated and cannot be used in combination with the on_missing_data option.`);
  if (options.notify_no_data === true) throw deprecated("notify_no_data");
  if (options.no_data_timeframe !== undefined && options.no_data_timeframe !== null) {
    throw deprecated("no_data_timeframe");
  }
  const zeroed = (query.kind === "metric" || query.kind === "formula") && calls(query.expression, "default_zero");
  if (zeroed && policy !== "default") {
    throw refuse(400, `Invalid on_missing_data value: ${policy}; valid value is: default`);
  }
  if (policy === "resolve" && options.timeout_h !== undefined && options.timeout_h !== null && options.timeout_h > 0) {
    throw refuse(400, "The timeout_h option cannot be used in combination with on_missing_data value: resolve");
  }
}

function checkGroups(options: MonitorOptions, query: MonitorQuery): void {
  const keys = groupKeys(query);
  const strange = (options.notify_by ?? []).find((key) => key !== "*" && !keys.includes(key));
  if (strange !== undefined) throw refuse(400, `notify_by: '${strange}' is not a group of the query`);
  const kept = options.group_retention_duration;
  if (kept === undefined) return;
  const seconds = durationSeconds(kept);
  if (seconds === null || seconds < 3_600 || seconds > 259_200) {
    throw refuse(400, "The value provided for parameter 'group_retention_duration' is invalid: 1h to 72h");
  }
}

import type { Json } from "../config/stored.ts";
import type { Asset } from "./model.ts";
import type { MonitorBody } from "./schema.ts";

/** Types of monitors whose answers state `groupby_simple_monitor` (seen in the recorded answers of each). */
const STATES_GROUPBY = new Set([
  "log alert",
  "rum alert",
  "ci-pipelines alert",
  "ci-tests alert",
  "error-tracking alert",
  "llm-observability alert",
  "trace-analytics alert",
  "audit alert",
  "event-v2 alert",
]);

/**
 * What the server does to the options of a monitor before it keeps them. Every row is a fact of the cassettes in
 * DataDog/terraform-provider-datadog and DataDog/datadog-api-client-typescript (2025 and 2026).
 */
export function keptOptions(type: string, sent: Json): Json {
  const options: Json = { ...sent };
  const { thresholds, on_missing_data: onMissingData, escalation_message: escalation } = options;
  // The default policy is not kept, nor is an empty object of thresholds.
  if (onMissingData === "default") delete options.on_missing_data;
  if (typeof thresholds === "object" && thresholds !== null && Object.keys(thresholds).length === 0) {
    delete options.thresholds;
  }
  if (typeof escalation === "string") options.escalation_message = escalation.trimEnd();
  // Defaults that appear in the answer when they were not sent.
  options.notify_audit ??= false;
  options.new_host_delay = "new_host_delay" in options ? options.new_host_delay : 300;
  options.include_tags ??= true;
  if (onMissingData === undefined) options.notify_no_data ??= false;
  if (STATES_GROUPBY.has(type)) options.groupby_simple_monitor ??= false;
  options.silenced ??= {};
  return options;
}

/**
 * The type that the server gives a monitor. `metric alert` and `query alert` are one kind with two names: calendar
 * windows come back as `query alert`, formulas as `metric alert` (same sources as above).
 */
export function keptType(type: string, query: string): string {
  if (type === "metric alert" && /^\s*\w+\(current_1(?:d|w|mo)\)/.test(query)) return "query alert";
  if (type === "query alert" && query.trimStart().startsWith("formula(")) return "metric alert";
  return type;
}

/** Links as the server keeps them: it adds four fields to each. */
export function keptAssets(sent: MonitorBody["assets"]): Asset[] {
  return (sent ?? []).map((asset) => ({
    name: asset.name,
    category: asset.category,
    url: asset.url,
    template_variables: asset.template_variables ?? {},
    options: asset.options ?? {},
    resource_key: asset.resource_key ?? null,
    resource_type: asset.resource_type ?? null,
  }));
}

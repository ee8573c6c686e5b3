import type { Json } from "../../model/resource.ts";
import { knownOn } from "../quirk-rows.ts";
import type { Quirk } from "../quirks.ts";

/** Facts known to hold on this date, from recorded Datadog traffic and the published v1 specification. */
const { defaults, mayBeSecret, means, rewritten, serverSets, unordered, writeOnly } = knownOn("2026-11-21");

/**
 * Facts of 2026: pairs "sent, answered" of the official clients (terraform-provider-datadog 701d55bc, datadog-sync-cli
 * 949a444c). Lists, single reads and writes of one object differ: a row holds for every answer.
 */
const in2026 = knownOn("2026-08-21");

const trimmed = (value: Json): Json => (typeof value === "string" ? value.trimEnd() : value);

const tags = unordered("tags", "tags are a set");

const authorship = "id org_id created created_at modified modified_at creator created_by modified_by";

export const monitorQuirks: readonly Quirk[] = [
  serverSets(authorship, "identity and authorship"),
  serverSets(
    "deleted multi overall_state overall_state_modified state matching_downtimes run_as",
    "computed by Datadog",
  ),
  in2026.serverSets("assets.*.monitor_id", "answers to writes since 2025-12"),
  in2026.serverSets("restricted restriction_policy", "answers to writes since 2025-12: who may edit it"),
  in2026.serverSets("creation_source", "who made it, in answers of 2026"),
  rewritten(
    "type",
    (type) => (type === "metric alert" ? "query alert" : type),
    "`metric alert` and `query alert` are turned into each other, by whether the query groups",
  ),
  rewritten("query options.escalation_message", trimmed, "trailing newlines are trimmed"),
  rewritten("options.silenced.*", (until) => until ?? "without an end", "a scope with null is muted without an end"),
  in2026.notListed(
    "assets",
    "only a read of one monitor has them (with_assets): other answers have none, or an empty list",
  ),
  tags,
  unordered("options.renotify_statuses restricted_roles", "a set"),
  defaults({ template_variables: {}, options: {} }, "added to each", "assets.*."),
  defaults({ draft_status: "published", tags: [], options: {}, message: "" }, "assumed when not sent"),
  defaults(
    {
      ...{ silenced: {}, notify_audit: false, new_host_delay: 300, notify_no_data: false },
      ...{ include_tags: true, groupby_simple_monitor: false },
    },
    "echoed when not sent",
    "options.",
  ),
  in2026.defaults({ restricted_roles: [] }, "its page writes it: nobody is shut out"),
  in2026.defaults(
    { notification_preset_name: "show_all", min_failure_duration: 0, min_location_failed: 1 },
    "its page writes them at their default",
    "options.",
  ),
  defaults(
    { thresholds: {}, on_missing_data: "default", escalation_message: "", locked: false, enable_logs_sample: false },
    "dropped when sent empty",
    "options.",
  ),
  means("options.silenced", "muted", () => true, "any scope in it silences the monitor"),
  means("draft_status", "muted", (value) => value === "draft", "a draft notifies nobody"),
].flat();

export const syntheticsTestQuirks: readonly Quirk[] = [
  serverSets(`${authorship} public_id monitor_id deleted_at`, "identity and authorship"),
  in2026.serverSets("options.downtime_ids", "in every entry of the list since 2026, and in no other answer"),
  in2026.serverSets("options.bits_ai_auto_investigate", "answers to creates since 2026-05, to updates since 2026-07"),
  in2026.serverSets("creation_source", "answers to writes of Terraform's provider since 2025-04"),
  in2026.serverSets("overall_state overall_state_modified", "answers to updates"),
  in2026.serverSets("metadata", "the list, where it is asked for"),
  writeOnly("config.configVariables.*.secure", "only echoed"),
  in2026.rewritten(
    "config.request.port",
    String,
    "a number or its text (specification, SyntheticsTestRequestPort): the official plugin's argument is text",
  ),
  tags,
  unordered("locations", "a set"),
  unordered("config.configVariables", "looked up by name", ["name"]),
  defaults({ status: "live", message: "", tags: [], options: {} }, "assumed when not sent"),
  defaults({ configVariables: [], variables: [] }, "echoed when not sent", "config."),
  defaults({ timeout: 60 }, "assumed when not sent", "config.request."),
  defaults({ elementsOperator: "firstElementMatches" }, "assumed when not sent", "config.assertions.*.target."),
  defaults({ monitor_options: {}, httpVersion: "any" }, "echoed when not sent", "options."),
  in2026.defaults({ restricted_roles: [], min_failure_duration: 0 }, "its page writes them", "options."),
  in2026.defaults({ notification_preset_name: "show_all" }, "its page writes it", "options.monitor_options."),
  defaults(
    {
      ...{ escalation_message: "", include_tags: true, locked: false, new_host_delay: 300, notify_audit: false },
      ...{ notify_no_data: false, on_missing_data: "show_no_data", renotify_interval: 0, renotify_occurrences: 0 },
    },
    "those of the monitor that each test brings with it",
    "options.monitor_options.",
  ),
  mayBeSecret(
    `config.request.headers config.request.basicAuth config.request.body config.request.certificate
     config.request.proxy`,
    "credentials are sent here",
  ),
  mayBeSecret("config.configVariables", "a value can be typed in"),
  means("status", "disabled", (value) => value === "paused", "a paused test does not run"),
].flat();

export const globalVariableQuirks: readonly Quirk[] = [
  serverSets("type", "computed from where the value comes from"),
  serverSets(`${authorship} editor last_error attributes`, "identity, authorship, restrictions"),
  writeOnly("value.value", "a secure value is never given back"),
  tags,
  defaults({ description: "", is_fido: false, is_totp: false, tags: [], value: {} }, "assumed when not sent"),
  defaults({ secure: false }, "assumed when not sent", "value."),
].flat();

export const slackChannelQuirks: readonly Quirk[] = defaults(
  { message: true, notified: true, snapshot: true, tags: true },
  "assumed when not sent",
  "display.",
);

export const logsPipelineQuirks: readonly Quirk[] = [
  serverSets("id type is_read_only", "identity"),
  defaults({ description: "", tags: [], processors: [], is_enabled: false }, "assumed when not sent"),
  tags,
  means("is_enabled", "disabled", (value) => value === false, "a disabled pipeline leaves logs as they are"),
].flat();

export const dashboardQuirks: readonly Quirk[] = [
  serverSets("id url author_handle author_name author_info created_at modified_at", "authorship"),
  serverSets("widgets.*.id widgets.*.definition.widgets.*.id", "numbers that Datadog gives to widgets"),
  unordered("notify_list", "a set"),
  unordered("widgets widgets.*.definition.widgets", "where each stands is said by its layout", [
    ...["definition.type", "definition.title", "definition.content"],
  ]),
  tags,
  defaults(
    {
      ...{ description: "", notify_list: [], template_variables: [], template_variable_presets: [], tags: [] },
      ...{ restricted_roles: [], is_read_only: false },
    },
    "assumed when not sent",
  ),
].flat();

export const objectiveQuirks: readonly Quirk[] = [
  serverSets(`${authorship} type_id configured_alert_ids overall_status`, "identity, authorship, status"),
  serverSets("timeframe target_threshold warning_threshold", "of the first threshold, said again"),
  serverSets("thresholds.*.target_display thresholds.*.warning_display", "the numbers as text"),
  serverSets("monitor_tags", "tags of the monitors it is counted from"),
  in2026.repeats(
    "sli_specification.count",
    "query",
    "every answer since 2026-03 has both forms of a metric SLO, whichever was sent",
  ),
  unordered("monitor_ids groups", "a set"),
  tags,
  defaults({ description: "", tags: [], groups: [] }, "assumed when not sent"),
].flat();

/** Of `POST /api/v2/downtime` and what it answers (recorded by terraform-provider-datadog 701d55bc). */
export const downtimeQuirks: readonly Quirk[] = [
  in2026.serverSets("canceled created modified status", "authorship and state"),
  in2026.serverSets("schedule.current_downtime", "the run that is going on, or comes next"),
  in2026.unordered("monitor_identifier.monitor_tags notify_end_states notify_end_types", "a set"),
].flat();

/** Of what On-Call answers: recorded conversations of datadog-api-client-typescript a6d17420 (2025-11 to 2026-05). */
export const onCallPolicyQuirks: readonly Quirk[] = [
  in2026.defaults({ resolve_page_on_policy_end: false, retries: 0 }, "assumed when not sent"),
  in2026.defaults({ assignment: "default" }, "assumed when not sent", "steps.*."),
  in2026.serverSets("tags", "answers since 2026-05, always empty"),
  in2026.unordered("steps.*.targets", "all are paged at once"),
].flat();

export const onCallRoutingQuirks: readonly Quirk[] = [
  in2026.serverSets("rules.*.urgency", "the urgency of the rule's action, said again"),
  in2026.defaults({ query: "" }, "assumed when not sent", "rules.*."),
  in2026.unordered("rules.*.time_restriction.restrictions", "any of them is enough"),
].flat();

import type { Json } from "../../model/resource.ts";
import type { Quirk } from "../quirks.ts";

/** Facts known to hold on this date, from recorded Datadog traffic and the published v1 specification. */
const date = "2026-11-21";

const trimmed = (value: Json): Json => (typeof value === "string" ? value.trimEnd() : value);

/**
 * Facts of 2026: pairs "sent, answered" of the official clients (terraform-provider-datadog 701d55bc, datadog-sync-cli
 * 949a444c). Lists, single reads and writes of one object differ: a row holds for every answer.
 */
const date2026 = "2026-08-21";

const serverSets = (paths: string[], fact: string, known = date): Quirk[] =>
  paths.map((path) => ({ rule: "server-sets", path, fact, date: known }));

const defaults = (prefix: string, values: Record<string, Json>, fact: string, known = date): Quirk[] =>
  Object.entries(values).map(([key, value]) => ({
    rule: "default",
    path: `${prefix}${key}`,
    value,
    fact,
    date: known,
  }));

const tags: Quirk = { rule: "unordered", path: "tags", by: [], fact: "tags are a set", date };

const authorship = [
  "id",
  "org_id",
  "created",
  "created_at",
  "modified",
  "modified_at",
  "creator",
  "created_by",
  "modified_by",
];

export const monitorQuirks: readonly Quirk[] = [
  ...serverSets(authorship, "identity and authorship"),
  ...serverSets(
    ["deleted", "multi", "overall_state", "overall_state_modified", "state", "matching_downtimes", "run_as"],
    "computed by Datadog",
  ),
  ...serverSets(["assets.*.monitor_id"], "answers to writes since 2025-12", date2026),
  ...serverSets(["restricted", "restriction_policy"], "answers to writes since 2025-12: who may edit it", date2026),
  ...serverSets(["creation_source"], "who made it, in answers of 2026", date2026),
  {
    rule: "rewritten",
    path: "type",
    to: (type) => (type === "metric alert" ? "query alert" : type),
    fact: "`metric alert` and `query alert` are turned into each other, by whether the query groups",
    date,
  },
  { rule: "rewritten", path: "query", to: trimmed, fact: "trailing newlines are trimmed", date },
  { rule: "rewritten", path: "options.escalation_message", to: trimmed, fact: "trailing newlines are trimmed", date },
  {
    rule: "rewritten",
    path: "options.silenced.*",
    to: (until) => until ?? "without an end",
    fact: "a scope with null is muted without an end",
    date,
  },
  {
    rule: "not-listed",
    path: "assets",
    fact: "only a read of one monitor has them (with_assets): other answers have none, or an empty list",
    date: date2026,
  },
  tags,
  { rule: "unordered", path: "options.renotify_statuses", by: [], fact: "a set", date },
  { rule: "unordered", path: "restricted_roles", by: [], fact: "a set", date },
  ...defaults("assets.*.", { template_variables: {}, options: {} }, "added to each"),
  ...defaults("", { draft_status: "published", tags: [], options: {}, message: "" }, "assumed when not sent"),
  ...defaults(
    "options.",
    {
      silenced: {},
      notify_audit: false,
      new_host_delay: 300,
      notify_no_data: false,
      include_tags: true,
      groupby_simple_monitor: false,
    },
    "echoed when not sent",
  ),
  ...defaults("", { restricted_roles: [] }, "its page writes it: nobody is shut out", date2026),
  ...defaults(
    "options.",
    { notification_preset_name: "show_all", min_failure_duration: 0, min_location_failed: 1 },
    "its page writes them at their default",
    date2026,
  ),
  ...defaults(
    "options.",
    { thresholds: {}, on_missing_data: "default", escalation_message: "", locked: false, enable_logs_sample: false },
    "dropped when sent empty",
  ),
  {
    rule: "means",
    path: "options.silenced",
    class: "muted",
    when: () => true,
    fact: "any scope in it silences the monitor",
    date,
  },
  {
    rule: "means",
    path: "draft_status",
    class: "muted",
    when: (value) => value === "draft",
    fact: "a draft notifies nobody",
    date,
  },
];

export const syntheticsTestQuirks: readonly Quirk[] = [
  ...serverSets([...authorship, "public_id", "monitor_id", "deleted_at"], "identity and authorship"),
  ...serverSets(["options.downtime_ids"], "in every entry of the list since 2026, and in no other answer", date2026),
  ...serverSets(
    ["options.bits_ai_auto_investigate"],
    "answers to creates since 2026-05, to updates since 2026-07",
    date2026,
  ),
  ...serverSets(["creation_source"], "answers to writes of Terraform's provider since 2025-04", date2026),
  ...serverSets(["overall_state", "overall_state_modified"], "answers to updates", date2026),
  ...serverSets(["metadata"], "the list, where it is asked for", date2026),
  { rule: "write-only", path: "config.configVariables.*.secure", fact: "only echoed", date },
  {
    rule: "rewritten",
    path: "config.request.port",
    to: String,
    fact: "a number or its text (specification, SyntheticsTestRequestPort): the official plugin's argument is text",
    date: date2026,
  },
  tags,
  { rule: "unordered", path: "locations", by: [], fact: "a set", date },
  { rule: "unordered", path: "config.configVariables", by: ["name"], fact: "looked up by name", date },
  ...defaults("", { status: "live", message: "", tags: [], options: {} }, "assumed when not sent"),
  ...defaults("config.", { configVariables: [], variables: [] }, "echoed when not sent"),
  ...defaults("config.request.", { timeout: 60 }, "assumed when not sent"),
  ...defaults("config.assertions.*.target.", { elementsOperator: "firstElementMatches" }, "assumed when not sent"),
  ...defaults("options.", { monitor_options: {}, httpVersion: "any" }, "echoed when not sent"),
  ...defaults("options.", { restricted_roles: [], min_failure_duration: 0 }, "its page writes them", date2026),
  ...defaults("options.monitor_options.", { notification_preset_name: "show_all" }, "its page writes it", date2026),
  ...defaults(
    "options.monitor_options.",
    {
      escalation_message: "",
      include_tags: true,
      locked: false,
      new_host_delay: 300,
      notify_audit: false,
      notify_no_data: false,
      on_missing_data: "show_no_data",
      renotify_interval: 0,
      renotify_occurrences: 0,
    },
    "those of the monitor that each test brings with it",
  ),
  ...["headers", "basicAuth", "body", "certificate", "proxy"].map(
    (part): Quirk => ({
      rule: "may-be-secret",
      path: `config.request.${part}`,
      fact: "credentials are sent here",
      date,
    }),
  ),
  { rule: "may-be-secret", path: "config.configVariables", fact: "a value can be typed in", date },
  {
    rule: "means",
    path: "status",
    class: "disabled",
    when: (value) => value === "paused",
    fact: "a paused test does not run",
    date,
  },
];

export const globalVariableQuirks: readonly Quirk[] = [
  ...serverSets(["type"], "computed from where the value comes from"),
  ...serverSets([...authorship, "editor", "last_error", "attributes"], "identity, authorship, restrictions"),
  { rule: "write-only", path: "value.value", fact: "a secure value is never given back", date },
  tags,
  ...defaults("", { description: "", is_fido: false, is_totp: false, tags: [], value: {} }, "assumed when not sent"),
  ...defaults("value.", { secure: false }, "assumed when not sent"),
];

export const slackChannelQuirks: readonly Quirk[] = [
  ...defaults("display.", { message: true, notified: true, snapshot: true, tags: true }, "assumed when not sent"),
];

export const logsPipelineQuirks: readonly Quirk[] = [
  ...serverSets(["id", "type", "is_read_only"], "identity"),
  ...defaults("", { description: "", tags: [], processors: [], is_enabled: false }, "assumed when not sent"),
  tags,
  {
    rule: "means",
    path: "is_enabled",
    class: "disabled",
    when: (value) => value === false,
    fact: "a disabled pipeline leaves logs as they are",
    date,
  },
];

export const dashboardQuirks: readonly Quirk[] = [
  ...serverSets(
    ["id", "url", "author_handle", "author_name", "author_info", "created_at", "modified_at"],
    "authorship",
  ),
  ...serverSets(["widgets.*.id", "widgets.*.definition.widgets.*.id"], "numbers that Datadog gives to widgets"),
  { rule: "unordered", path: "notify_list", by: [], fact: "a set", date },
  ...["widgets", "widgets.*.definition.widgets"].map(
    (path): Quirk => ({
      rule: "unordered",
      path,
      by: ["definition.type", "definition.title", "definition.content"],
      fact: "where each stands is said by its layout",
      date,
    }),
  ),
  tags,
  ...defaults(
    "",
    {
      description: "",
      notify_list: [],
      template_variables: [],
      template_variable_presets: [],
      tags: [],
      restricted_roles: [],
      is_read_only: false,
    },
    "assumed when not sent",
  ),
];

export const objectiveQuirks: readonly Quirk[] = [
  ...serverSets([...authorship, "type_id", "configured_alert_ids", "overall_status"], "identity, authorship, status"),
  ...serverSets(["timeframe", "target_threshold", "warning_threshold"], "of the first threshold, said again"),
  ...serverSets(["thresholds.*.target_display", "thresholds.*.warning_display"], "the numbers as text"),
  ...serverSets(["monitor_tags"], "tags of the monitors it is counted from"),
  {
    rule: "repeats",
    path: "sli_specification.count",
    member: "query",
    fact: "every answer since 2026-03 has both forms of a metric SLO, whichever was sent",
    date: date2026,
  },
  { rule: "unordered", path: "monitor_ids", by: [], fact: "a set", date },
  { rule: "unordered", path: "groups", by: [], fact: "a set", date },
  tags,
  ...defaults("", { description: "", tags: [], groups: [] }, "assumed when not sent"),
];

/** Of `POST /api/v2/downtime` and what it answers (recorded by terraform-provider-datadog 701d55bc). */
export const downtimeQuirks: readonly Quirk[] = [
  ...serverSets(["canceled", "created", "modified", "status"], "authorship and state", date2026),
  ...serverSets(["schedule.current_downtime"], "the run that is going on, or comes next", date2026),
  ...["monitor_identifier.monitor_tags", "notify_end_states", "notify_end_types"].map(
    (path): Quirk => ({ rule: "unordered", path, by: [], fact: "a set", date: date2026 }),
  ),
];

/** Of what On-Call answers: recorded conversations of datadog-api-client-typescript a6d17420 (2025-11 to 2026-05). */
export const onCallPolicyQuirks: readonly Quirk[] = [
  ...defaults("", { resolve_page_on_policy_end: false, retries: 0 }, "assumed when not sent", date2026),
  ...defaults("steps.*.", { assignment: "default" }, "assumed when not sent", date2026),
  ...serverSets(["tags"], "answers since 2026-05, always empty", date2026),
  { rule: "unordered", path: "steps.*.targets", by: [], fact: "all are paged at once", date: date2026 },
];

export const onCallRoutingQuirks: readonly Quirk[] = [
  ...serverSets(["rules.*.urgency"], "the urgency of the rule's action, said again", date2026),
  ...defaults("rules.*.", { query: "" }, "assumed when not sent", date2026),
  {
    rule: "unordered",
    path: "rules.*.time_restriction.restrictions",
    by: [],
    fact: "any of them is enough",
    date: date2026,
  },
];

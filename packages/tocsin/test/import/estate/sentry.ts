/** Sentry's monitors and alerts: every trigger, filter, action, window and comparison of its specification. */
import type { Json, JsonObject } from "../../../src/model/resource.ts";
import type { Named } from "./datadog-monitors.ts";
import type { Draw } from "./seed.ts";

const limits = (critical: number): JsonObject[] => [
  { type: "gt", comparison: critical, conditionResult: 75 },
  { type: "gt", comparison: critical - 1, conditionResult: 50 },
  { type: "lte", comparison: critical - 1, conditionResult: 0 },
];
const source = (changes: JsonObject = {}): JsonObject => ({
  ...{ aggregate: "count()", dataset: "events", environment: "production", eventTypes: ["default", "error"] },
  ...{ query: "is:unresolved", queryType: 0, timeWindow: 3600, extrapolationMode: null, ...changes },
});
const ofSpans = { dataset: "events_analytics_platform", eventTypes: ["trace_item_span"], queryType: 1, query: "" };
const metric = (changes: JsonObject, config: JsonObject = { detectionType: "static" }, conditions = limits(9)) => ({
  type: "metric_issue",
  dataSources: [source(changes)],
  conditionGroup: { logicType: "any", conditions },
  config,
});
const uptime = (changes: JsonObject, config: JsonObject = {}) => ({
  type: "uptime_domain_failure",
  dataSources: [
    {
      ...{ url: "https://app.example.com/status", method: "GET", intervalSeconds: 300, timeoutMs: 5000 },
      ...{ headers: [["x-probe", "1"]], body: null, assertion: null, traceSampling: false, ...changes },
    },
  ],
  config: { environment: "production", mode: 1, downtimeThreshold: 3, recoveryThreshold: 1, ...config },
});

/** Monitors, each of project `web`. */
export function detectors(draw: Draw): Named[] {
  const anomaly = (sensitivity: string, thresholdType: number): JsonObject[] => [
    { type: "anomaly_detection", comparison: { seasonality: "auto", sensitivity, thresholdType }, conditionResult: 75 },
  ];
  const all: JsonObject[] = [
    ...[60, 300, 600, 900, 1800, 3600, 7200, 14_400, 86_400].map((timeWindow) => metric({ timeWindow })),
    ...[300, 900, 3600, 86_400, 604_800, 2_592_000].map((comparisonDelta) =>
      metric({}, { detectionType: "percent", comparisonDelta }),
    ),
    ...["low", "medium", "high"].map((sensitivity, type) =>
      metric({}, { detectionType: "dynamic" }, anomaly(sensitivity, type)),
    ),
    metric({ aggregate: "count_unique(tags[sentry:user])" }),
    ...["count(span.duration)", "p95(span.duration)", "failure_rate()", "epm()"].map((aggregate) =>
      metric({ ...ofSpans, aggregate, extrapolationMode: "client_and_server_weighted" }),
    ),
    ...[60, 300, 600, 1200, 1800, 3600].map((intervalSeconds) => uptime({ intervalSeconds })),
    ...["POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"].map((method) =>
      uptime({ method, ...(method === "HEAD" ? {} : { body: "{}" }) }),
    ),
    uptime(
      { assertion: { root: { op: "status_code", value: 200 } }, traceSampling: true },
      { downtimeThreshold: 5, recoveryThreshold: 2 },
    ),
  ];
  return all.map((one, index) => ({
    ...one,
    name: `monitor ${index + 1}`,
    description: draw.of([null, "made by Ada\nsee #ops"]),
    enabled: draw.of([true, false]),
    owner: draw.of([null, "team:3", "user:7"]),
  }));
}

const condition = (type: string, comparison: Json): JsonObject => ({ type, comparison, conditionResult: true });
const triggers: readonly JsonObject[] = [
  ...["first_seen_event", "issue_resolved_trigger", "reappeared_event", "regression_event"].map((type) =>
    condition(type, true),
  ),
  condition("seer_activity_trigger", ["rca_completed", "solution_completed", "coding_completed", "pr_created"]),
];
const periods = ["1m", "5m", "15m", "1h", "1d", "1w", "30d"];
const filters: readonly JsonObject[] = [
  ...["minute", "hour", "day", "week"].map((time) =>
    condition("age_comparison", { time, value: 10, comparisonType: "older" }),
  ),
  condition("assigned_to", { targetType: "Member", targetIdentifier: 7 }),
  condition("assigned_to", { targetType: "Unassigned", targetIdentifier: "" }),
  ...[1, 6, 10, 11, 12, 13, 14, 15].map((value) => condition("issue_category", { value })),
  condition("issue_occurrences", { value: 10 }),
  condition("issue_priority_deescalating", true),
  ...[25, 50, 75].map((value) => condition("issue_priority_greater_or_equal", value)),
  ...periods.map((interval) =>
    condition("event_unique_user_frequency_count", {
      value: 100,
      filters: [{ key: "foo", match: "eq", value: "bar" }],
      interval,
    }),
  ),
  ...periods.map((interval) => condition("event_frequency_count", { value: 100, interval })),
  condition("event_frequency_percent", { value: 100, interval: "1h", comparisonInterval: "1w" }),
  condition("percent_sessions_count", { value: 10, interval: "1h" }),
  condition("percent_sessions_percent", { value: 10, interval: "1h", comparisonInterval: "1d" }),
  ...["co", "nc", "eq", "ne", "sw", "ew"].map((match) =>
    condition("event_attribute", { match, value: "bar", attribute: "message" }),
  ),
  ...["is", "ns"].map((match) => condition("tagged_event", { key: "level", match })),
  condition("tagged_event", { key: "level", match: "eq", value: "error" }),
  condition("latest_release", true),
  condition("latest_adopted_release", { environment: "production", ageComparison: "older", releaseAgeType: "oldest" }),
  ...["eq", "gte", "lte"].map((match) => condition("level", { level: 40, match })),
];
/** The integrations of the organization, by provider: an action names one by its id. */
export const integrations = {
  ...{ pagerduty: "2341", discord: "2342", msteams: "2343", opsgenie: "2344" },
  ...{ vsts: "2345", jira: "2346", jira_server: "2347", github: "2348" },
};
const provided: Readonly<Record<string, string>> = integrations;

const to = (
  type: string,
  config: JsonObject,
  data: JsonObject = {},
  integrationId: string | null = provided[type] ?? null,
): JsonObject => ({
  ...{ type, integrationId, data, status: "active", config: { targetType: "specific", targetDisplay: "", ...config } },
});
const actions: readonly JsonObject[] = [
  to("email", { targetType: "user", targetIdentifier: "7", targetDisplay: null }, {}, null),
  to("email", { targetType: "team", targetIdentifier: "3", targetDisplay: null }, {}, null),
  ...["ActiveMembers", "AllMembers", "NoOne"].map((fallthroughType) =>
    to("email", { targetType: "issue_owners", targetIdentifier: "", targetDisplay: null }, { fallthroughType }, null),
  ),
  to("slack", { targetIdentifier: "", targetDisplay: "#alerts-local" }, { notes: "n", tags: "service" }, "55"),
  to("pagerduty", { targetIdentifier: "123456", targetDisplay: "Error Service" }, { priority: "default" }),
  to("discord", { targetIdentifier: "12345" }, { tags: "transaction,environment" }),
  to("msteams", { targetIdentifier: "19:a@thread.skype", targetDisplay: "notify-errors" }),
  to("opsgenie", { targetIdentifier: "1-Error", targetDisplay: "Error Service" }, { priority: "P3" }),
  ...["vsts", "jira", "jira_server"].map((type) => to(type, { targetIdentifier: "" }, { project: "P" })),
  to(
    "github",
    { targetIdentifier: "" },
    { additional_fields: { repo: "r", labels: [] }, dynamic_form_fields: [{ name: "repo", required: true }] },
  ),
];

/** Alerts; `monitors` are ids of monitors that they can stand behind. */
export function workflows(draw: Draw, monitors: readonly string[]): Named[] {
  const mail = actions[0] ?? {};
  const body = (when: JsonObject[], only: JsonObject[], act: JsonObject[], frequency = 30): JsonObject => ({
    enabled: draw.of([true, true, false]),
    environment: draw.of([null, "production"]),
    owner: draw.of([null, "team:3"]),
    config: { frequency },
    detectorIds: draw.some(monitors.slice(0, 4)),
    triggers: { logicType: "any-short", conditions: when },
    actionFilters: [{ logicType: draw.of(["any-short", "all", "none"]), conditions: only, actions: act }],
  });
  const all = [
    ...triggers.map((trigger) => body([trigger], [], [mail])),
    body([...triggers], [], [mail]),
    body([], [], [mail]),
    ...filters.map((filter) => body(triggers.slice(0, 1), [filter], [mail])),
    ...actions.map((action) => body(triggers.slice(0, 1), [], [action])),
    ...[0, 5, 10, 30, 60, 180, 720, 1440].map((frequency) => body(triggers.slice(0, 1), [], [mail], frequency)),
  ];
  return all.map((one, index) => ({ ...one, name: `alert ${index + 1}` }));
}

/** Monitors of every type and with every option that Datadog's specification knows (`MonitorType`, `MonitorOptions`). */
import type { JsonObject } from "../../../src/model/resource.ts";
import type { Draw } from "./seed.ts";

export type Named = JsonObject & { name: string };

/** Queries of each type, as monitors of public repositories and the specification have them; the number at the end is the threshold. */
const queries: Readonly<Record<string, readonly string[]>> = {
  "query alert": [
    "avg(last_10m):avg:system.load.5{env:prod} by {host} > 4",
    "max(last_1h):max:redis.mem.used{service:cache,!env:dev} by {host,role} >= 7",
    "sum(last_15m):sum:jobs.failed{queue IN (a,b)}.as_count() / sum:jobs.all{queue IN (a,b)}.as_count() * 100 > 5",
    "avg(last_4h):anomalies(avg:web.latency{env:prod}, 'agile', 2, direction='above', interval=60, alert_window='last_15m', count_default_zero='true', seasonality='weekly') >= 1",
    "max(next_1w):forecast(avg:disk.used{host:db} by {device}, 'linear', 1, interval='60m', history='1w', model='default') >= 90",
    "avg(last_30m):outliers(avg:system.cpu.user{role:web} by {host}, 'dbscan', 7) > 0",
    "change(avg(last_5m),last_1h):avg:orders.open{*} < -3",
    "pct_change(avg(last_5m),last_1d):avg:orders.open{*} < -30",
    "avg(current_1d):avg:cost.so_far{*} > 100",
    "percentile(last_5m):p99:trace.http.request{service:web} > 2.5",
    "avg(last_5m):default_zero(sum:queue.length{*}.rollup(sum, 60)) > 9",
    "avg(last_5m):avg:a.b{*}.fill(zero, 0) > 1",
    "avg(last_5m):system.load.1{*} > 6",
  ],
  "metric alert": [
    "min(last_5m):min:pool.free{service:api} <= 2",
    "avg(last_5m):sum:http.errors{*} by {route}.as_rate() > 0.5",
  ],
  "log alert": [
    'logs("service:checkout status:error").index("*").rollup("count").by("@route").last("10m") > 7',
    'logs("@duration:>3000").index("main").rollup("pc95", "@duration").last("1h") > 3000',
    'logs("service:web").index("*").rollup("cardinality", "@usr.id").by("service,@region").last("30m") < 5',
    'logs("status:error").index("*").rollup("count").current("1d") > 50',
  ],
  "rum alert": ['rum("@type:error @application.id:abc").rollup("count").by("@view.name").last("5m") > 20'],
  "trace-analytics alert": [
    'trace-analytics("env:prod operation_name:pg.query").rollup("avg", "@duration").last("5m") > 9',
  ],
  "audit alert": ['audits("@evt.name:Authentication @action:login").rollup("count").last("1h") > 4'],
  "ci-pipelines alert": ['ci-pipelines("@ci.status:error").rollup("count").by("@git.branch").last("4h") >= 3'],
  "ci-tests alert": ['ci-tests("@test.status:fail").rollup("count").last("1d") > 10'],
  "event-v2 alert": [
    'events("source:github tags:deploy").rollup("count").last("1h") > 2',
    'events("*").rollup("cardinality", "host").last("15m") > 1',
  ],
  "event alert": ["events('priority:all sources:nagios').rollup('count').last('1h') > 4"],
  "process alert": ["processes('nginx').over('env:prod').rollup('count').last('10m') < 1"],
  "service check": [
    '"datadog.agent.up".over("env:prod","role:db").by("host").last(6).count_by_status()',
    '"http.can_connect".over("*").exclude("env:dev").by("*").last(4).pct_by_status()',
  ],
  "error-tracking alert": [
    'error-tracking("service:web").source("browser").new().rollup("count").by("@issue.id").last("1d") > 0',
  ],
  "database-monitoring alert": [
    'database-monitoring("dbm_type:activity @db.wait_event:Lock").rollup("count").last("15m") > 5',
  ],
  "network-performance alert": [
    'network-performance("client_service:web").rollup("sum", "@network.bytes").last("10m") > 1000',
  ],
  "network-path alert": [
    'network-path("source:web").index("netpath-search").rollup("max", "@loss").by("@destination").last("5m") > 20',
  ],
  "llm-observability alert": ['llm-observability("@ml_app:bot status:error").rollup("count").last("5m") > 3'],
};

/** Types whose queries are formulas, each over its own data. */
const formulas: readonly { type: string; query: string; variables: JsonObject[] }[] = [
  {
    type: "query alert",
    query: 'formula("a / b * 100").rollup("avg").last("15m") > 12',
    variables: [
      { name: "a", data_source: "metrics", query: "sum:http.errors{*}.as_count()", aggregator: "sum" },
      { name: "b", data_source: "metrics", query: "sum:http.requests{*}.as_count()", aggregator: "sum" },
    ],
  },
  {
    type: "log alert",
    query: 'formula("errors / total * 100").last("5m") > 5',
    variables: ["status:error", "*"].map((query, index) => ({
      ...{ name: index === 0 ? "errors" : "total", data_source: "logs", indexes: ["*"], storage: "hot" },
      ...{ search: { query }, compute: { aggregation: "count" }, group_by: [] },
    })),
  },
  {
    type: "log alert",
    query: 'formula("joined").last("1h") > 30',
    variables: [
      {
        ...{ name: "joined", data_source: "aggregate_augmented_query", group_by: [] },
        compute: [{ name: "n", aggregation: "sum" }],
        base_query: { name: "base", data_source: "logs", search: { query: "*" }, compute: { aggregation: "count" } },
        augment_query: { data_source: "reference_table", table_name: "owners", columns: [{ name: "team" }] },
        join_condition: { join_type: "inner", augment_attribute: "id", base_attribute: "@owner" },
      },
    ],
  },
  {
    type: "cost alert",
    query: 'formula("query1").last("7d").anomaly(direction="above", threshold=10) >= 5',
    variables: [
      {
        name: "query1",
        data_source: "cloud_cost",
        query: "sum:aws.cost.amortized{*} by {aws_product}",
        aggregator: "sum",
      },
    ],
  },
  {
    type: "data-quality alert",
    query: 'formula("freshness").last("1h") > 3600',
    variables: [
      {
        ...{ name: "freshness", data_source: "data_quality_metrics", schema_version: "0.0.1", measure: "freshness" },
        ...{ filter: "search for column where `database:prod`", scope: "table", group_by: ["entity_id"] },
      },
    ],
  },
  {
    type: "data-jobs alert",
    query: 'formula("failed").last("30m") > 0',
    variables: [
      {
        name: "failed",
        data_source: "data_jobs",
        jobs_query: "job_name:etl*",
        job_type: "spark",
        query_dialect: "metric",
      },
    ],
  },
];

/** Each option, with the values that are drawn for it; `of` says which queries it goes with. */
const options: readonly { name: string; values: readonly JsonObject[]; of?: (query: string) => boolean }[] = [
  {
    name: "escalation_message",
    values: [{ escalation_message: "still so @slack-acme-alerts-local", renotify_interval: 30 }],
  },
  { name: "evaluation_delay", values: [{ evaluation_delay: 60 }, { evaluation_delay: 900 }] },
  { name: "enable_logs_sample", values: [{ enable_logs_sample: true }] },
  { name: "enable_samples", values: [{ enable_samples: true }] },
  { name: "aggregation", values: [{ aggregation: { group_by: "host", metric: "metrics.name", type: "count" } }] },
  { name: "device_ids", values: [{ device_ids: ["laptop_large"] }] },
  {
    name: "group_retention_duration",
    values: [{ group_retention_duration: "2h" }, { group_retention_duration: "3d" }],
  },
  { name: "groupby_simple_monitor", values: [{ groupby_simple_monitor: true }] },
  { name: "include_tags", values: [{ include_tags: false }] },
  { name: "locked", values: [{ locked: false }, { locked: true }] },
  { name: "min_failure_duration", values: [{ min_failure_duration: 0 }, { min_failure_duration: 120 }] },
  { name: "min_location_failed", values: [{ min_location_failed: 1 }] },
  { name: "new_group_delay", values: [{ new_group_delay: 120 }] },
  { name: "new_host_delay", values: [{ new_host_delay: 600 }, { new_host_delay: 0 }] },
  { name: "no_data_timeframe", values: [{ notify_no_data: true, no_data_timeframe: 30 }] },
  {
    name: "notification_preset_name",
    values: ["show_all", "hide_query", "hide_handles", "hide_all", "hide_query_and_handles"].map((name) => ({
      notification_preset_name: name,
    })),
  },
  { name: "notify_audit", values: [{ notify_audit: true }] },
  { name: "notify_by", values: [{ notify_by: ["*"] }], of: (query) => query.includes("by {host") },
  { name: "notify_no_data", values: [{ notify_no_data: false }, { notify_no_data: true, no_data_timeframe: 20 }] },
  {
    name: "on_missing_data",
    values: ["resolve", "show_no_data", "show_and_notify_no_data"].map((name) => ({ on_missing_data: name })),
    of: (query) => !query.includes("default_zero"),
  },
  // Of a metric the default is carried by no update, so such a monitor is not imported (`verbatim.test.ts`).
  { name: "the default", values: [{ on_missing_data: "default" }], of: (query) => query.startsWith("logs(") },
  { name: "renotify_interval", values: [{ renotify_interval: 45 }, { renotify_interval: 0 }] },
  { name: "renotify_occurrences", values: [{ renotify_interval: 60, renotify_occurrences: 3 }] },
  { name: "renotify_statuses", values: [{ renotify_interval: 90, renotify_statuses: ["alert", "warn"] }] },
  { name: "require_full_window", values: [{ require_full_window: true }, { require_full_window: false }] },
  {
    name: "scheduling_options",
    values: [
      {
        scheduling_options: { evaluation_window: { day_starts: "04:00", month_starts: 1, timezone: "Europe/Zurich" } },
      },
      {
        scheduling_options: {
          custom_schedule: {
            recurrences: [{ rrule: "FREQ=DAILY;INTERVAL=1", start: "2026-01-01T09:00:00", timezone: "UTC" }],
          },
        },
      },
    ],
  },
  { name: "silenced", values: [{ silenced: {} }] },
  { name: "synthetics_check_id", values: [{ synthetics_check_id: "abc-def-ghi" }] },
  {
    name: "threshold_windows",
    values: [{ threshold_windows: { trigger_window: "last_15m", recovery_window: "last_15m" } }],
    of: (query) => query.includes("anomalies("),
  },
  { name: "timeout_h", values: [{ timeout_h: 6 }, { timeout_h: 0 }] },
];

const thresholdsOf = (query: string, draw: Draw): JsonObject => {
  if (query.includes("_by_status")) return { critical: 3, warning: 2, ok: 1 };
  const critical = Number(/(-?[\d.]+)$/.exec(query)?.[1]);
  const isAbove = /(?:>=?) -?[\d.]+$/.test(query);
  const nearer = isAbove ? critical - 0.25 : critical + 0.25;
  const further = isAbove ? critical - 0.5 : critical + 0.5;
  return draw.of<JsonObject>([
    { critical },
    { critical, warning: nearer },
    { critical, critical_recovery: further },
    {
      critical,
      warning: nearer,
      critical_recovery: further,
      warning_recovery: isAbove ? critical - 0.75 : critical + 0.75,
    },
  ]);
};

/** One monitor a query, and then one an option and value, on queries that it goes with. */
export function monitors(draw: Draw): Named[] {
  const all = Object.entries(queries).flatMap(([type, list]) =>
    list.map((query) => ({ type, query, variables: [] as JsonObject[] })),
  );
  const plain = [...all, ...formulas].map((one) => made(one, {}, draw));
  const withOptions = options.flatMap(({ values, of = () => true }) =>
    values.map((value) =>
      made(draw.of(all.filter(({ type, query }) => !type.includes("service") && of(query))), value, draw),
    ),
  );
  return [...plain, ...withOptions].map((monitor, index) => ({ ...monitor, name: `${index + 1} ${monitor.name}` }));
}

function made({ type, query, variables }: (typeof formulas)[number], option: JsonObject, draw: Draw): Named {
  return {
    name: draw.of(["too many errors", "is it up?", "queue of [mail]", "Ops: p95 {prod}"]),
    type,
    query,
    message: draw.of([
      "look {{value}} @slack-acme-alerts-local",
      "",
      "  spaces before",
      "line\n\n{{#is_alert}}now{{/is_alert}} @founder@example.com",
    ]),
    tags: draw.some(["team:web", "service:checkout", "env:production", "owner:ada", "tier"]),
    priority: draw.of([null, 1, 2, 3, 4, 5]),
    options: {
      thresholds: thresholdsOf(query, draw),
      ...(option.on_missing_data === undefined ? { notify_no_data: false } : {}),
      ...(variables.length === 0 ? {} : { variables }),
      ...option,
    },
  };
}

/** What a composite monitor and one on an objective need is there only once others are. */
export const composite = (first: string, second: string): Named => ({
  ...{
    name: "both of them",
    type: "composite",
    query: `${first} && !${second}`,
    message: "both",
    tags: [],
    priority: 2,
  },
  options: { renotify_interval: 60 },
});
export const onObjective = (slo: string): Named[] => [
  {
    ...{
      name: "budget is going",
      type: "slo alert",
      query: `error_budget("${slo}").over("30d") > 75`,
      message: "m",
      tags: [],
    },
    options: { thresholds: { critical: 75, warning: 50 } },
  },
  {
    ...{ name: "burns", type: "slo alert", message: "m", tags: ["team:web"] },
    query: `burn_rate("${slo}").over("30d").long_window("1h").short_window("5m") > 14.4`,
    options: { thresholds: { critical: 14.4, warning: 6 } },
  },
];

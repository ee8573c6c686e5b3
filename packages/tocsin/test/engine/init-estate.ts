/** An estate as somebody clicks it together over a year: objects of four vendors, made through the vendors' own interfaces. */
import type { JsonObject } from "../../src/model/resource.ts";

/** A call at a vendor, as a hand makes it. */
export type Call = (
  vendor: "datadog" | "sentry" | "stripe",
  method: string,
  where: string,
  body?: object,
) => Promise<JsonObject>;

/** One object, with the call that reads it. */
export interface ByHand {
  name: string;
  vendor: "datadog" | "sentry" | "stripe";
  read: string;
}

const organization = "/api/0/organizations/acme";

const conditions = (critical: number, over: number) => [
  { type: "gt", comparison: critical, conditionResult: 75 },
  { type: "lte", comparison: over, conditionResult: 0 },
];

const monitors: (JsonObject & { name: string })[] = [
  {
    name: "Checkout: too many 5xx!!",
    type: "log alert",
    query:
      'logs("service:checkout @proxy.statusCode:[500 TO 599] -@path:/health").index("main").rollup("count").by("@route").last("10m") > 7',
    message:
      "Somebody look! {{#is_alert}}It is {{value}}{{/is_alert}}\n\n@slack-acme-alerts-local @founder@example.com",
    tags: ["service:checkout", "team:web"],
    priority: 2,
    options: { thresholds: { critical: 7, warning: 3 }, renotify_interval: 45, enable_logs_sample: true },
  },
  {
    name: "db cpu > 83",
    type: "query alert",
    query: "avg(last_10m):avg:supabase.cpu{env:production} by {host} > 83",
    message: "DB hot, see wiki/db",
    tags: ["env:production", "owner:dieter"],
    priority: 1,
    options: {
      thresholds: { critical: 83, critical_recovery: 71.5 },
      notify_no_data: true,
      no_data_timeframe: 25,
      evaluation_delay: 90,
    },
  },
  {
    name: "memory of workers",
    type: "metric alert",
    query: "max(last_5m):max:worker.memory.rss{service:worker} > 734003200",
    message: "",
    tags: [],
    priority: null,
    options: { thresholds: { critical: 734003200 }, new_host_delay: 600, require_full_window: false },
  },
  {
    name: "queue grows (change)",
    type: "query alert",
    query: "sum(last_15m):sum:queue.added{queue:mail}.as_count() - sum:queue.done{queue:mail}.as_count() >= 120",
    message: "mail queue @slack-acme-alerts-local",
    tags: ["service:mailer"],
    priority: 4,
    options: { thresholds: { critical: 120 } },
  },
  {
    name: "lines of billing",
    type: "log alert",
    query: 'logs("service:billing status:error").index("*").rollup("count").last("1d") > 0',
    message: "any error in billing is one too many",
    tags: ["team:money", "team:web"],
    priority: null,
    options: { thresholds: { critical: 0 }, groupby_simple_monitor: false, timeout_h: 2 },
  },
  {
    name: "Deploy failures (events)",
    type: "log alert",
    query: 'logs("source:github status:error").index("*").rollup("count").last("1h") > 2',
    message: "deploys fail",
    tags: ["team:web"],
    priority: null,
    options: { thresholds: { critical: 2 } },
  },
  {
    name: "disk of the warehouse",
    type: "query alert",
    query: "avg(last_1h):100 * avg:disk.used{host:warehouse} / avg:disk.total{host:warehouse} > 91.5",
    message: 'clean up /tmp first\n\n\ttabs and "quotes" and \\ slashes, `ticks`, {not: a template}',
    tags: ["infra", "env:production", "service:warehouse"],
    priority: 5,
    options: {
      thresholds: { critical: 91.5, warning: 85 },
      include_tags: false,
      escalation_message: "still full",
      renotify_interval: 1440,
    },
  },
  {
    name: "Slow exports, only on weekdays",
    type: "log alert",
    query: 'logs("service:export @duration:>30000").index("*").rollup("cardinality", "@usr.id").last("30m") > 12',
    message: "exports are slow for {{value}} people",
    tags: ["service:export"],
    priority: 3,
    options: { thresholds: { critical: 12, critical_recovery: 4 }, on_missing_data: "resolve" },
  },
];

const tests: (JsonObject & { name: string })[] = [
  {
    name: "home page",
    type: "api",
    subtype: "http",
    status: "live",
    message: "the home page @founder@example.com",
    tags: ["service:web"],
    locations: ["aws:us-east-1"],
    config: {
      assertions: [{ type: "statusCode", operator: "is", target: 200 }],
      request: { method: "GET", url: "https://app.cliply.example/", timeout: 20 },
    },
    options: { tick_every: 900, min_location_failed: 1, httpVersion: "any" },
  },
  {
    name: "login answers",
    type: "api",
    subtype: "http",
    status: "paused",
    message: "",
    tags: [],
    locations: ["aws:eu-central-1", "aws:us-east-1"],
    config: {
      assertions: [
        { type: "statusCode", operator: "isNot", target: 500 },
        { type: "responseTime", operator: "lessThan", target: 3000 },
        { type: "body", operator: "contains", target: "token" },
        { type: "header", property: "content-type", operator: "contains", target: "json" },
      ],
      request: {
        method: "POST",
        url: "https://app.cliply.example/api/login",
        timeout: 30,
        body: '{"user":"probe"}',
        headers: { "content-type": "application/json" },
      },
    },
    options: {
      tick_every: 300,
      min_failure_duration: 120,
      min_location_failed: 2,
      httpVersion: "any",
      retry: { count: 2, interval: 500 },
      monitor_name: "login broken",
      monitor_priority: 2,
      follow_redirects: true,
    },
  },
  {
    name: "pricing shows plans",
    type: "api",
    subtype: "http",
    status: "live",
    message: "pricing",
    tags: ["team:web"],
    locations: ["aws:eu-central-1"],
    config: {
      assertions: [
        { type: "statusCode", operator: "is", target: 200 },
        {
          type: "body",
          operator: "validatesJSONPath",
          target: {
            jsonPath: "$.plans[0].id",
            operator: "is",
            targetValue: "free",
            elementsOperator: "firstElementMatches",
          },
        },
      ],
      request: { method: "GET", url: "https://tips.example/api/plans", timeout: 60 },
    },
    options: { tick_every: 60, min_location_failed: 1, httpVersion: "any", accept_self_signed: true },
  },
];

const dashboards: (JsonObject & { title: string })[] = [
  {
    title: "Ops overview",
    description: "What we look at in the weekly.\nAsk Dieter.",
    layout_type: "ordered",
    widgets: [
      { definition: { type: "note", content: "# Hello\nread me first" } },
      {
        definition: {
          type: "timeseries",
          title: "cpu",
          requests: [{ q: "avg:supabase.cpu{*} by {host}", display_type: "line" }],
        },
      },
    ],
    template_variables: [{ name: "env", prefix: "env", default: "production" }],
  },
  {
    title: "Mailer",
    description: null,
    layout_type: "ordered",
    widgets: [{ definition: { type: "note", content: "todo" } }],
    tags: ["team:web"],
  },
];

const sentryMonitors: { project: string; body: JsonObject & { name: string } }[] = [
  {
    project: "web",
    body: {
      type: "metric_issue",
      name: "Exports fail a lot",
      description: null,
      enabled: true,
      owner: "team:3",
      dataSources: [source("events", "count()", 'feature:[export, "export later"] !release:2019*', 600)],
      conditionGroup: { logicType: "any", conditions: conditions(25, 10) },
      config: { detectionType: "static" },
    },
  },
  {
    project: "web",
    body: {
      type: "metric_issue",
      name: "Twice the errors of yesterday",
      description: "made by Ada\nsee #ops",
      enabled: false,
      owner: null,
      dataSources: [source("events", "count()", "", 3600)],
      conditionGroup: { logicType: "any", conditions: conditions(200, 150) },
      config: { detectionType: "percent", comparisonDelta: 86_400 },
    },
  },
  {
    project: "worker",
    body: {
      type: "metric_issue",
      name: "p95 of jobs",
      description: null,
      enabled: true,
      owner: null,
      dataSources: [
        source("events_analytics_platform", "p95(span.duration)", "is_transaction:true transaction:jobs*", 1800),
      ],
      conditionGroup: {
        logicType: "any",
        conditions: [{ type: "gt", comparison: 2000, conditionResult: 50 }, ...conditions(4500, 2000)],
      },
      config: { detectionType: "static" },
    },
  },
  {
    project: "web",
    body: {
      type: "uptime_domain_failure",
      name: "status page",
      description: null,
      enabled: true,
      owner: null,
      dataSources: [
        {
          url: "https://app.cliply.example/status",
          method: "HEAD",
          intervalSeconds: 300,
          timeoutMs: 4000,
          headers: [["x-probe", "1"]],
          body: null,
          assertion: null,
          traceSampling: false,
        },
      ],
      config: { environment: "production", mode: 1, downtimeThreshold: 4, recoveryThreshold: 2 },
    },
  },
];

function source(dataset: string, aggregate: string, query: string, timeWindow: number): JsonObject {
  const spans = dataset !== "events";
  return {
    ...{ aggregate, dataset, query, timeWindow, environment: spans ? null : "production", extrapolationMode: null },
    eventTypes: spans ? ["trace_item_span"] : ["error", "default"],
    queryType: spans ? 1 : 0,
  };
}

const slack = { targetType: "specific", targetIdentifier: "", targetDisplay: "#alerts-local" };
const trigger = (type: string) => ({ type, comparison: true, conditionResult: true });

const alerts = (detectors: readonly string[]): (JsonObject & { name: string })[] => [
  {
    name: "Tell about exports",
    enabled: true,
    environment: "production",
    config: { frequency: 30 },
    detectorIds: detectors.slice(0, 1),
    triggers: { logicType: "any-short", conditions: [trigger("first_seen_event"), trigger("regression_event")] },
    actionFilters: [
      {
        logicType: "any",
        conditions: [],
        actions: [
          { type: "email", config: { targetType: "user", targetIdentifier: "7" }, data: {} },
          { type: "slack", integrationId: "55", config: slack, data: { notes: "exports!", tags: "service" } },
        ],
      },
    ],
  },
  {
    name: "Anything new and loud",
    enabled: true,
    environment: null,
    config: { frequency: 1440 },
    detectorIds: ["50", "51"],
    triggers: { logicType: "any-short", conditions: [trigger("first_seen_event")] },
    actionFilters: [
      {
        logicType: "all",
        conditions: [
          { type: "level", comparison: { level: 40, match: "gte" }, conditionResult: true },
          { type: "event_frequency_count", comparison: { value: 10, interval: "1h" }, conditionResult: true },
          {
            type: "event_attribute",
            comparison: { attribute: "message", match: "nc", value: "ResizeObserver" },
            conditionResult: true,
          },
        ],
        actions: [
          { type: "email", config: { targetType: "issue_owners" }, data: { fallthroughType: "ActiveMembers" } },
        ],
      },
    ],
  },
  {
    name: "Money",
    enabled: false,
    environment: null,
    owner: "team:3",
    config: { frequency: 0 },
    detectorIds: ["50"],
    triggers: { logicType: "any-short", conditions: [] },
    actionFilters: [
      {
        logicType: "all",
        conditions: [
          {
            type: "tagged_event",
            comparison: { key: "feature", match: "sw", value: "billing" },
            conditionResult: true,
          },
        ],
        actions: [{ type: "slack", integrationId: "55", config: slack, data: {} }],
      },
      {
        logicType: "none",
        conditions: [{ type: "issue_priority_greater_or_equal", comparison: 75, conditionResult: true }],
        actions: [{ type: "email", config: { targetType: "team", targetIdentifier: "3" }, data: {} }],
      },
    ],
  },
];

const endpoints: Record<string, string>[] = [
  {
    url: "https://tips.example/api/webhooks/stripe",
    "enabled_events[0]": "payment_intent.succeeded",
    "enabled_events[1]": "charge.refunded",
    api_version: "2026-10-28.endive",
    description: "Tips payments",
  },
  { url: "https://app.cliply.example/hooks/stripe-old", "enabled_events[0]": "*", "metadata[made_by]": "dieter" },
  { url: "https://books.example/stripe", "enabled_events[0]": "invoice.paid", description: "the bookkeeper's" },
];

/** Makes it all; the order is one in which somebody could have. */
export async function makeEstate(call: Call): Promise<ByHand[]> {
  const made: ByHand[] = [];
  const note = (vendor: ByHand["vendor"], name: string, read: string) => made.push({ vendor, name, read });
  const ids: string[] = [];
  for (const body of monitors) {
    const { id } = await call("datadog", "POST", "/api/v1/monitor", body);
    ids.push(String(id));
    note("datadog", body.name, `/api/v1/monitor/${id}`);
  }
  const composite = {
    name: "hot and failing",
    type: "composite",
    query: `${ids[0]} && ${ids[1]}`,
    message: "both!",
    tags: ["team:web"],
    options: {},
  };
  const { id: both } = await call("datadog", "POST", "/api/v1/monitor", composite);
  note("datadog", composite.name, `/api/v1/monitor/${both}`);
  for (const body of tests) {
    const { public_id } = await call("datadog", "POST", "/api/v1/synthetics/tests/api", body);
    note("datadog", body.name, `/api/v1/synthetics/tests/api/${public_id}`);
  }
  for (const body of dashboards) {
    const { id } = await call("datadog", "POST", "/api/v1/dashboard", body);
    note("datadog", body.title, `/api/v1/dashboard/${id}`);
  }
  const objectives = [
    {
      name: "DB is cool",
      description: "promised to nobody",
      type: "monitor",
      monitor_ids: [Number(ids[1])],
      tags: ["team:web"],
      thresholds: [{ timeframe: "30d", target: 99.3, warning: 99.7 }],
    },
    {
      name: "jobs get done",
      type: "metric",
      query: { numerator: "sum:jobs.done{*}.as_count()", denominator: "sum:jobs.all{*}.as_count()" },
      tags: [],
      thresholds: [
        { timeframe: "7d", target: 95 },
        { timeframe: "90d", target: 99 },
      ],
    },
  ];
  for (const body of objectives) {
    const { data } = await call("datadog", "POST", "/api/v1/slo", body);
    const [slo] = Array.isArray(data) ? data : [];
    if (typeof slo !== "object" || slo === null || Array.isArray(slo)) throw new Error("No SLO was made.");
    note("datadog", body.name, `/api/v1/slo/${String(slo.id)}`);
  }
  const detectors: string[] = [];
  for (const { project, body } of sentryMonitors) {
    const where = `${organization}/projects/${project}/detectors/`;
    const { id } = await call("sentry", "POST", where, { ...body, projectId: project });
    detectors.push(String(id));
    note("sentry", body.name, `${organization}/detectors/${id}/`);
  }
  for (const body of alerts(detectors)) {
    const { id } = await call("sentry", "POST", `${organization}/workflows/`, body);
    note("sentry", body.name, `${organization}/workflows/${id}/`);
  }
  for (const body of endpoints) {
    const { id } = await call("stripe", "POST", "/v1/webhook_endpoints", body);
    note("stripe", body.url ?? "", `/v1/webhook_endpoints/${id}`);
  }
  return made;
}

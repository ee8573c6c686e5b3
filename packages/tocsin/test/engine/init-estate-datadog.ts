/** What the estate has at Datadog. */
import type { JsonObject } from "../../src/model/resource.ts";

export const monitors: (JsonObject & { name: string })[] = [
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

export const tests: (JsonObject & { name: string })[] = [
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

export const dashboards: (JsonObject & { title: string })[] = [
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

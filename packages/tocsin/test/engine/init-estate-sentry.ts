/** What the estate has at Sentry. */
import type { JsonObject } from "../../src/model/resource.ts";

const conditions = (critical: number, over: number) => [
  { type: "gt", comparison: critical, conditionResult: 75 },
  { type: "lte", comparison: over, conditionResult: 0 },
];

export const sentryMonitors: { project: string; body: JsonObject & { name: string } }[] = [
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

export const alerts = (detectors: readonly string[]): (JsonObject & { name: string })[] => [
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

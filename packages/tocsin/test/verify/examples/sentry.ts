import type { JsonObject } from "../../../src/model/resource.ts";
import { resource } from "./resource.ts";

export const detector = resource({
  vendor: "sentry",
  kind: "detector",
  name: "web-api/errors",
  parent: { organization: "acme", project: "web" },
  body: {
    name: "High error rate tocsin:web-api/errors",
    type: "metric_issue",
    projectId: "web",
    owner: "team:3",
    enabled: true,
    description: "Users see errors.\ntocsin:web-api/errors",
    config: { detectionType: "static" },
    dataSources: [
      {
        aggregate: "count()",
        dataset: "events",
        environment: "staging",
        eventTypes: ["default", "error"],
        extrapolationMode: null,
        query: "service:[api, apps/web]",
        queryType: 0,
        timeWindow: 300,
      },
    ],
    conditionGroup: {
      logicType: "any",
      conditions: [
        { type: "gt", comparison: 50, conditionResult: 75 },
        { type: "lte", comparison: 50, conditionResult: 0 },
      ],
    },
  },
});

export const detectorAnswer = {
  id: "102",
  projectId: "1",
  name: "High error rate tocsin:web-api/errors",
  description: "Users see errors.\ntocsin:web-api/errors",
  type: "metric_issue",
  enabled: true,
  owner: { type: "team", id: "3", name: "backend" },
  createdBy: "1",
  dateCreated: "2026-11-21T00:00:00Z",
  dateUpdated: "2026-11-21T00:00:00Z",
  workflowIds: ["105"],
  latestGroup: null,
  openIssues: 0,
  alertRuleId: null,
  ruleId: null,
  dataSources: [
    {
      id: "9",
      organizationId: "1",
      type: "snuba_query_subscription",
      sourceId: "9",
      queryObj: {
        id: "9",
        status: 0,
        subscription: "s",
        snubaQuery: {
          id: "9",
          aggregate: "count()",
          dataset: "events",
          environment: "staging",
          eventTypes: ["error", "default"],
          extrapolationMode: "unknown",
          query: "service:[api, apps/web]",
          queryType: 0,
          timeWindow: 300,
        },
      },
    },
  ],
  conditionGroup: {
    id: "8",
    organizationId: "1",
    logicType: "any",
    conditions: [
      { id: "1", type: "lte", comparison: 50, conditionResult: 0 },
      { id: "0", type: "gt", comparison: 50, conditionResult: 75 },
    ],
    actions: [],
  },
  config: { detectionType: "static" },
};

export const workflow = resource({
  vendor: "sentry",
  kind: "workflow",
  name: "web-api/errors/alert",
  definition: "web-api/errors",
  parent: { organization: "acme" },
  refs: [{ path: "detectorIds.0", resource: detector.name, property: "id" }],
  body: {
    name: "High error rate tocsin:web-api/errors",
    enabled: true,
    environment: "staging",
    config: { frequency: 5 },
    detectorIds: [null],
    triggers: {
      logicType: "any-short",
      conditions: [
        { type: "first_seen_event", comparison: true, conditionResult: true },
        { type: "issue_resolved_trigger", comparison: true, conditionResult: true },
      ],
    },
    actionFilters: [
      {
        logicType: "any",
        conditions: [],
        actions: [
          { type: "email", data: {}, config: { targetType: "user", targetIdentifier: "7" } },
          {
            type: "slack",
            integrationId: "55",
            data: { notes: "tocsin:web-api/errors" },
            config: { targetType: "specific", targetIdentifier: "", targetDisplay: "#alerts-staging" },
          },
        ],
      },
    ],
  },
});

const actionsAnswer: JsonObject[] = [
  {
    id: "1",
    type: "slack",
    status: "active",
    integrationId: "55",
    data: { notes: "tocsin:web-api/errors" },
    config: { targetType: "specific", targetIdentifier: "C0STAGING", targetDisplay: "alerts-staging" },
  },
  {
    id: "0",
    type: "email",
    status: "active",
    integrationId: null,
    data: {},
    config: { targetType: "user", targetIdentifier: "7", targetDisplay: null },
  },
];

export const workflowAnswer = {
  id: "105",
  organizationId: "1",
  name: "High error rate tocsin:web-api/errors",
  enabled: true,
  environment: "staging",
  owner: null,
  createdBy: "1",
  dateCreated: "2026-11-21T00:00:00Z",
  dateUpdated: "2026-11-21T00:00:00Z",
  lastTriggered: "2026-11-21T00:00:00Z",
  config: { frequency: 5 },
  detectorIds: ["102"],
  triggers: {
    id: "7",
    organizationId: "1",
    logicType: "any-short",
    actions: [],
    conditions: [
      { id: "1", type: "issue_resolved_trigger", comparison: true, conditionResult: true },
      { id: "0", type: "first_seen_event", comparison: true, conditionResult: true },
    ],
  },
  actionFilters: [
    {
      id: "6",
      organizationId: "1",
      logicType: "any",
      conditions: [],
      actions: actionsAnswer,
    },
  ],
};

import type { Members } from "../members.ts";

/**
 * What Sentry's specification knows of monitors and alerts (getsentry/sentry-api-schema, openapi-derefed.json of 2026-11), what its
 * answers have beside it, and the members of a data source, which the specification leaves open.
 */
const conditions = ["comparison", "conditionResult", "id", "type"];
const group = ["actions", "conditions", "id", "logicType", "organizationId"];

export const detectorMembers: Members = {
  "": [
    ...["conditionGroup", "config", "createdBy", "dataSources", "dateCreated", "dateUpdated", "description", "enabled"],
    ...["id", "latestGroup", "name", "owner", "projectId", "type", "workflowIds", "organizationId"],
    ...["openIssues", "alertRuleId", "ruleId"],
  ],
  "dataSources.*": [
    ...["aggregate", "dataset", "environment", "eventTypes", "extrapolationMode", "query", "queryType", "timeWindow"],
    ...["url", "method", "headers", "body", "intervalSeconds", "timeoutMs", "traceSampling", "assertion"],
    ...["id", "snubaQuery", "status", "subscription", "uptimeStatus"],
    ...[
      "name",
      "slug",
      "config",
      "isMuted",
      "isUpserting",
      "dateCreated",
      "project",
      "environments",
      "owner",
      "alertRule",
    ],
  ],
  conditionGroup: group,
  "conditionGroup.conditions.*": [...conditions, "detectorId"],
};

export const workflowMembers: Members = {
  "": [
    ...["actionFilters", "config", "createdBy", "dateCreated", "dateUpdated", "detectorIds", "enabled", "environment"],
    ...["id", "lastTriggered", "name", "organizationId", "owner", "triggers"],
  ],
  triggers: group,
  "triggers.conditions.*": conditions,
  "actionFilters.*": group,
  "actionFilters.*.conditions.*": conditions,
  "actionFilters.*.actions.*": ["config", "data", "id", "integrationId", "status", "type"],
};

import { membersOf } from "../members.ts";

/**
 * What Sentry's specification knows of monitors and alerts (getsentry/sentry-api-schema, openapi-derefed.json of 2026-11), what its
 * answers have beside it, and the members of a data source, which the specification leaves open.
 */

export const detectorMembers = membersOf({
  "": `conditionGroup config createdBy dataSources dateCreated dateUpdated description enabled id latestGroup name
    owner projectId type workflowIds organizationId openIssues alertRuleId ruleId`,
  "dataSources.*": `aggregate dataset environment eventTypes extrapolationMode query queryType timeWindow url method headers body
    intervalSeconds timeoutMs traceSampling assertion id snubaQuery status subscription uptimeStatus name slug
    config isMuted isUpserting dateCreated project environments owner alertRule`,
  conditionGroup: "actions conditions id logicType organizationId",
  "conditionGroup.conditions.*": "comparison conditionResult id type detectorId",
});

export const workflowMembers = membersOf({
  "": `actionFilters config createdBy dateCreated dateUpdated detectorIds enabled environment id lastTriggered name
    organizationId owner triggers`,
  triggers: "actions conditions id logicType organizationId",
  "triggers.conditions.*": "comparison conditionResult id type",
  "actionFilters.*": "actions conditions id logicType organizationId",
  "actionFilters.*.conditions.*": "comparison conditionResult id type",
  "actionFilters.*.actions.*": "config data id integrationId status type",
});

import type { Detector, SentryStore } from "./store.ts";
import { workflowsOf } from "./store.ts";

/**
 * A monitor as Sentry answers it. The source comes wrapped (`queryObj`), and the conditions in an order of Sentry's own:
 * here the newest first, which no client sent.
 */
export function viewDetector(store: SentryStore, detector: Detector) {
  const { body } = detector;
  return {
    id: detector.id,
    projectId: detector.project.id,
    name: body.name,
    description: body.description,
    type: body.type,
    enabled: body.enabled,
    owner: viewOwner(store, body.owner),
    createdBy: detector.createdBy,
    dateCreated: detector.dateCreated.toISOString(),
    dateUpdated: detector.dateUpdated.toISOString(),
    workflowIds: workflowsOf(store, detector.id),
    dataSources: viewSources(store, detector),
    conditionGroup: viewConditions(store, detector),
    config: "config" in body ? body.config : {},
    alertRuleId: null,
    ruleId: null,
    latestGroup: detector.latestIssue === null ? null : { id: detector.latestIssue },
    openIssues: [...store.issues.values()].filter(
      (issue) => issue.detectorId === detector.id && issue.status === "unresolved",
    ).length,
  };
}

/** An owner is stated as `team:ID` and answered as an object. */
export function viewOwner(store: SentryStore, owner: string | null) {
  if (owner === null) return null;
  const [kind, id] = owner.split(":");
  if (kind === "team") {
    const team = store.teams.find((one) => one.id === id);
    return team === undefined ? null : { type: "team", id: team.id, name: team.slug };
  }
  const member = store.members.find((one) => one.userId === id);
  return member === undefined ? null : { type: "user", id: member.userId, name: member.name, email: member.email };
}

function viewSources(store: SentryStore, { body, sourceId, project, dateCreated }: Detector) {
  if (!("source" in body)) return [];
  const organizationId = store.organization.id;
  if (body.type === "uptime_domain_failure") {
    return [{ id: sourceId, organizationId, type: "uptime_subscription", sourceId, queryObj: body.source }];
  }
  if (body.type === "monitor_check_in_failure") {
    const { id, slug, name } = project;
    const queryObj = {
      ...{ id: sourceId, ...body.source, config: { ...body.source.config, alert_rule_id: null } },
      ...{ isMuted: false, isUpserting: false, dateCreated: dateCreated.toISOString(), environments: [], owner: null },
      project: { id, slug, name },
    };
    return [{ id: sourceId, organizationId, type: "cron_monitor", sourceId, queryObj }];
  }
  const queryObj = {
    id: sourceId,
    status: 0,
    subscription: `1/${sourceId}`,
    snubaQuery: { id: sourceId, ...body.source },
  };
  return [{ id: sourceId, organizationId, type: "snuba_query_subscription", sourceId, queryObj }];
}

function viewConditions(store: SentryStore, { body, conditionGroupId, conditionIds }: Detector) {
  if (body.type !== "metric_issue") return null;
  const conditions = body.conditionGroup.conditions.map((condition, index) => ({
    id: conditionIds[index] ?? "",
    ...condition,
  }));
  return {
    id: conditionGroupId,
    organizationId: store.organization.id,
    logicType: body.conditionGroup.logicType,
    conditions: conditions.reverse(),
    actions: [],
  };
}

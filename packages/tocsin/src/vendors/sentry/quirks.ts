import type { Json } from "../../model/resource.ts";
import type { Quirk } from "../quirks.ts";

/** Facts known to hold on this date, from the published schema and recorded traffic of the Terraform provider. */
const date = "2026-11-21";

const serverSets = (paths: string[], fact: string): Quirk[] =>
  paths.map((path) => ({ rule: "server-sets", path, fact, date }));

/** `{type: "team", id: "3"}` as read, `team:3` as sent. */
const ownerText = (owner: Json): Json => {
  if (typeof owner !== "object" || owner === null || Array.isArray(owner)) return owner;
  return typeof owner.type === "string" && typeof owner.id === "string" ? `${owner.type}:${owner.id}` : owner;
};

const withoutHash = (channel: Json): Json => (typeof channel === "string" ? channel.replace(/^#/, "") : channel);

const authorship = ["id", "organizationId", "createdBy", "dateCreated", "dateUpdated"];

const enabled: Quirk[] = [
  { rule: "default", path: "enabled", value: true, fact: "assumed when not sent", date },
  {
    rule: "means",
    path: "enabled",
    class: "disabled",
    when: (value) => value === false,
    fact: "nothing is evaluated",
    date,
  },
  { rule: "rewritten", path: "owner", to: ownerText, fact: "sent as text, given back as an object", date },
];

export const detectorQuirks: readonly Quirk[] = [
  ...serverSets(authorship, "identity and authorship"),
  {
    rule: "write-only",
    path: "projectId",
    fact: "sent as a slug, given back as a number, which the list alone cannot translate",
    date,
  },
  ...serverSets(["workflowIds"], "the other side of a workflow's detectorIds, where it is compared"),
  ...serverSets(["latestGroup", "openIssues", "alertRuleId", "ruleId"], "computed by Sentry"),
  ...serverSets(
    ["id", "organizationId", "actions", "conditions.*.id", "conditions.*.detectorId"].map(
      (path) => `conditionGroup.${path}`,
    ),
    "identity of parts",
  ),
  { rule: "unordered", path: "conditionGroup.conditions", by: ["type", "conditionResult"], fact: "any order", date },
  { rule: "unordered", path: "dataSources.*.eventTypes", by: [], fact: "a set", date },
  { rule: "default", path: "dataSources.*.extrapolationMode", value: "unknown", fact: "the name of `null`", date },
  { rule: "may-be-secret", path: "dataSources.*.headers", fact: "credentials are sent here", date },
  { rule: "may-be-secret", path: "dataSources.*.body", fact: "credentials are sent here", date },
  ...serverSets(
    ["isUpserting", "dateCreated", "project", "environments", "owner", "alertRule"].map(
      (name) => `dataSources.*.${name}`,
    ),
    "what a cron monitor is answered with beside what was sent",
  ),
  ...serverSets(["dataSources.*.config.alert_rule_id"], "of alerts that a cron monitor no longer has"),
  { rule: "default", path: "dataSources.*.status", value: "active", fact: "assumed when not sent", date },
  { rule: "default", path: "dataSources.*.isMuted", value: false, fact: "muted by a switch of its own", date },
  {
    rule: "means",
    path: "dataSources.*.isMuted",
    class: "muted",
    when: (value) => value === true,
    fact: "a cron monitor whose failures raise no issue",
    date,
  },
  {
    rule: "means",
    path: "dataSources.*.status",
    class: "disabled",
    when: (value) => value === "disabled",
    fact: "a cron monitor that expects no check-in",
    date,
  },
  { rule: "default", path: "config", value: {}, fact: "assumed when not sent", date },
  { rule: "default", path: "dataSources", value: [], fact: "assumed when not sent", date },
  ...enabled,
];

export const workflowQuirks: readonly Quirk[] = [
  ...serverSets([...authorship, "lastTriggered"], "identity, authorship, history"),
  ...serverSets(
    ["id", "organizationId", "actions", "conditions.*.id"].map((path) => `triggers.${path}`),
    "identity of parts",
  ),
  ...serverSets(
    ["id", "organizationId", "conditions.*.id", "actions.*.id"].map((path) => `actionFilters.*.${path}`),
    "identity of parts",
  ),
  { rule: "unordered", path: "detectorIds", by: [], fact: "a set", date },
  { rule: "unordered", path: "triggers.conditions", by: ["type"], fact: "any order", date },
  { rule: "unordered", path: "actionFilters.*.conditions", by: ["type", "comparison.key"], fact: "any order", date },
  {
    rule: "unordered",
    path: "actionFilters.*.actions",
    by: ["type", "integrationId", "config.targetType", "config.targetDisplay"],
    fact: "any order",
    date,
  },
  {
    rule: "rewritten",
    path: "actionFilters.*.actions.*.config.targetDisplay",
    to: withoutHash,
    fact: "a channel is given back with or without #",
    date,
  },
  {
    rule: "server-completes",
    path: "actionFilters.*.actions.*.config.targetIdentifier",
    fact: "Sentry looks up the id of a Slack channel sent by name",
    date,
  },
  { rule: "default", path: "actionFilters.*.actions.*.status", value: "active", fact: "assumed when not sent", date },
  { rule: "default", path: "actionFilters.*.actions.*.data", value: {}, fact: "assumed when not sent", date },
  {
    rule: "means",
    path: "actionFilters.*.actions.*.status",
    class: "disabled",
    when: (value) => value !== "active",
    fact: "an action that is not active notifies nobody",
    date,
  },
  { rule: "default", path: "detectorIds", value: [], fact: "assumed when not sent", date },
  { rule: "default", path: "config", value: {}, fact: "assumed when not sent", date },
  ...enabled,
];

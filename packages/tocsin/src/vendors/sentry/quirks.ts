import type { Json } from "../../model/resource.ts";
import { knownOn } from "../quirk-rows.ts";
import type { Quirk } from "../quirks.ts";

/** Facts known to hold on this date, from the published schema and recorded traffic of the Terraform provider. */
const { defaults, mayBeSecret, means, rewritten, serverCompletes, serverSets, unordered, writeOnly } =
  knownOn("2026-11-21");

/** `{type: "team", id: "3"}` as read, `team:3` as sent. */
const ownerText = (owner: Json): Json => {
  if (typeof owner !== "object" || owner === null || Array.isArray(owner)) return owner;
  return typeof owner.type === "string" && typeof owner.id === "string" ? `${owner.type}:${owner.id}` : owner;
};

const withoutHash = (channel: Json): Json => (typeof channel === "string" ? channel.replace(/^#/, "") : channel);

const authorship = "id organizationId createdBy dateCreated dateUpdated";

const enabled: Quirk[] = [
  defaults({ enabled: true }, "assumed when not sent"),
  means("enabled", "disabled", (value) => value === false, "nothing is evaluated"),
  rewritten("owner", ownerText, "sent as text, given back as an object"),
].flat();

export const detectorQuirks: readonly Quirk[] = [
  serverSets(authorship, "identity and authorship"),
  writeOnly("projectId", "sent as a slug, given back as a number, which the list alone cannot translate"),
  serverSets("workflowIds", "the other side of a workflow's detectorIds, where it is compared"),
  serverSets("latestGroup openIssues alertRuleId ruleId", "computed by Sentry"),
  serverSets(
    `conditionGroup.id conditionGroup.organizationId conditionGroup.actions conditionGroup.conditions.*.id
     conditionGroup.conditions.*.detectorId`,
    "identity of parts",
  ),
  unordered("conditionGroup.conditions", "any order", ["type", "conditionResult"]),
  unordered("dataSources.*.eventTypes", "a set"),
  defaults({ "dataSources.*.extrapolationMode": "unknown" }, "the name of `null`"),
  mayBeSecret("dataSources.*.headers dataSources.*.body", "credentials are sent here"),
  serverSets(
    `dataSources.*.isUpserting dataSources.*.dateCreated dataSources.*.project dataSources.*.environments
     dataSources.*.owner dataSources.*.alertRule`,
    "what a cron monitor is answered with beside what was sent",
  ),
  serverSets("dataSources.*.config.alert_rule_id", "of alerts that a cron monitor no longer has"),
  defaults({ "dataSources.*.status": "active" }, "assumed when not sent"),
  defaults({ "dataSources.*.isMuted": false }, "muted by a switch of its own"),
  means("dataSources.*.isMuted", "muted", (value) => value === true, "a cron monitor whose failures raise no issue"),
  means("dataSources.*.status", "disabled", (value) => value === "disabled", "a cron monitor that expects no check-in"),
  defaults({ config: {}, dataSources: [] }, "assumed when not sent"),
  enabled,
].flat();

export const workflowQuirks: readonly Quirk[] = [
  serverSets(`${authorship} lastTriggered`, "identity, authorship, history"),
  serverSets("triggers.id triggers.organizationId triggers.actions triggers.conditions.*.id", "identity of parts"),
  serverSets(
    `actionFilters.*.id actionFilters.*.organizationId actionFilters.*.conditions.*.id
     actionFilters.*.actions.*.id`,
    "identity of parts",
  ),
  unordered("detectorIds", "a set"),
  unordered("triggers.conditions", "any order", ["type"]),
  unordered("actionFilters.*.conditions", "any order", ["type", "comparison.key"]),
  unordered("actionFilters.*.actions", "any order", [
    ...["type", "integrationId", "config.targetType", "config.targetDisplay"],
  ]),
  rewritten("actionFilters.*.actions.*.config.targetDisplay", withoutHash, "a channel is given back with or without #"),
  serverCompletes(
    "actionFilters.*.actions.*.config.targetIdentifier",
    "Sentry looks up the id of a Slack channel sent by name",
  ),
  defaults({ status: "active", data: {} }, "assumed when not sent", "actionFilters.*.actions.*."),
  means(
    "actionFilters.*.actions.*.status",
    "disabled",
    (value) => value !== "active",
    "an action that is not active notifies nobody",
  ),
  defaults({ detectorIds: [], config: {} }, "assumed when not sent"),
  enabled,
].flat();

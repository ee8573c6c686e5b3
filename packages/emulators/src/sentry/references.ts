import { z } from "zod";
import type { SentryStore } from "./store.ts";
import { ValidationError } from "./validation.ts";
import type { ActionBody, ConditionBody, WorkflowBody } from "./workflow-body.ts";

/** Looks up a Slack channel by its name without `#`; null when the workspace has none, or none that the bot can see. */
export type FindSlackChannel = (name: string) => Promise<string | null>;

/**
 * Judges what an alert points at: monitors, members, teams, the integration and its channel. Gives back the body with what
 * Sentry fills in: the id of the Slack channel.
 *
 * @throws ValidationError in the form of Sentry's answer
 */
export async function resolveReferences(
  store: SentryStore,
  body: WorkflowBody,
  findChannel: FindSlackChannel,
): Promise<WorkflowBody> {
  const missing = body.detectorIds.filter((id) => !store.detectors.has(id));
  if (missing.length > 0) {
    throw new ValidationError({
      detectorIds: [`Some detectors do not exist or are not part of this organization: ${missing.join(", ")}`],
    });
  }
  checkOwner(store, body.owner);
  const actionFilters = [];
  for (const filter of body.actionFilters) {
    const conditions = filter.conditions.map((condition) => resolveAssignee(store, condition));
    const actions = [];
    for (const action of filter.actions) actions.push(await resolveAction(store, action, findChannel));
    actionFilters.push({ ...filter, conditions, actions });
  }
  return { ...body, actionFilters };
}

/** @throws ValidationError when a `user:ID` or `team:ID` names nobody of the organization. */
export function checkOwner(store: SentryStore, owner: string | null): void {
  if (owner === null) return;
  const [kind, id] = owner.split(":");
  const exists =
    kind === "user" ? store.members.some((member) => member.userId === id) : store.teams.some((team) => team.id === id);
  if (!exists) throw new ValidationError({ owner: [`${kind === "user" ? "User" : "Team"} does not exist`] });
}

const assigned = z.object({
  targetType: z.enum(["Member", "Team"]),
  targetIdentifier: z.union([z.string(), z.number()]).transform(String),
});

/** Whom a filter on the assignee names; kept as a number (getsentry/sentry, `assigned_to_handler.py`, read 2026-11). */
function resolveAssignee(store: SentryStore, condition: ConditionBody): ConditionBody {
  const parsed = assigned.safeParse(condition.type === "assigned_to" ? condition.comparison : null);
  if (!parsed.success) return condition;
  const { targetType, targetIdentifier } = parsed.data;
  const exists =
    targetType === "Team"
      ? store.teams.some(({ id }) => id === targetIdentifier)
      : store.members.some(({ userId }) => userId === targetIdentifier);
  if (!exists) {
    const whom = targetType === "Team" ? "team" : "user";
    throw new ValidationError({ actionFilters: [`This ${whom} is not part of the organization.`] });
  }
  return { ...condition, comparison: { targetType, targetIdentifier: Number(targetIdentifier) } };
}

async function resolveAction(
  store: SentryStore,
  action: ActionBody,
  findChannel: FindSlackChannel,
): Promise<ActionBody> {
  if (action.type === "email") {
    checkEmail(store, action);
    return action;
  }
  // No pager and no tracker is installed here: what points at one is kept as it is.
  if (action.type !== "slack") return action;
  const integration = store.integrations.find(({ id }) => id === action.integrationId);
  if (integration === undefined)
    throw refused(action, "integrationId", `Slack: Integration with id ${action.integrationId} does not exist`);
  if (integration.status !== "active") throw refused(action, "integrationId", "Slack: Integration is not active");
  const name = (action.config.targetDisplay ?? "").replace(/^#/, "");
  if (action.config.targetType !== "specific" || name === "")
    throw refused(action, "config", "Slack: Channel is a required field.");
  const channel = await findChannel(name);
  if (channel === null) {
    throw refused(
      action,
      "config",
      `Slack: The slack resource "${name}" does not exist or has not been granted access in the ${integration.name} Slack workspace.`,
    );
  }
  const given = action.config.targetIdentifier ?? "";
  if (given !== "" && given !== channel)
    throw refused(
      action,
      "config",
      `Slack: Received channel name ${name} does not match inputted channel ID ${given}.`,
    );
  return { ...action, config: { ...action.config, targetIdentifier: channel } };
}

function checkEmail(store: SentryStore, action: ActionBody): void {
  const { targetType, targetIdentifier } = action.config;
  if (targetType === "issue_owners") return;
  if (targetType === "user") {
    if (!store.members.some(({ userId }) => userId === targetIdentifier))
      throw refused(action, "config", "User is not part of this organization.");
  } else if (targetType === "team") {
    if (!store.teams.some(({ id }) => id === targetIdentifier))
      throw refused(action, "config", "Team is not part of this organization.");
  } else throw refused(action, "config", `'${targetType}' is not one of ['user', 'team', 'issue_owners']`);
}

function refused(action: ActionBody, field: string, text: string): ValidationError {
  return new ValidationError({ actions: { [action.type]: { [field]: [text] } } });
}

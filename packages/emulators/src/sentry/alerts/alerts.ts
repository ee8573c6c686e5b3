import type { SentryStore, Workflow } from "../store.ts";
import type { ActionBody } from "../workflow-body.ts";
import { combine, type Happening, isTriggered } from "./changes.ts";
import { passes } from "./filters.ts";

/** Sends what one action of an alert asks for. */
export type Deliver = (action: ActionBody, workflow: Workflow, happening: Happening) => Promise<void>;

/** Notifications that an alert remembers. */
const keptHistory = 1_000;

/**
 * Ids of the monitors whose alerts look at an issue: its own, and the stream of all issues of its project, which takes those of metric
 * monitors only where an organization's switch says so (getsentry/sentry, `get_detectors_for_event_data`, read 2026-11).
 */
function monitorsOf(store: SentryStore, { detectorId, project, category }: Happening["issue"]): string[] {
  const streams = [...store.detectors.values()].filter(
    ({ body, project: own }) => body.type === "issue_stream" && own === project && category !== "metric",
  );
  const ids = [detectorId, ...streams.map(({ id }) => id)];
  return ids.filter((id) => store.detectors.get(id)?.body.enabled === true);
}

/**
 * Lets every alert look at something that happened to an issue: those of the issue's monitors, in its environment, whose trigger
 * and filters hold, notify, unless they did so about this issue within their interval. The interval holds back every message,
 * the one that an issue is over too.
 */
export async function alertOn(store: SentryStore, happening: Happening, deliver: Deliver): Promise<void> {
  const { issue, event, at } = happening;
  const monitors = monitorsOf(store, issue);
  if (issue.status === "ignored" || monitors.length === 0) return;
  for (const workflow of [...store.workflows.values()]) {
    const { body } = workflow;
    if (!body.enabled || !body.detectorIds.some((id) => monitors.includes(id))) continue;
    if (body.environment !== null && body.environment !== event.environment) continue;
    if (!isTriggered(body.triggers, happening)) continue;
    const due = dueActions(workflow, happening);
    if (due.length === 0) continue;
    workflow.lastTriggered = at;
    workflow.history.push({ at, issueId: issue.id, eventId: event.id });
    if (workflow.history.length > keptHistory) workflow.history.shift();
    for (const action of due) await deliver(action, workflow, happening);
  }
}

/**
 * The active actions whose filters let it through and whose interval is over; they count as notified now. Of equal ones, which
 * several filters let through, one is sent (getsentry/sentry, `get_unique_active_actions` and its tests, read 2026-11).
 */
function dueActions(workflow: Workflow, happening: Happening): ActionBody[] {
  const { issue, at } = happening;
  const intervalMs = workflow.body.config.frequency * 60_000;
  const due = workflow.body.actionFilters.flatMap((filter, index) => {
    const held = filter.conditions.map((condition) => passes(condition, happening));
    if (!combine(filter.logicType, held)) return [];
    return filter.actions.filter((action, place) => {
      const key = `${workflow.actionFilters[index]?.actionIds[place] ?? ""}/${issue.id}`;
      const last = workflow.notified.get(key);
      if (last !== undefined && intervalMs > 0 && at.getTime() - last.getTime() <= intervalMs) return false;
      workflow.notified.set(key, at);
      return action.status === "active";
    });
  });
  return [...new Map(due.map((action) => [sameness(action), action])).values()];
}

/** What makes two actions one: what a channel is called does not. */
function sameness({ type, integrationId, config, data }: ActionBody): string {
  const { targetDisplay: _, ...target } = config;
  return JSON.stringify([type, integrationId, target, data]);
}

import type { Definition, Route } from "../../model/definition.ts";
import type { Json, Resource } from "../../model/resource.ts";
import type { IssueSignal } from "../../model/signals/facts.ts";
import type { StackConfig } from "../../model/stack.ts";
import {
  type CompileContext,
  conditionOf,
  identityLine,
  MissingSetting,
  resourceName,
  routeOf,
  settingOf,
  stackMark,
} from "../context.ts";
import { type Kind as DestinationKind, destinationOf, type Rows, row } from "../destinations.ts";
import type { MessageParts } from "../message.ts";
import { type Filter, issueFilters, issueTriggers } from "./issue-filters.ts";
import { isOnIssueStream } from "./issue-words.ts";

/** Sentry's alerts ("workflows"): who is notified of the issues of a monitor, or of a project's own. */

/**
 * Minutes in which an alert keeps further messages about one issue back, the one that it is over among them. Its triggers are
 * changes of state, so there is nothing to keep back: with an interval, an alert that ends within it would never say so.
 */
const metricFrequency = 0;

export const nameOf = (definition: Definition, stack: StackConfig): string =>
  `${stackMark(stack)} ${definition.title} ${identityLine(definition)}`;

/** What Slack shows beside what Sentry says itself: nothing of ours stands in its mails but a monitor's description. */
function alertNotes(parts: MessageParts, limit = `Limit: ${parts.limit}`): string[] {
  return [
    `${parts.urgency} ${limit}.`,
    parts.why,
    ...parts.checks,
    `Run: ${parts.command}`,
    ...[parts.runbook, ...parts.deployments].map(({ title, url }) => `${title}: ${url}`),
    `Owner: ${parts.owner}`,
  ];
}

/** Of a recovery: there is nothing to do any more but to make sure. */
const recoveryNotes = ({ title, confirm, owner }: MessageParts): string[] => [
  `Recovered: ${title}. Confirm: ${confirm}`,
  `Owner: ${owner}`,
];

/** Sentry's urgency of a page at a pager. */
const urgent = { pagerduty: "critical", opsgenie: "P1" } as const;

const action = (
  type: string,
  integrationId: string | null,
  identifier: string,
  display: string | null,
  data: Json,
): Json => ({
  type,
  integrationId,
  config: {
    targetType: type === "sentry_app" ? "sentry_app" : type === "webhook" ? null : "specific",
    targetIdentifier: identifier,
    targetDisplay: display,
  },
  data,
});

/** Null: Sentry has no way there, or the stack file does not say which. */
const toDestinations: Rows<Json | null> = {
  pagerduty: ({ sentry }) =>
    sentry === undefined
      ? null
      : action("pagerduty", sentry.integration, sentry.service, sentry.name, { priority: urgent.pagerduty }),
  opsgenie: ({ sentry }) =>
    sentry === undefined
      ? null
      : action("opsgenie", sentry.integration, sentry.team, sentry.name, { priority: urgent.opsgenie }),
  "incident-io": ({ sentry }) => (sentry === undefined ? null : action("sentry_app", null, sentry.app, null, {})),
  "datadog-on-call": () => null,
  "microsoft-teams": ({ sentry }) =>
    sentry === undefined ? null : action("msteams", sentry.integration, sentry.channel, sentry.name, {}),
  discord: ({ sentry }) =>
    sentry === undefined
      ? null
      : action("discord", sentry.integration, sentry.channel, "", { tags: "environment,service" }),
  webhook: ({ sentry }) => (sentry === undefined ? null : action("webhook", null, sentry.service, null, {})),
};

/** What a route names beside mail and Slack, as actions of an alert. @throws MissingSetting for one that Sentry cannot reach: it would be silent */
export const destinationActions = ({ notify = [] }: Route, stack: StackConfig): Json[] =>
  notify.map((name) => {
    const made = row<DestinationKind, Json | null>(toDestinations, destinationOf(stack, name));
    if (made !== null) return made;
    throw new MissingSetting(`a way from Sentry to tocsin:destinations.${name} (its part "sentry")`, stack.name);
  });

/** Mail and Slack of the route, and where else it leads. */
function actions(context: CompileContext, definition: Definition, notes: readonly string[]): Json[] {
  const { stack } = context;
  const route = routeOf(context, definition);
  return [
    ...route.mail.map((name) => ({
      type: "email",
      config: { targetType: "user", targetIdentifier: settingOf(stack.people, name, "people", stack).sentryUser },
      data: {},
    })),
    ...route.slack.map((name) => ({
      type: "slack",
      integrationId: stack.sentry.slackIntegration,
      config: {
        targetType: "specific",
        targetIdentifier: "",
        targetDisplay: settingOf(stack.channels, name, "channels", stack),
      },
      data: { notes: notes.join("\n"), tags: "environment,service" },
    })),
    ...destinationActions(route, stack),
  ];
}

const trigger = (type: string): Json => ({ type, comparison: true, conditionResult: true });

/**
 * Whether the issue of a monitor is resolved: its priority has sunk from the lowest that there is. What Sentry itself advises for
 * a message of its own on recovery (its source, `IssuePriorityDeescalatingConditionHandler`; read 2026-11).
 */
const recovered: Json = { type: "issue_priority_deescalating", comparison: 25, conditionResult: true };

/** New, back again, and recovered: each of the two sides says its own. */
export function metricWorkflow(
  context: CompileContext,
  definition: Definition,
  parts: MessageParts,
  detector: string,
): Resource {
  return {
    ...workflow(context, definition, {
      frequency: metricFrequency,
      triggers: ["first_seen_event", "reappeared_event", "regression_event", "issue_resolved_trigger"].map(trigger),
      filters: [
        { logicType: "none", conditions: [recovered], notes: alertNotes(parts) },
        { logicType: "all", conditions: [recovered], notes: recoveryNotes(parts) },
      ],
      detectorIds: [null],
    }),
    refs: [{ path: "detectorIds.0", resource: detector, property: "id" }],
  };
}

/** The monitor of a project whose issues an alert looks at. */
function monitorOf(name: string, signal: IssueSignal, stack: StackConfig): string {
  const project = settingOf(stack.sentry.projects, name, "sentry.projects", stack);
  if (!isOnIssueStream(signal)) return project.errorMonitor;
  const { issueStreamMonitor } = project;
  if (issueStreamMonitor !== undefined) return issueStreamMonitor;
  throw new MissingSetting(`tocsin:sentry.projects.${name}.issueStreamMonitor`, stack.name);
}

/** On monitors that the projects bring with them. No trigger at all means every event; the filters choose among them. */
export function issueWorkflow(
  context: CompileContext,
  definition: Definition,
  parts: MessageParts,
  signal: IssueSignal,
): Resource {
  const condition = conditionOf(definition, "each-event");
  const { stack } = context;
  const notes = alertNotes(parts, "Any event");
  return workflow(context, definition, {
    frequency: condition.throttle / 60,
    triggers: issueTriggers(signal),
    filters: issueFilters(signal, stack).map((filter) => ({ ...filter, notes })),
    detectorIds: signal.projects.map((name) => monitorOf(name, signal, stack)),
  });
}

function workflow(
  context: CompileContext,
  definition: Definition,
  own: { frequency: number; triggers: Json[]; filters: (Filter & { notes: string[] })[]; detectorIds: Json[] },
): Resource {
  const { stack } = context;
  return {
    vendor: "sentry",
    kind: "workflow",
    name: resourceName(definition, "workflow"),
    definition: definition.id,
    parent: { organization: stack.sentry.organization },
    body: {
      name: nameOf(definition, stack),
      enabled: true,
      environment: stack.sentry.environment,
      config: { frequency: own.frequency },
      detectorIds: own.detectorIds,
      triggers: { logicType: "any-short", conditions: own.triggers },
      actionFilters: own.filters.map(({ notes, ...filter }) => ({
        ...filter,
        actions: actions(context, definition, notes),
      })),
    },
    refs: [],
  };
}

import type { Definition } from "../../model/definition.ts";
import type { Json, JsonObject, Resource } from "../../model/resource.ts";
import type { SignalOf } from "../../model/signal.ts";
import type { StackConfig } from "../../model/stack.ts";
import { type CompileContext, identityLine, resourceName, routeOf, settingOf } from "../context.ts";
import { messageParts } from "../message.ts";

/**
 * Sentry's bodies: a monitor ("detector") that measures and an alert ("workflow") that tells. Both names end with the
 * identity, because Sentry's mails show nothing else that we write; a detector's description holds the whole message.
 */

/** What Sentry calls the priority of an issue that a condition makes: high, medium, over. */
const result = { critical: 75, warning: 50, resolved: 0 } as const;

/**
 * Minutes in which an alert keeps further messages about one issue back, the one that it is over among them. Its triggers are
 * changes of state, so there is nothing to keep back: with an interval, an alert that ends within it would never say so.
 */
const metricFrequency = 0;

export function compileSentry(context: CompileContext, definition: Definition): Resource[] {
  const { signal } = definition;
  switch (signal.kind) {
    case "sentry-errors":
    case "sentry-spans": {
      const detector = metricDetector(context, definition, signal);
      return [detector, metricWorkflow(context, definition, detector.name)];
    }
    case "sentry-issues":
      return [issueWorkflow(context, definition, signal)];
    default:
      return [];
  }
}

const nameOf = (definition: Definition, stack: StackConfig): string =>
  `[${stack.name}] ${definition.title} ${identityLine(definition)}`;

/** A value in Sentry's search: in quotes where it holds more than letters, digits and a few signs. */
export const searchValue = (value: string): string =>
  /^[\w./*-]+$/.test(value) ? value : `"${value.replace(/(["\\])/g, "\\$1")}"`;

/** `service:[api, apps/web]`: several values of one tag are alternatives, several tags must all match. */
export function tagSearch(tags: Record<string, string[]>): string {
  return Object.entries(tags)
    .map(([key, values]) =>
      values.length === 1 ? `${key}:${searchValue(values[0] ?? "")}` : `${key}:[${values.map(searchValue).join(", ")}]`,
    )
    .join(" ");
}

/** What Sentry looks for. */
export function searchOf(signal: SignalOf<"sentry-errors"> | SignalOf<"sentry-spans">): string {
  if (signal.kind === "sentry-errors") return tagSearch(signal.tags);
  return `is_transaction:true transaction:${searchValue(signal.transaction)}`;
}

function dataSource(signal: SignalOf<"sentry-errors"> | SignalOf<"sentry-spans">): JsonObject {
  if (signal.kind === "sentry-errors") {
    return {
      aggregate: "count()",
      dataset: "events",
      eventTypes: ["default", "error"],
      query: searchOf(signal),
      queryType: 0,
    };
  }
  return {
    aggregate: `${signal.statistic}(span.duration)`,
    dataset: "events_analytics_platform",
    eventTypes: ["trace_item_span"],
    query: searchOf(signal),
    queryType: 1,
  };
}

/** Sentry compares the limits of percent detection with the value in percent of the earlier one: 200 is twice as many. */
function detection(signal: SignalOf<"sentry-errors"> | SignalOf<"sentry-spans">): JsonObject {
  return signal.kind === "sentry-errors" && signal.comparedWith !== undefined
    ? { detectionType: "percent", comparisonDelta: signal.comparedWith }
    : { detectionType: "static" };
}

function metricDetector(
  context: CompileContext,
  definition: Definition,
  signal: SignalOf<"sentry-errors"> | SignalOf<"sentry-spans">,
): Resource {
  const { condition } = definition;
  if (condition.kind !== "threshold") throw new Error(`${definition.id}: a metric monitor needs a threshold.`);
  const { stack } = context;
  const project = settingOf(stack.sentry.projects, signal.project, "sentry.projects", stack);
  const [beyond, within] = condition.comparison === "above" ? ["gt", "lte"] : ["lt", "gte"];
  const over = condition.recovery ?? condition.warningRecovery ?? condition.warning ?? condition.critical;
  const conditions: Json[] = [
    { type: beyond, comparison: condition.critical, conditionResult: result.critical },
    ...(condition.warning === undefined
      ? []
      : [{ type: beyond, comparison: condition.warning, conditionResult: result.warning }]),
    // Without a condition that resolves, the issue would stay open for good and never ring again.
    { type: within, comparison: over, conditionResult: result.resolved },
  ];
  const parts = messageParts(definition, stack);
  return {
    vendor: "sentry",
    kind: "detector",
    name: resourceName(definition, "detector"),
    definition: definition.id,
    parent: { organization: stack.sentry.organization, project: project.slug },
    body: {
      type: "metric_issue",
      name: nameOf(definition, stack),
      projectId: project.slug,
      enabled: true,
      owner: null,
      description: [
        `${parts.headline}: ${parts.limit}.`,
        parts.why,
        ...parts.checks,
        `Runbook: ${parts.runbook}`,
        `Over when: ${parts.recovered}`,
        `Owner: ${parts.owner}`,
        identityLine(definition),
      ].join("\n"),
      dataSources: [
        {
          ...dataSource(signal),
          environment: stack.sentry.environment,
          extrapolationMode: null,
          timeWindow: condition.window,
        },
      ],
      conditionGroup: { logicType: "any", conditions },
      config: detection(signal),
    },
    refs: [],
  };
}

/** Mail and Slack of the route. Slack's note holds what the detector's description holds, in short. */
function actions(context: CompileContext, definition: Definition): Json[] {
  const { stack } = context;
  const route = routeOf(context, definition);
  const parts = messageParts(definition, stack);
  const notes = [
    parts.headline,
    parts.why,
    ...parts.checks,
    `Runbook: ${parts.runbook}`,
    `Over when: ${parts.recovered}`,
    identityLine(definition),
  ].join("\n");
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
      data: { notes, tags: "environment,service" },
    })),
  ];
}

const trigger = (type: string): Json => ({ type, comparison: true, conditionResult: true });

/** New, back again, and over: the last is what sends the message that it is over. */
function metricWorkflow(context: CompileContext, definition: Definition, detector: string): Resource {
  return {
    ...workflow(context, definition, {
      frequency: metricFrequency,
      triggers: ["first_seen_event", "reappeared_event", "regression_event", "issue_resolved_trigger"].map(trigger),
      filter: { logicType: "any", conditions: [] },
      detectorIds: [null],
    }),
    refs: [{ path: "detectorIds.0", resource: detector, property: "id" }],
  };
}

/** On the projects' own error monitors. No trigger at all means every event; the filters choose by tag. */
function issueWorkflow(context: CompileContext, definition: Definition, signal: SignalOf<"sentry-issues">): Resource {
  const { condition } = definition;
  if (condition.kind !== "each-event") throw new Error(`${definition.id}: an issue alert rings for each event.`);
  const { stack } = context;
  return workflow(context, definition, {
    frequency: condition.throttle / 60,
    triggers: [],
    filter: {
      logicType: "all",
      conditions: Object.entries(signal.tags).map(([key, value]) => ({
        type: "tagged_event",
        comparison: { key, match: "eq", value },
        conditionResult: true,
      })),
    },
    detectorIds: signal.projects.map(
      (name) => settingOf(stack.sentry.projects, name, "sentry.projects", stack).errorMonitor,
    ),
  });
}

function workflow(
  context: CompileContext,
  definition: Definition,
  own: { frequency: number; triggers: Json[]; filter: { logicType: string; conditions: Json[] }; detectorIds: Json[] },
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
      actionFilters: [{ ...own.filter, actions: actions(context, definition) }],
    },
    refs: [],
  };
}

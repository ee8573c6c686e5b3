import type { Definition } from "../../model/definition.ts";
import type { Json, JsonObject, Resource } from "../../model/resource.ts";
import type { OfKind, Signal, SignalOf } from "../../model/signal.ts";
import { measuresTransactions, type WatchedBy } from "../../model/signals/facts.ts";
import { ask } from "../../model/signals/kinds.ts";
import { addressOf, type CompileContext, conditionOf, resourceName, settingOf } from "../context.ts";
import { type MessageParts, messageParts } from "../message.ts";
import { issueWorkflow, metricWorkflow, nameOf } from "./compile-alerts.ts";
import { searchTerm, searchValue } from "./search.ts";

/**
 * Sentry's bodies: a monitor ("detector") that measures and an alert ("workflow") that tells. Both names end with the
 * identity, because Sentry's mails show nothing else that we write; a detector's description holds the whole message.
 */

/** What Sentry calls the priority of an issue that a condition makes: high, medium, over. */
const result = { critical: 75, warning: 50, resolved: 0 } as const;

type Forms = { readonly [K in SentrySignal["kind"]]: (signal: OfKind<K>, made: Made) => Resource[] };
type SentrySignal = WatchedBy<"sentry">;
interface Made {
  context: CompileContext;
  definition: Definition;
  /** What both the monitor and its alert say. */
  parts: MessageParts;
}

const forms: Forms = {
  "sentry-errors": (signal, made) => watched(made, metricDetector(made, signal)),
  "sentry-spans": (signal, made) => watched(made, metricDetector(made, signal)),
  "sentry-sessions": (signal, made) => watched(made, metricDetector(made, signal)),
  "sentry-anomaly": (signal, made) => watched(made, anomalyDetector(made, signal)),
  "sentry-uptime": (signal, made) => watched(made, uptimeDetector(made, signal)),
  "check-ins": (signal, made) => watched(made, checkInDetector(made, signal)),
  "sentry-monitor": ({ project, body }, made) => watched(made, detector(made, project, body)),
  "sentry-issues": (signal, { context, definition, parts }) => [issueWorkflow(context, definition, parts, signal)],
};

export function compileSentry(context: CompileContext, definition: Definition): Resource[] {
  const { signal } = definition;
  return isSentrySignal(signal)
    ? ask<SentrySignal["kind"], [Made], Resource[]>(forms, signal, {
        context,
        definition,
        parts: messageParts(definition, context.stack),
      })
    : [];
}

const isSentrySignal = (signal: Signal): signal is SentrySignal => signal.kind in forms;

/** A monitor with the alert that notifies. */
const watched = ({ context, definition, parts }: Made, own: Resource): Resource[] => [
  own,
  metricWorkflow(context, definition, parts, own.name),
];

/** `service:[api, apps/web]`: several values of one tag are alternatives, several tags must all match. */
export const tagSearch = (tags: Record<string, string[]>): string =>
  Object.entries(tags)
    .map(([key, values]) => searchTerm(key, values))
    .join(" ");

/** What Sentry computes a number of: errors or transactions. */
type Measured = SignalOf<"sentry-errors" | "sentry-anomaly" | "sentry-spans">;
export const isMeasured = (signal: Signal): signal is Measured =>
  measuresTransactions(signal) || signal.kind === "sentry-errors" || signal.kind === "sentry-anomaly";

/** What Sentry looks for. */
export function searchOf(signal: Measured): string {
  if (measuresTransactions(signal)) return `is_transaction:true transaction:${searchValue(signal.transaction)}`;
  const crashes = signal.unhandled === undefined ? [] : ["error.unhandled:true"];
  return [tagSearch(signal.tags), ...crashes].filter((term) => term !== "").join(" ");
}

/** What Sentry computes of what it finds. */
export function aggregateOf(signal: Measured): string {
  if (!measuresTransactions(signal)) return signal.count === "users" ? "count_unique(tags[sentry:user])" : "count()";
  return signal.statistic === "failure-rate" ? "failure_rate()" : `${signal.statistic}(span.duration)`;
}

/** How Sentry's own page writes it; the value is 100 less this share, in percent (`get_crash_rate_alert_metrics_aggregation_value`). */
const crashAggregates = {
  sessions: "percentage(sessions_crashed, sessions) AS _crash_rate_alert_aggregate",
  users: "percentage(users_crashed, users) AS _crash_rate_alert_aggregate",
} as const;

function dataSource(signal: Measured | SignalOf<"sentry-sessions">): JsonObject {
  if (signal.kind === "sentry-sessions")
    return {
      aggregate: crashAggregates[signal.crashFree],
      dataset: "metrics",
      eventTypes: [],
      query: "",
      queryType: 2,
    };
  const [dataset, eventTypes, queryType] = measuresTransactions(signal)
    ? (["events_analytics_platform", ["trace_item_span"], 1] as const)
    : (["events", ["default", "error"], 0] as const);
  return { aggregate: aggregateOf(signal), dataset, eventTypes: [...eventTypes], query: searchOf(signal), queryType };
}

const dataSources = (made: Made, signal: Measured | SignalOf<"sentry-sessions">, timeWindow: number): Json => [
  { ...dataSource(signal), environment: made.context.stack.sentry.environment, extrapolationMode: null, timeWindow },
];

/** A failure rate is a share of 1 at Sentry, and in percent here: so many of ours are one of theirs. */
export const scaleOf = (signal: Signal): number =>
  measuresTransactions(signal) && signal.statistic === "failure-rate" && signal.comparedWith === undefined ? 100 : 1;

const limitOf = (signal: Signal, limit: number): number => limit / scaleOf(signal);

/** What fires, and its opposite, which ends it. */
const limitTypes = {
  above: { strict: ["gt", "lte"], reached: ["gte", "lt"] },
  below: { strict: ["lt", "gte"], reached: ["lte", "gt"] },
} as const;

function metricDetector(made: Made, signal: SignalOf<"sentry-errors" | "sentry-spans" | "sentry-sessions">): Resource {
  const condition = conditionOf(made.definition, "threshold");
  const [beyond, within] = limitTypes[condition.comparison][condition.inclusive === true ? "reached" : "strict"];
  const over = condition.recovery ?? condition.warningRecovery ?? condition.warning ?? condition.critical;
  const conditions: Json[] = [
    { type: beyond, comparison: limitOf(signal, condition.critical), conditionResult: result.critical },
    ...(condition.warning === undefined
      ? []
      : [{ type: beyond, comparison: limitOf(signal, condition.warning), conditionResult: result.warning }]),
    // Without a condition that resolves, the issue would stay open for good and never fire again.
    { type: within, comparison: limitOf(signal, over), conditionResult: result.resolved },
  ];
  const comparedWith = "comparedWith" in signal ? signal.comparedWith : undefined;
  return detector(made, signal.project, {
    type: "metric_issue",
    dataSources: dataSources(made, signal, condition.window),
    conditionGroup: { logicType: "any", conditions },
    // Sentry compares the limits of percent detection with the value in percent of the earlier one: 200 is twice as many.
    config:
      comparedWith === undefined
        ? { detectionType: "static" }
        : { detectionType: "percent", comparisonDelta: comparedWith },
  });
}

/** Sentry's numbers of the sides on which something may be unusual. */
const sides = { above: 0, below: 1, both: 2 } as const;

function anomalyDetector(made: Made, signal: SignalOf<"sentry-anomaly">): Resource {
  const condition = conditionOf(made.definition, "anomalous");
  const comparison = { seasonality: "auto", sensitivity: signal.sensitivity, thresholdType: sides[signal.direction] };
  return detector(made, signal.project, {
    type: "metric_issue",
    dataSources: dataSources(made, signal, condition.window),
    conditionGroup: {
      logicType: "any",
      conditions: [{ type: "anomaly_detection", comparison, conditionResult: result.critical }],
    },
    config: { detectionType: "dynamic" },
  });
}

function uptimeDetector(made: Made, signal: SignalOf<"sentry-uptime">): Resource {
  const condition = conditionOf(made.definition, "consecutive-failures");
  const { stack } = made.context;
  return detector(made, signal.project, {
    type: "uptime_domain_failure",
    dataSources: [
      {
        url: `${addressOf(stack, signal.service)}${signal.path}`,
        method: signal.method,
        intervalSeconds: signal.every,
        timeoutMs: signal.timeout * 1000,
        headers: Object.entries(signal.headers),
        body: signal.body ?? null,
        traceSampling: false,
        assertion: null,
      },
    ],
    config: {
      // 1: made by a person, as opposed to found by Sentry itself.
      mode: 1,
      environment: stack.sentry.environment,
      downtimeThreshold: condition.failures,
      recoveryThreshold: condition.recoverAfter ?? 1,
    },
  });
}

/** A monitor of check-ins, in the members of Sentry's cron monitors, which it answers in snake case; times in minutes. */
function checkInDetector(made: Made, signal: SignalOf<"check-ins">): Resource {
  const condition = conditionOf(made.definition, "consecutive-failures");
  const { schedule } = signal;
  return detector(made, signal.project, {
    type: "monitor_check_in_failure",
    dataSources: [
      {
        name: made.definition.title,
        slug: signal.slug,
        config: {
          ...("crontab" in schedule
            ? { schedule_type: "crontab", schedule: schedule.crontab }
            : { schedule_type: "interval", schedule: [schedule.every, schedule.unit] }),
          timezone: signal.timezone,
          checkin_margin: Math.ceil(signal.margin / 60),
          max_runtime: Math.ceil(signal.maxRuntime / 60),
          failure_issue_threshold: condition.failures,
          recovery_threshold: condition.recoverAfter ?? 1,
        },
      },
    ],
    config: {},
  });
}

/** A monitor of a project: what it measures, with what every monitor of ours says of itself. */
function detector({ context, definition, parts }: Made, projectName: string, own: Record<string, Json>): Resource {
  const { stack } = context;
  const project = settingOf(stack.sentry.projects, projectName, "sentry.projects", stack);
  const { type, ...rest } = own;
  return {
    vendor: "sentry",
    kind: "detector",
    name: resourceName(definition, "detector"),
    definition: definition.id,
    parent: { organization: stack.sentry.organization, project: project.slug },
    body: {
      type: type ?? "metric_issue",
      name: nameOf(definition, stack),
      projectId: project.slug,
      enabled: true,
      owner: null,
      description: [
        `${parts.urgency} Limit: ${parts.limit}.`,
        parts.why,
        ...parts.checks,
        `Run: ${parts.command}`,
        ...[parts.runbook, ...parts.deployments].map(({ title, url }) => `${title}: ${url}`),
        `Recovered when: ${parts.confirm}`,
        `Owner: ${parts.owner}`,
      ].join("\n"),
      ...rest,
    },
    refs: [],
  };
}

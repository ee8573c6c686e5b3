import { type ConditionOf, firesAtZero } from "../../model/condition.ts";
import type { Definition, Severity } from "../../model/definition.ts";
import type { JsonObject, Resource } from "../../model/resource.ts";
import type { StackConfig } from "../../model/stack.ts";
import { type CompileContext, resourceName, settingOf, tagsFor } from "../context.ts";
import { monitorMessage } from "./message.ts";
import { logCountQuery, logMeasureQuery, logRatioQuery, logSearch, metricQuery } from "./query.ts";

/** Datadog's bodies. Every option that Datadog would add by itself is stated, so that nothing ever looks changed. */

const priority = { page: 1, ticket: 3, info: 5 } as const;

/**
 * Pages repeat three times an hour apart until somebody acts, and so does their silence where it is told at all; tickets do
 * not repeat.
 */
function renotify(severity: Severity, silence: string): JsonObject {
  if (severity !== "page") return {};
  const statuses = silence === "notify" ? ["alert", "no data"] : ["alert"];
  return { renotify_interval: 60, renotify_occurrences: 3, renotify_statuses: statuses };
}

/** Defaults that Datadog echoes for every monitor (recorded 2026-11-21); `silenced` is its own bookkeeping. */
const echoed = { include_tags: true, new_host_delay: 300, notify_audit: false, notify_no_data: false } as const;

const missingData = { ok: "resolve", notify: "show_and_notify_no_data", show: "show_no_data" } as const;

/**
 * What is left out depends on the aggregation: a sum or count of nothing is zero, everything else keeps its last state and so
 * never recovers (guide "Migrating to On Missing Data Configuration"). So it is stated, except where zero itself fires: only
 * Datadog's default says that, and Datadog drops it when it is stated.
 */
function onMissingData(condition: ConditionOf<"threshold">): JsonObject {
  const silence = condition.noData ?? "zero";
  if (silence !== "zero") return { on_missing_data: missingData[silence] };
  return firesAtZero(condition) ? {} : { on_missing_data: "resolve" };
}

/** The signals that Datadog watches. */
const watchedHere: ReadonlySet<Definition["signal"]["kind"]> = new Set([
  ...(["metric", "log-count", "log-ratio", "log-measure", "http-check"] as const),
]);

export function compileDatadog(context: CompileContext, definition: Definition): Resource[] {
  const { signal } = definition;
  switch (signal.kind) {
    case "metric":
    case "log-count":
    case "log-ratio":
      return [monitor(context, definition)];
    case "log-measure":
      return [pipeline(context, definition), monitor(context, definition)];
    case "http-check":
      return [syntheticsTest(context, definition)];
    default:
      return [];
  }
}

function monitor(context: CompileContext, definition: Definition): Resource {
  const { condition, signal } = definition;
  if (condition.kind !== "threshold") throw new Error(`${definition.id}: a monitor needs a threshold.`);
  const { stack } = context;
  const thresholds: JsonObject = {
    critical: condition.critical,
    ...(condition.warning === undefined ? {} : { warning: condition.warning }),
    ...(condition.recovery === undefined ? {} : { critical_recovery: condition.recovery }),
    ...(condition.warningRecovery === undefined ? {} : { warning_recovery: condition.warningRecovery }),
  };
  const logs = signal.kind !== "metric";
  let query = "";
  let variables: JsonObject = {};
  if (signal.kind === "metric") query = metricQuery(signal, condition, stack);
  else if (signal.kind === "log-count") query = logCountQuery(signal, condition, stack);
  else if (signal.kind === "log-measure") query = logMeasureQuery(signal, condition, stack);
  else if (signal.kind === "log-ratio") {
    const ratio = logRatioQuery(signal, condition, stack);
    query = ratio.query;
    variables = { variables: ratio.variables.map((v) => ({ ...v })) };
  }
  return {
    vendor: "datadog",
    kind: "monitor",
    name: resourceName(definition, "monitor"),
    definition: definition.id,
    parent: {},
    body: {
      name: `[${stack.name}] ${definition.title} (${definition.service})`,
      type: logs ? "log alert" : "query alert",
      query,
      message: monitorMessage(context, definition),
      tags: tagsFor(stack, definition),
      priority: priority[definition.severity],
      options: {
        ...echoed,
        ...(logs
          ? { enable_logs_sample: false, groupby_simple_monitor: false }
          : // Points of a crawled integration arrive late, and a division needs both its series.
            { evaluation_delay: 60, require_full_window: false }),
        ...onMissingData(condition),
        ...renotify(definition.severity, condition.noData ?? "zero"),
        thresholds,
        ...variables,
      },
    },
    refs: [],
  };
}

/** Reads the number out of the log line, so that a monitor can compare it. */
function pipeline(context: CompileContext, definition: Definition): Resource {
  const { signal } = definition;
  if (signal.kind !== "log-measure") throw new Error(`${definition.id}: only a log measure needs a pipeline.`);
  return {
    vendor: "datadog",
    kind: "logs-pipeline",
    name: resourceName(definition, "logs-pipeline"),
    definition: definition.id,
    parent: {},
    body: {
      name: `[${context.stack.name}] ${definition.id}`,
      description: `Reads ${signal.attribute} for the monitor of ${definition.id}.`,
      filter: { query: logSearch(signal.source, signal.filter, context.stack) },
      is_enabled: true,
      processors: [
        {
          type: "grok-parser",
          name: signal.attribute,
          is_enabled: true,
          source: "message",
          samples: [signal.parse.sample],
          grok: { support_rules: "", match_rules: signal.parse.rule },
        },
      ],
      tags: tagsFor(context.stack, definition),
    },
    refs: [],
  };
}

const globalVariable = (secret: string): string => `shared/global-variable/${secret}`;

/** Names of global variables are unique in an organization, which stacks may share. */
const variableName = (stack: StackConfig, secret: string): string =>
  `${secret}_${stack.name.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`;

function syntheticsTest(context: CompileContext, definition: Definition): Resource {
  const { signal, condition } = definition;
  if (signal.kind !== "http-check" || condition.kind !== "consecutive-failures") {
    throw new Error(`${definition.id}: a synthetic test needs an HTTP check and consecutive failures.`);
  }
  const { stack } = context;
  const project = settingOf(stack.vercel.projects, signal.service, "vercel.projects", stack);
  const secrets = secretsOf(definition);
  const headers = Object.fromEntries(
    Object.entries(signal.headers).map(([name, value]) => [
      name,
      typeof value === "string" ? value : `${value.prefix}{{ ${variableName(stack, value.secret)} }}`,
    ]),
  );
  return {
    vendor: "datadog",
    kind: "synthetics-test",
    name: resourceName(definition, "synthetics-test"),
    definition: definition.id,
    parent: {},
    body: {
      type: "api",
      subtype: "http",
      status: "live",
      name: `[${stack.name}] ${definition.title} (${definition.service})`,
      message: monitorMessage(context, definition),
      tags: tagsFor(stack, definition),
      locations: stack.datadog.locations,
      config: {
        request: {
          method: signal.method,
          url: `${project.url.replace(/\/$/, "")}${signal.path}`,
          timeout: signal.timeout,
          ...(Object.keys(headers).length > 0 ? { headers } : {}),
        },
        assertions: [
          { type: "statusCode", operator: "is", target: signal.expect.status },
          ...Object.entries(signal.expect.json).map(([jsonPath, value]) => ({
            type: "body",
            operator: "validatesJSONPath",
            target: { jsonPath, operator: "is", targetValue: String(value), elementsOperator: "firstElementMatches" },
          })),
        ],
        configVariables: secrets.map((secret) => ({ type: "global", name: variableName(stack, secret) })),
      },
      options: {
        httpVersion: "any",
        tick_every: signal.every,
        // No option says "n failures in a row". The time failing is counted from the first failing run, so one that lies
        // between the (n-1)th and the nth interval is reached by n runs in a row and by no fewer.
        min_failure_duration: Math.round((condition.failures - 0.5) * signal.every),
        min_location_failed: 1,
        monitor_name: `[${stack.name}] ${definition.title} (${definition.service})`,
        // As a monitor: pages repeat, tickets do not.
        monitor_options: {
          escalation_message: "",
          ...(definition.severity === "page"
            ? { renotify_interval: 60, renotify_occurrences: 3 }
            : { renotify_interval: 0 }),
        },
        monitor_priority: priority[definition.severity],
        retry: { count: 1, interval: 5000 },
      },
    },
    refs: secrets.map((name, i) => ({
      path: `config.configVariables.${i}.id`,
      resource: globalVariable(name),
      property: "id",
    })),
  };
}

/** Names of the secrets that a definition's check sends. */
function secretsOf(definition: Definition): string[] {
  if (definition.signal.kind !== "http-check") return [];
  return Object.values(definition.signal.headers).flatMap((value) => (typeof value === "string" ? [] : [value.secret]));
}

/** Objects that several definitions share: secure variables, and the channels that messages go to. */
export function sharedDatadog(context: CompileContext, definitions: readonly Definition[]): Resource[] {
  const { stack } = context;
  const secrets = [...new Set(definitions.flatMap(secretsOf))].sort();
  // What Datadog does not watch, or what is only declared, posts to no channel from here.
  const telling = definitions.filter(
    ({ signal, condition }) => condition.kind !== "declared" && watchedHere.has(signal.kind),
  );
  const channels = [...new Set(telling.flatMap((d) => context.routes.get(d.route)?.slack ?? []))].sort();
  return [
    ...secrets.map(
      (name): Resource => ({
        vendor: "datadog",
        kind: "global-variable",
        name: globalVariable(name),
        definition: null,
        parent: {},
        body: {
          name: variableName(stack, name),
          description: `Sent by synthetic checks of ${stack.name}.`,
          tags: tagsFor(stack, null),
          value: { secure: true, value: `secret:${name}` },
          is_fido: false,
          is_totp: false,
        },
        refs: [],
      }),
    ),
    ...channels.map(
      (name): Resource => ({
        vendor: "datadog",
        kind: "slack-channel",
        name: `shared/slack-channel/${name}`,
        definition: null,
        parent: { account: stack.datadog.slackAccount },
        body: {
          name: settingOf(stack.channels, name, "channels", stack),
          display: { message: true, mute_buttons: true, notified: true, snapshot: true, tags: true },
        },
        refs: [],
      }),
    ),
  ];
}

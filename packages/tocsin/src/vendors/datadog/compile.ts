import type { Definition } from "../../model/definition.ts";
import type { JsonObject, Resource } from "../../model/resource.ts";
import {
  isCheckSignal,
  isMonitorSignal,
  type MeasureSignal,
  type MonitorSignal,
  measuresLogs,
} from "../../model/signals/facts.ts";
import { type CompileContext, resourceName, routesOf, settingOf, tagsFor, titleOf } from "../context.ts";
import { monitorMessage } from "./message.ts";
import type { MonitorForm } from "./monitor-form.ts";
import { monitorForm } from "./monitors.ts";
import { priorityOf, repeats, statedOptions } from "./options.ts";
import { logSearch } from "./query.ts";
import { globalVariable, secretsOf, syntheticsTest, variableName } from "./tests.ts";

/** Datadog's bodies. Every option that Datadog would add by itself is stated, so that nothing ever looks changed. */

/** Defaults that Datadog echoes for every monitor (recorded 2026-11-21); `silenced` is its own bookkeeping. */
const echoed = { include_tags: true, new_host_delay: 300, notify_audit: false, notify_no_data: false } as const;

export function compileDatadog(context: CompileContext, definition: Definition): Resource[] {
  const { signal } = definition;
  if (isCheckSignal(signal)) return [syntheticsTest(context, definition, signal)];
  if (!isMonitorSignal(signal)) return [];
  const own = monitor(context, definition, signal);
  return measuresLogs(signal) ? [pipeline(context, definition, signal), own] : [own];
}

function monitor(context: CompileContext, definition: Definition, signal: MonitorSignal): Resource {
  const { stack } = context;
  const form = monitorForm(signal, { ...context, definition });
  return {
    vendor: "datadog",
    kind: "monitor",
    name: resourceName(definition, "monitor"),
    definition: definition.id,
    parent: {},
    body: {
      name: titleOf(definition, stack),
      type: form.type,
      query: form.query,
      message: monitorMessage(context, definition),
      tags: tagsFor(stack, definition),
      priority: priorityOf(definition),
      options: optionsOf(definition, form),
    },
    refs: form.refs ?? [],
  };
}

function optionsOf(definition: Definition, form: MonitorForm): JsonObject {
  const stated = statedOptions(definition.datadog);
  const all = { ...echoed, ...repeats(definition, form.silence), ...form.options, ...stated };
  // The older option of missing data stands in place of the newer one: Datadog takes no monitor with both.
  if ("no_data_timeframe" in stated) delete (all as JsonObject).on_missing_data;
  return all;
}

/** Reads the number out of the log line, so that a monitor can compare it. */
function pipeline(context: CompileContext, definition: Definition, signal: MeasureSignal): Resource {
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

/**
 * What several of Datadog's definitions share: secure variables, and the channels that messages go to. Also for an alert that
 * Vercel watches instead: production protects its channels, and the way back needs them.
 */
export function sharedDatadog(context: CompileContext, definitions: readonly Definition[]): Resource[] {
  const { stack } = context;
  const secrets = [...new Set(definitions.flatMap(secretsOf))].sort();
  const routes = definitions.flatMap(routesOf);
  const channels = [...new Set(routes.flatMap((name) => context.routes.get(name)?.slack ?? []))].sort();
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

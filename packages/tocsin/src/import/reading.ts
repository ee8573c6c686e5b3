import type { Condition } from "../model/condition.ts";
import type { Definition } from "../model/definition.ts";
import { isObject, type JsonObject, textAt } from "../model/resource.ts";
import type { Signal } from "../model/signal.ts";
import { isMonitorSignal, isPlainMetric } from "../model/signals/facts.ts";
import type { StackConfig } from "../model/stack.ts";
import { MissingSetting } from "../vendors/context.ts";
import type { MonitorForm } from "../vendors/datadog/monitor-form.ts";
import { monitorForm } from "../vendors/datadog/monitors.ts";

import type { Reading } from "../vendors/verbatim-alert.ts";
import { type KnownObjectives, readBurnRate } from "./burn-rate.ts";
import { readMonitor } from "./datadog.ts";
import { type Draft, Inexpressible, type Watched } from "./draft.ts";
import { sameQuery } from "./same.ts";
import { readSentryMonitor } from "./sentry-reading.ts";

/** Alerts whose query is text, read as the signal that says the same: of definitions, and of what is imported verbatim. */

/**
 * What arrives where nothing does is no part of a drill: whatever a monitor makes of it, its signal is read. But for service checks: a
 * check that a drill makes up stops reporting, so it matters whether that is notified.
 */
const anySilence = ({ options, ...body }: JsonObject): JsonObject => {
  if (body.type === "service check") return { ...body, options: isObject(options) ? options : {} };
  const { notify_no_data: _, no_data_timeframe: __, ...rest } = isObject(options) ? options : {};
  return { ...body, options: { ...rest, on_missing_data: "show_no_data" } };
};

/**
 * Reads the query of a monitor's body.
 * @param defined makes a definition of what was read
 * @throws Inexpressible where no signal says all of it
 */
export function readQuery(
  body: JsonObject,
  stack: StackConfig,
  defined: (draft: Draft) => Definition,
  objectives: KnownObjectives = new Map(),
): Reading {
  if (body.type === "slo alert") {
    const watched = readBurnRate(textAt(body, "query"), objectives);
    const draft = { title: "Burn rate", service: "imported", severity: "ticket", objects: [] } as const;
    return { definition: defined({ ...draft, objects: [], ...watched }), unread: null };
  }
  const live = {
    vendor: "datadog",
    kind: "monitor",
    vendorId: "",
    identity: null,
    parent: {},
    properties: {},
  } as const;
  const definition = defined(readMonitor({ ...live, body: anySilence(body) }, stack));
  const written = formOf(definition, stack)?.query;
  if (written === undefined || sameQuery(written) !== sameQuery(textAt(body, "query")))
    throw new Inexpressible("its query says more than the signal that it is read as");
  return { definition, unread: unsent(definition) };
}

/** Why a metric's points cannot be sent though its query is read: of those that the probe or Supabase reports, it is known how. */
function unsent({ signal }: Definition): string | null {
  if (!isPlainMetric(signal) || typeof signal.source === "string") return null;
  return "who reports its metrics is not known";
}

/** What a definition's monitor is compiled to of its signal and condition; null for none, or where the stack lacks what it names. */
function formOf(definition: Definition, stack: StackConfig): MonitorForm | null {
  const { signal } = definition;
  if (!isMonitorSignal(signal)) return null;
  try {
    return monitorForm(signal, { definition, stack, all: new Map(), objectives: new Map() });
  } catch (error) {
    if (error instanceof MissingSetting) return null;
    throw error;
  }
}

/** Signals whose query is Datadog's own text. */
const isText = ({ kind }: Signal): boolean => kind === "datadog-query" || kind === "datadog-monitor";

/**
 * Reads a definition in a vendor's own words: `datadogQuery`, `datadogMonitor`, `sentryMonitor`. Null for every other, which says
 * what it watches by itself.
 * @param definition of the stack, with its overrides
 */
export function readingOf(
  definition: Definition,
  stack: StackConfig,
  objectives: KnownObjectives = new Map(),
): Reading | null {
  const { signal: own } = definition;
  const defined = ({ signal, condition }: Watched) => withWatched(definition, signal, condition);
  if (own.kind === "sentry-monitor")
    return orUnread(definition, () => readSentryMonitor(own.body, own.project, stack, defined));
  if (!isText(own)) return null;
  const form = formOf(definition, stack);
  if (form === null) return null;
  const { type, query, options } = form;
  const body = { name: definition.title, type, query, options };
  return orUnread(definition, () => readQuery(body, stack, defined, objectives));
}

function orUnread(definition: Definition, read: () => Reading): Reading {
  try {
    return read();
  } catch (error) {
    if (error instanceof Inexpressible) return { definition, unread: error.reason };
    throw error;
  }
}

/** A query that is read says no unit and, of a metric, not how often its points come. */
const withWatched = (definition: Definition, signal: Signal, condition: Condition): Definition => {
  const { signal: own } = definition;
  const isMeasured = own.kind === "datadog-query" && "unit" in signal;
  return { ...definition, signal: isMeasured ? { ...signal, unit: own.unit } : signal, condition } as Definition;
};

import { z } from "zod";
import { type Condition, type ConditionInputOf, type NoData, notifiesOfSilence } from "../model/condition.ts";
import type { Severity } from "../model/definition.ts";
import { isObject } from "../model/resource.ts";
import type { Signal } from "../model/signal.ts";
import { datadogMonitor } from "../model/signals/datadog.ts";
import { isMetricSignal, isSearch, isServiceCheck } from "../model/signals/facts.ts";
import type { StackConfig } from "../model/stack.ts";
import type { LiveObject } from "../vendors/live.ts";
import { readServiceCheck } from "./datadog-check.ts";
import { readChange, readForecast, readUnusual } from "./datadog-judged.ts";
import { readMetric } from "./datadog-metric.ts";
import { readOptions, readRepeat } from "./datadog-options.ts";
import { type QueryCondition, readLogCount } from "./datadog-query.ts";
import { readSearchMonitor, readShare } from "./datadog-search.ts";
import { type Draft, Inexpressible, titleOf } from "./draft.ts";

/** Datadog's monitors read back into definitions. */

const severities: Record<number, Severity> = { 1: "page", 3: "ticket", 5: "info" };
export const severityOf = (priority: number | null | undefined): Severity => severities[priority ?? 0] ?? "ticket";

export const tagged = (tags: readonly string[], key: string): string | null =>
  tags.find((tag) => tag.startsWith(`${key}:`))?.slice(key.length + 1) ?? null;

const limit = z.union([z.number(), z.null()]).optional();
const monitorShape = z.object({
  name: z.string(),
  type: z.string(),
  query: z.string(),
  tags: z.array(z.string()).default([]),
  priority: z.number().nullish(),
  options: z.object({
    thresholds: z
      .object({
        critical: z.number().optional(),
        warning: limit,
        critical_recovery: limit,
        warning_recovery: limit,
        ok: limit,
      })
      .optional(),
    threshold_windows: z
      .object({ trigger_window: z.string().optional(), recovery_window: z.string().optional() })
      .nullish(),
    evaluation_delay: z.number().nullish(),
    on_missing_data: z.string().nullish(),
    notify_no_data: z.boolean().nullish(),
    no_data_timeframe: z.number().nullish(),
    variables: z.array(z.looseObject({ data_source: z.string() })).nullish(),
  }),
});
type Monitor = z.infer<typeof monitorShape>;

const silences: Record<string, "ok" | "notify" | "show"> = {
  resolve: "ok",
  show_and_notify_no_data: "notify",
  show_no_data: "show",
};

/** @throws Inexpressible */
export function readMonitor(live: LiveObject, stack: StackConfig): Draft {
  const parsed = monitorShape.safeParse(live.body);
  if (!parsed.success) throw new Inexpressible("its body has another form than Datadog's monitors have");
  const { name, tags, priority } = parsed.data;
  const { signal, condition } = watched(parsed.data, stack);
  const own = signal.kind === "log-count" && signal.source.kind === "vercel" ? signal.source.service : "database";
  const service = tagged(tags, "service") ?? own;
  const severity = severityOf(priority);
  const draft = { title: titleOf(name, stack.name, service), service, severity };
  const stated = isObject(live.body.options) ? live.body.options : {};
  const repeat = readRepeat(stated, severity, notifiesOfSilence(condition));
  const datadog = readOptions(stated, priority ?? null, {
    severity,
    isLate: isMetricSignal(signal),
    isCheck: isServiceCheck(signal),
  });
  return {
    ...{ ...draft, signal, condition, ...repeat, objects: [live] },
    ...(Object.keys(datadog).length === 0 ? {} : { datadog }),
  };
}

/** What a monitor watches, and when it fires. @throws Inexpressible */
function watched(monitor: Monitor, stack: StackConfig): { signal: Signal; condition: Condition } {
  const { type, query, options } = monitor;
  const delay = options.evaluation_delay ?? 0;
  switch (type) {
    case "query alert":
    case "metric alert": {
      refuseStrangeData(monitor);
      const unusual = readUnusual(query, stack, delay, {
        ...options.threshold_windows,
        recovery: options.thresholds?.critical_recovery,
      });
      if (unusual !== null)
        return { signal: unusual.signal, condition: anomalous(unusual.signal, unusual.condition, monitor) };
      const compared = readChange(query, stack, delay) ?? readForecast(query, stack, delay);
      return limited(compared ?? readMetric(query, stack, delay), monitor);
    }
    case "log alert":
      refuseStrangeData(monitor);
      return limited(readShare(query, options.variables, stack) ?? readLogs(query, stack), monitor);
    case "rum alert":
    case "audit alert":
    case "event-v2 alert":
    case "ci-pipelines alert":
    case "ci-tests alert":
    case "trace-analytics alert":
    case "network-performance alert":
    case "network-path alert":
    case "database-monitoring alert":
    case "llm-observability alert":
      return limited(readShare(query, options.variables, stack) ?? readSearchMonitor(query, stack), monitor);
    case "service check":
      return readServiceCheck(query, options, stack);
    case "event alert":
      throw new Inexpressible(
        `Datadog has replaced its type "${type}" by event-v2 alert`,
        "migrate it in Datadog, and import it again",
      );
    default:
      throw datadogMonitor.shape.type.options.some((one) => one === type)
        ? new Inexpressible(
            `its type "${type}" has no signal of its own`,
            "datadogMonitor({ type, query, options }) says it as it is",
          )
        : new Inexpressible(`its type "${type}" is none that a definition has`);
  }
}

/** Data of a formula's parts of which definitions have signals. */
const readData = new Set(["metrics", "logs", "events", "rum", "audit", "ci_pipelines", "ci_tests", "spans"]);

/** @throws Inexpressible for a formula over data that no signal reads, such as logs that are joined with a table */
function refuseStrangeData({ query, options }: Monitor): void {
  if (!query.startsWith("formula(")) return;
  const strange = options.variables?.find(({ data_source: source }) => !readData.has(source))?.data_source;
  if (strange !== undefined)
    throw new Inexpressible(
      `its query is a formula over data of the kind ${strange}, which no definition reads`,
      "datadogMonitor({ type, query, options }) says it as it is",
    );
}

/** A count of lines of a source that the stack knows, or any other search. */
function readLogs(query: string, stack: StackConfig) {
  try {
    return readLogCount(query, stack);
  } catch (error) {
    if (!(error instanceof Inexpressible)) throw error;
    return readSearchMonitor(query, stack);
  }
}

function limited(
  { signal, ...condition }: { signal: Signal } & QueryCondition,
  { options }: Monitor,
): { signal: Signal; condition: Condition } {
  const noData = silenceOf(signal, options);
  const { warning, critical_recovery: recovery, warning_recovery: warningRecovery } = options.thresholds ?? {};
  return {
    signal,
    condition: {
      kind: "threshold",
      ...condition,
      ...(warning == null ? {} : { warning }),
      ...(recovery == null ? {} : { recovery }),
      ...(warningRecovery == null ? {} : { warningRecovery }),
      noData,
    },
  };
}

function anomalous(signal: Signal, condition: ConditionInputOf<"anomalous">, { options }: Monitor): Condition {
  const noData = silenceOf(signal, options);
  if (noData === "zero" || noData === "lastStatus")
    throw new Inexpressible("nothing is zero to it, which no definition of what is unusual says");
  return { ...condition, kind: "anomalous", share: condition.share ?? 100, noData };
}

/** What a monitor makes of silence, also where it states nothing. @throws Inexpressible */
function silenceOf(signal: Signal, options: Monitor["options"]): NoData {
  const { on_missing_data: policy, notify_no_data: notifies } = options;
  if (notifies === true) {
    if (options.no_data_timeframe != null) return "notify";
    throw new Inexpressible(
      'it notifies of missing data without saying after how many minutes: choose "Show NO DATA and notify" in Datadog first',
    );
  }
  if (policy == null || policy === "default") {
    if (isZeroOfNothing(signal)) return "zero";
    if (!isMetricSignal(signal)) return "lastStatus";
    if (notifies === false && policy == null) return "doNotNotify";
    throw new Inexpressible(
      'its policy for missing data is "default", which no update can carry: choose "Show NO DATA" or "Show OK" in Datadog first',
    );
  }
  const read = silences[policy];
  if (read === undefined) throw new Inexpressible(`it says "${policy}" about missing data`);
  // Nothing logged is zero: where that is no reason to fire, "resolve" says the same.
  const counts = signal.kind === "log-count" || (isSearch(signal) && signal.value.of === "count");
  return counts && read === "ok" ? "zero" : read;
}

/** What Datadog takes for zero where nothing arrives: numbers of lines and of events, and sums. */
function isZeroOfNothing(signal: Signal): boolean {
  if (signal.kind === "log-count") return signal.count === "lines";
  if (!isSearch(signal)) return false;
  const { value } = signal;
  return value.of === "count" || (value.of === "measure" && value.statistic === "sum");
}

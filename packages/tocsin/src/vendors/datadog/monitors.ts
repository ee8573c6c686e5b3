import { type ConditionOf, firesAtZero, type NoData } from "../../model/condition.ts";
import type { Definition } from "../../model/definition.ts";
import type { Objective } from "../../model/objective.ts";
import type { Json, JsonObject, Ref } from "../../model/resource.ts";
import type { MetricSignal, OfKind } from "../../model/signal.ts";
import { delayOf, type MonitorSignal } from "../../model/signals/facts.ts";
import { ask } from "../../model/signals/kinds.ts";
import type { StackConfig } from "../../model/stack.ts";
import { shortDuration } from "../../model/units.ts";
import { conditionOf } from "../context.ts";
import type { MonitorForm } from "./monitor-form.ts";
import { monitorRef } from "./monitor-ref.ts";
import {
  comparisonText,
  logQuery,
  logRatioQuery,
  metricArithmetic,
  metricQuery,
  type Threshold,
  windowAggregate,
  windowName,
} from "./query.ts";
import { searchMonitor } from "./search.ts";
import { serviceCheckForm } from "./service-check.ts";

/** What a row is given beside the signal. */
export interface FormContext {
  definition: Definition;
  stack: StackConfig;
  /** All definitions of the stack, by id: what a composite is made of. */
  all: ReadonlyMap<string, Definition>;
  objectives: ReadonlyMap<string, Objective>;
}

type Row<K extends MonitorSignal["kind"]> = (signal: OfKind<K>, context: FormContext) => MonitorForm;

const thresholdsOf = ({ critical, warning, recovery, warningRecovery }: Threshold): JsonObject => ({
  critical,
  ...(warning === undefined ? {} : { warning }),
  ...(recovery === undefined ? {} : { critical_recovery: recovery }),
  ...(warningRecovery === undefined ? {} : { warning_recovery: warningRecovery }),
});

/** Nothing: what Datadog does with a monitor that states no policy, which is the older one of metrics and a default of the rest. */
const missingData = {
  ok: { on_missing_data: "resolve" },
  notify: { on_missing_data: "show_and_notify_no_data" },
  show: { on_missing_data: "show_no_data" },
  lastStatus: {},
  doNotNotify: {},
} as const satisfies Record<Exclude<NoData, "zero">, JsonObject>;

/**
 * What is left out depends on the aggregation: a sum or count of nothing is zero, everything else keeps its last state and so
 * never recovers (guide "Migrating to On Missing Data Configuration"). So it is stated, except where zero itself fires: only
 * Datadog's default says that, and Datadog drops it when it is stated.
 */
function onMissingData(condition: Threshold): JsonObject {
  const silence = condition.noData ?? "zero";
  if (silence !== "zero") return missingData[silence];
  return firesAtZero(condition) ? {} : { on_missing_data: "resolve" };
}

/** Months begin on their first day and days at midnight; Datadog wants both said together. */
const calendar = ({ soFarThis }: Threshold): JsonObject => {
  if (soFarThis === undefined) return {};
  const evaluation_window: JsonObject =
    soFarThis === "hour" ? { hour_starts: 0 } : { day_starts: "00:00", month_starts: 1 };
  return { scheduling_options: { evaluation_window } };
};

/** A monitor on a metric with a threshold of its own. */
function onMetric(signal: MetricSignal, condition: Threshold, query: string): MonitorForm {
  return {
    type: "query alert",
    query,
    options: {
      evaluation_delay: delayOf(signal),
      require_full_window: false,
      ...onMissingData(condition),
      ...calendar(condition),
      thresholds: thresholdsOf(condition),
    },
    silence: condition.noData ?? "zero",
  };
}

/** A monitor whose query says itself what is unusual: its value is the share of unusual points. */
function onUnusual(
  signal: MetricSignal,
  { window, recoveryWindow, share, recovery = 0, noData }: ConditionOf<"anomalous">,
  query: string,
) {
  return {
    type: "query alert",
    query,
    options: {
      evaluation_delay: delayOf(signal),
      require_full_window: false,
      ...missingData[noData],
      thresholds: { critical: share / 100, critical_recovery: recovery / 100 },
      threshold_windows: {
        trigger_window: `last_${shortDuration(window)}`,
        recovery_window: `last_${shortDuration(recoveryWindow ?? window)}`,
      },
    },
    silence: noData,
  };
}

const logOptions = { enable_logs_sample: false, groupby_simple_monitor: false } as const;

/** A monitor on what is indexed. */
function onIndexed(type: string, query: string, condition: Threshold, variables: readonly object[] = []): MonitorForm {
  return {
    type,
    query,
    options: {
      ...(type === "log alert" ? logOptions : {}),
      ...onMissingData(condition),
      ...calendar(condition),
      thresholds: thresholdsOf(condition),
      ...(variables.length === 0 ? {} : { variables: variables.map(jsonOf) }),
    },
    silence: condition.noData ?? "zero",
  };
}

/** A monitor on how many log lines a search finds, or on a number that they hold. */
function onLogs(signal: OfKind<"log-count" | "log-measure">, { definition, stack }: FormContext): MonitorForm {
  const condition = conditionOf(definition, "threshold");
  return onIndexed("log alert", logQuery(signal, condition, stack), condition);
}

const jsonOf = (value: object): Json => JSON.parse(JSON.stringify(value));

const forms: { readonly [K in MonitorSignal["kind"]]: Row<K> } = {
  metric: (signal, { definition, stack }) => {
    const condition = conditionOf(definition, "threshold");
    return onMetric(signal, condition, metricQuery(signal, condition, stack));
  },
  "metric-change": (signal, { definition, stack }) => {
    const condition = conditionOf(definition, "threshold");
    const change = { absolute: "change", percent: "pct_change" }[signal.change];
    const ago = signal.comparedWith === 604_800 ? "last_1w" : `${shortDuration(signal.comparedWith)}_ago`;
    const over = `${change}(${windowAggregate(condition)}(${windowName(condition)}),${ago})`;
    return onMetric(signal, condition, `${over}:${metricArithmetic(signal, stack)} ${comparisonText(condition)}`);
  },
  "metric-anomaly": (signal, { definition, stack }) => {
    const condition = conditionOf(definition, "anomalous");
    const { algorithm, deviations, direction, seasonality, interval } = signal;
    const settings = [
      `direction='${direction}'`,
      `interval=${interval}`,
      `alert_window='last_${shortDuration(condition.window)}'`,
      "count_default_zero='true'",
      ...(seasonality === undefined ? [] : [`seasonality='${seasonality}'`]),
    ];
    const band = `anomalies(${metricArithmetic(signal, stack)}, '${algorithm}', ${deviations}, ${settings.join(", ")})`;
    const shown = `last_${shortDuration(condition.shown ?? 4 * condition.window)}`;
    return onUnusual(signal, condition, `avg(${shown}):${band} >= ${condition.share / 100}`);
  },
  "metric-forecast": (signal, { definition, stack }) => {
    const condition = conditionOf(definition, "threshold");
    const { algorithm, deviations, model, history, seasonality } = signal;
    const settings =
      algorithm === "linear"
        ? [`interval='60m'`, `history='${shortDuration(history)}'`, `model='${model}'`]
        : [`interval='60m'`, `seasonality='${seasonality ?? "weekly"}'`];
    const ahead = `forecast(${metricArithmetic(signal, stack)}, '${algorithm}', ${deviations}, ${settings.join(", ")})`;
    const extreme = condition.comparison === "above" ? "max" : "min";
    // Datadog's forecasts take "at" and "beyond" the limit; a value that only reaches it is no reason to wait.
    const query = `${extreme}(next_${nextName(condition.window)}):${ahead} ${comparisonText(condition).replace(/^([<>])=?/, "$1=")}`;
    return onMetric(signal, condition, query);
  },
  "metric-outliers": (signal, { definition, stack }) => {
    const condition = conditionOf(definition, "anomalous");
    const share = signal.share === undefined ? "" : `, ${signal.share}`;
    const unlike = `outliers(${metricArithmetic(signal, stack)}, '${signal.algorithm}', ${signal.tolerance}${share})`;
    const form = onUnusual(signal, condition, `avg(last_${shortDuration(condition.window)}):${unlike} > 0`);
    const { threshold_windows: _, ...options } = form.options;
    return { ...form, options: { ...options, thresholds: { critical: 0 } } };
  },
  "log-count": onLogs,
  "log-ratio": (signal, { definition, stack }) => {
    const condition = conditionOf(definition, "threshold");
    const { query, variables } = logRatioQuery(signal, condition, stack);
    return onIndexed("log alert", query, condition, variables);
  },
  "log-measure": onLogs,
  search: (signal, { definition, stack }) => {
    const condition = conditionOf(definition, "threshold");
    const { type, query, variables } = searchMonitor(signal, condition, stack);
    return onIndexed(type, query, condition, variables);
  },
  "service-check": (signal, { definition, stack }) => serviceCheckForm(signal, definition, stack),
  composite: ({ all, any, unless }, { definition, all: definitions }) => {
    const refs: Ref[] = [];
    const term = (id: string) => {
      const ref = monitorRef(id, definitions, definition);
      refs.push(ref);
      return ref.within ?? "";
    };
    const parts = [
      ...all.map(term),
      ...(any.length === 0 ? [] : [any.length === 1 ? term(any[0] ?? "") : `(${any.map(term).join(" || ")})`]),
      ...unless.map((id) => `!${term(id)}`),
    ];
    return { type: "composite", query: parts.join(" && "), options: {}, silence: null, refs };
  },
  "burn-rate": ({ objective }, { definition, objectives }) => {
    const { rate, warning, long, short } = conditionOf(definition, "burning");
    const within = `<${objective}>`;
    const query = `burn_rate("${within}").over("${objectives.get(objective)?.window ?? 30}d").long_window("${shortDuration(long)}").short_window("${shortDuration(short)}") > ${rate}`;
    const thresholds = { critical: rate, ...(warning === undefined ? {} : { warning }) };
    const refs = [{ path: "query", within, resource: `${objective}/slo`, property: "id" }];
    return { type: "slo alert", query, options: { thresholds }, silence: null, refs };
  },
  "datadog-query": ({ query, delay }, { definition }) => {
    const condition = conditionOf(definition, "threshold");
    const whole = `${windowAggregate(condition)}(${windowName(condition)}):${query} ${comparisonText(condition)}`;
    return {
      type: "query alert",
      query: whole,
      options: {
        evaluation_delay: delay,
        require_full_window: false,
        ...onMissingData(condition),
        ...calendar(condition),
        thresholds: thresholdsOf(condition),
      },
      silence: condition.noData ?? "zero",
    };
  },
  "datadog-monitor": ({ type, query, options }) => ({ type, query, options: jsonObjectOf(options), silence: null }),
};

const jsonObjectOf = (value: Record<string, Json>): JsonObject => ({ ...value });

/** A week ahead is `1w`: forecasts take weeks, and months of 30 days. */
const nextName = (seconds: number): string => {
  if (seconds % (30 * 86_400) === 0) return `${seconds / (30 * 86_400)}mo`;
  return seconds % 604_800 === 0 ? `${seconds / 604_800}w` : shortDuration(seconds);
};

/** The part of a definition's monitor that follows from what it watches. */
export const monitorForm = (signal: MonitorSignal, context: FormContext): MonitorForm =>
  ask<MonitorSignal["kind"], [FormContext], MonitorForm>(forms, signal, context);

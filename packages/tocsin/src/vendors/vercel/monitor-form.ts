import type { ConditionOf } from "../../model/condition.ts";
import type { Definition } from "../../model/definition.ts";
import type { JsonObject } from "../../model/resource.ts";
import type { LogFilter } from "../../model/signal.ts";
import { filtersOf, type LogSignal, measuresTransactions, readsLogs } from "../../model/signals/facts.ts";
import { latencySelection } from "./latency.ts";

/**
 * What a monitor of Vercel's own evaluates, as `POST /alerts/v3/alert-rules` takes it (the documented resource
 * `vercel_custom_alert_rule` of the vendor's Terraform provider, 2026-11).
 */
export interface MonitorForm {
  /** Id of the project under `vercel.projects`, by its service. */
  service: string;
  evaluation: JsonObject;
  trigger: JsonObject;
}

/** Windows are also how often a monitor is evaluated; there are no others. */
const windows: Readonly<Record<number, string>> = { 300: "5m", 900: "15m", 3600: "1h", 86400: "1d" };

const operators = { above: "gt", below: "lt" } as const;

type Requests = Extract<LogSignal, { count: string }>;

/**
 * A definition as Vercel's monitor, or the clause that says why Vercel cannot watch it. A share is a fraction there, and its floor
 * counts the numerator: it is the least that could fire at the definition's own minimum, so that nothing that fires by the
 * definition is passed over.
 */
export function vercelMonitorForm({ signal, condition, service }: Definition): MonitorForm | string {
  if (!measuresTransactions(signal) && !(readsLogs(signal) && "count" in signal))
    return "Vercel's monitors watch requests (logRatio, logCount) and how long functions take (sentrySpans)";
  if (condition.kind !== "threshold") return "it has no threshold";
  const { inclusive, noData } = condition;
  const window = windows[condition.window];
  if (window === undefined) return "Vercel's windows are 5 minutes, 15 minutes, an hour and a day";
  if (inclusive === true) return "Vercel's monitors fire beyond a limit and not at it, which Datadog's do";
  if (noData === "notify") return "Vercel has no notification for data that stop";
  if (noData === "lastStatus") return "Vercel keeps no last status where nothing arrives";
  if (!measuresTransactions(signal)) return requestsForm(signal, condition, window);
  const duration = latencySelection(signal);
  return typeof duration === "string" ? duration : metricForm(service, { duration }, condition, window);
}

type Threshold = ConditionOf<"threshold">;

/** A monitor on one number. */
function metricForm(
  service: string,
  metrics: JsonObject,
  { comparison, critical }: Threshold,
  window: string,
): MonitorForm {
  const [output = ""] = Object.keys(metrics);
  return {
    service,
    evaluation: { window, query: { metrics, outputs: [output] } },
    trigger: { type: "threshold", output, operator: operators[comparison], threshold: critical },
  };
}

function requestsForm(signal: Requests, condition: Threshold, window: string): MonitorForm | string {
  if (signal.source.kind !== "vercel") return "its log lines are not Vercel's";
  if (signal.count !== "requests") return 'it counts lines, and Vercel counts requests: write count: "requests"';
  const { comparison, critical } = condition;
  const unread = filtersOf(signal).flatMap(unreadable)[0];
  if (unread !== undefined) return unread;
  const metric = metricOf(signal);
  if (metric === null)
    return "numerator and denominator must both count functions only, or neither: Vercel divides like by like";
  const { service } = signal.source;
  if ("filter" in signal)
    return metricForm(service, { requests: selection(metric, [signal.filter]) }, condition, window);
  if (comparison === "below") return "Vercel has a floor only for shares that rise above their threshold";
  const numerator = Math.floor((signal.minimum * critical) / 100) + 1;
  return {
    service,
    evaluation: {
      window,
      query: {
        metrics: { part: selection(metric, [signal.part]), whole: selection(metric, signal.whole) },
        formulas: { formula: "part / whole" },
        outputs: ["formula"],
      },
    },
    trigger: {
      ...{ type: "threshold", output: "formula", operator: operators[comparison], threshold: critical / 100 },
      minimum: { output: "part", threshold: numerator },
    },
  };
}

/** Vercel counts requests by what the platform knows of them, not by what an app writes. */
const unreadable = ({ phrases, above }: LogFilter): string[] => [
  ...(phrases === undefined ? [] : ["Vercel's monitors do not read what an app writes (phrases)"]),
  ...(above === undefined ? [] : ["Vercel's monitors do not read numbers in log lines (above)"]),
];

/** Functions and requests are counted by two metrics; null: both at once, which no formula may mix. */
function metricOf(signal: Requests): string | null {
  const kinds = new Set(filtersOf(signal).map(({ functionsOnly }) => functionsOnly));
  if (kinds.size > 1) return null;
  return kinds.has(true) ? "vercel.function_invocation.count" : "vercel.request.count";
}

function selection(metric: string, filters: readonly LogFilter[]): JsonObject {
  const texts = [...new Set(filters.map(filterText))];
  const filter = texts.includes("")
    ? ""
    : texts.length === 1
      ? (texts[0] ?? "")
      : texts.map((one) => `(${one})`).join(" or ");
  return { metric, aggregation: "count", ...(filter === "" ? {} : { filter }) };
}

/** One filter in KQL, in the form in which Vercel gives it back; "" for every request. */
function filterText({ path, status }: LogFilter): string {
  const terms = [
    ...(status === undefined ? [] : [`httpStatus:>=${status[0]}`, `httpStatus:<=${status[1]}`]),
    ...(path === undefined ? [] : [`requestPath:${JSON.stringify(path)}`]),
  ];
  return terms.join(" and ");
}

import type { ConditionInputOf } from "../model/condition.ts";
import { type SignalOf, signalSchema } from "../model/signal.ts";
import type { StackConfig } from "../model/stack.ts";
import { readArithmetic } from "./datadog-metric.ts";
import { comparisonOf, number, type QueryCondition } from "./datadog-query.ts";
import { Inexpressible, lengthOf } from "./draft.ts";

/** Datadog's queries that judge a metric by its past or its peers, read back into signals. */

type Judged = SignalOf<"metric-anomaly" | "metric-outliers">;
type Anomalous = ConditionInputOf<"anomalous">;

const common = { unit: "<unit>", interval: 60 } as const;

type Kind = "metric-change" | "metric-forecast" | "metric-anomaly" | "metric-outliers" | "service-check";

/** @throws Inexpressible where a member is none that a definition has */
export function signalOf<K extends Kind>(kind: K, members: object): SignalOf<K> {
  const parsed = signalSchema.safeParse({ kind, ...members });
  const isOfKind = (signal: { kind: string }): signal is SignalOf<K> => signal.kind === kind;
  if (parsed.success && isOfKind(parsed.data)) return parsed.data;
  const [issue] = parsed.error?.issues ?? [];
  throw new Inexpressible(`its query holds what no definition says: ${issue?.path.join(".")}: ${issue?.message}`);
}

const changePattern = new RegExp(
  String.raw`^(pct_)?change\((avg|sum|min|max)\(last_(\w+)\),(?:last_)?(\w+?)(?:_ago)?\):(.+) (>=|<=|>|<) ${number}$`,
  "s",
);

/** `pct_change(avg(last_5m),1d_ago):avg:orders{*} < -30`; null for a query of another form. @throws Inexpressible */
export function readChange(
  query: string,
  stack: StackConfig,
  delay: number,
): ({ signal: SignalOf<"metric-change"> } & QueryCondition) | null {
  const [whole, percent, how = "", window = "", ago = "", text = "", sign, value] =
    changePattern.exec(query.trim()) ?? [];
  if (whole === undefined) return null;
  const condition = { ...comparisonOf(sign, value), window: lengthOf(window) };
  const over =
    { sum: "total", avg: "average" }[how] ??
    (how === (condition.comparison === "above" ? "min" : "max") ? "sustained" : "any");
  const signal = signalOf("metric-change", {
    ...readArithmetic(text, stack, delay),
    ...common,
    change: percent === undefined ? "absolute" : "percent",
    comparedWith: lengthOf(ago),
  });
  return { signal, ...condition, over: over as QueryCondition["over"] };
}

const forecastPattern = new RegExp(
  String.raw`^(max|min)\(next_(\w+)\):forecast\((.+), ?'(linear|seasonal)', ?([\d.]+)((?:, ?\w+='?[\w.]+'?)*)\) (>=|<=) ${number}$`,
  "s",
);

/** `max(next_1w):forecast(avg:disk.used{*} by {device}, 'linear', 1, interval='60m', ...) >= 90`; null for another form. @throws Inexpressible */
export function readForecast(
  query: string,
  stack: StackConfig,
  delay: number,
): ({ signal: SignalOf<"metric-forecast"> } & QueryCondition) | null {
  const [whole, , ahead = "", text = "", algorithm, deviations, settings = "", sign, value] =
    forecastPattern.exec(query.trim()) ?? [];
  if (whole === undefined) return null;
  const { history, model, seasonality } = settingsOf(settings);
  const signal = signalOf("metric-forecast", {
    ...readArithmetic(text, stack, delay),
    ...common,
    algorithm,
    deviations: Number(deviations),
    ...(model === undefined ? {} : { model }),
    ...(seasonality === undefined ? {} : { seasonality }),
    ...(history === undefined ? {} : { history: lengthOf(history) }),
  });
  const condition = comparisonOf(sign?.slice(0, 1), value);
  return { signal, ...condition, window: lengthOf(ahead.replace("1mo", "30d")), over: "any" };
}

const settingsOf = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/(\w+)='?([\w.]+)'?/g)].map(([, key = "", value = ""]) => [key, value]));

const anomalyPattern = new RegExp(
  String.raw`^avg\(last_(\w+)\):anomalies\((.+), ?'(basic|agile|robust)', ?([\d.]+)((?:, ?\w+='?[\w.]+'?)*)\) >= ${number}$`,
  "s",
);
/** Datadog reads them in letters of either size. */
const outlierAlgorithms = ["DBSCAN", "MAD", "scaledDBSCAN", "scaledMAD"];
const outlierPattern = /^avg\(last_(\w+)\):outliers\((.+), ?'(\w+)', ?([\d.]+)(?:, ?([\d.]+))?\) > 0$/s;

/** `options.threshold_windows`, by which Datadog says how long something must be unusual. */
export interface Windows {
  trigger_window?: string | undefined;
  recovery_window?: string | undefined;
  /** `options.thresholds.critical_recovery`. */
  recovery?: number | null | undefined;
}

/** What is unlike itself, or unlike its peers; null for a query of another form. @throws Inexpressible */
export function readUnusual(
  query: string,
  stack: StackConfig,
  delay: number,
  windows: Windows,
): { signal: Judged; condition: Anomalous } | null {
  const [anomaly, shown = "", text = "", algorithm, deviations, settings = "", share] =
    anomalyPattern.exec(query.trim()) ?? [];
  if (anomaly !== undefined) {
    if (windows.trigger_window === undefined)
      throw new Inexpressible(
        "it does not state for how long it must be unusual (options.threshold_windows), which Datadog's page does: save it there once, and import it again",
      );
    const { direction, alert_window: stated, interval, seasonality } = settingsOf(settings);
    const window = lengthOf((windows.trigger_window ?? stated ?? shown).replace("last_", ""));
    const recovery = lengthOf((windows.recovery_window ?? `last_${shown}`).replace("last_", ""));
    const signal = signalOf("metric-anomaly", {
      ...readArithmetic(text, stack, delay),
      unit: "<unit>",
      interval: Number(interval ?? 60),
      algorithm,
      deviations: Number(deviations),
      direction: direction ?? "both",
      ...(seasonality === undefined ? {} : { seasonality }),
    });
    const condition = { kind: "anomalous" as const, window, share: Number(share) * 100, shown: lengthOf(shown) };
    const recovered = windows.recovery == null || windows.recovery === 0 ? {} : { recovery: windows.recovery * 100 };
    const spans = recovery === window ? {} : { recoveryWindow: recovery };
    return { signal, condition: { ...condition, ...recovered, ...spans } };
  }
  const [outlier, window = "", of = "", algorithm2 = "", tolerance, pct] = outlierPattern.exec(query.trim()) ?? [];
  if (outlier === undefined) return null;
  const signal = signalOf("metric-outliers", {
    ...readArithmetic(of, stack, delay),
    ...common,
    algorithm: outlierAlgorithms.find((one) => one.toLowerCase() === algorithm2.toLowerCase()) ?? algorithm2,
    tolerance: Number(tolerance),
    ...(pct === undefined ? {} : { share: Number(pct) }),
  });
  return { signal, condition: { kind: "anomalous", window: lengthOf(window) } };
}

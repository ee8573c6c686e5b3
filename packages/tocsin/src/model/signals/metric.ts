import { z } from "zod";
import type { Condition } from "../condition.ts";
import { expressionFault } from "../expression.ts";
import { type Fault, fault } from "../fault.ts";
import { readableDuration } from "../units.ts";
import { groupBySchema, scopeSchema, serviceName, tagsSchema, wholeSeconds } from "./common.ts";
import { judged, kind, longest, no, noRecoveryShare, nothing, offered, type Read, rolling } from "./kind.ts";

/** Datadog metrics: a threshold on arithmetic over series, and what is judged by their past. */

const functionSchema = z.strictObject({
  name: z.enum([
    ...([
      "abs",
      "default_zero",
      "diff",
      "monotonic_diff",
      "derivative",
      "per_second",
      "per_minute",
      "per_hour",
    ] as const),
    ...(["cumsum", "integral", "clamp_min", "clamp_max", "cutoff_min", "cutoff_max", "moving_rollup"] as const),
    ...(["ewma_3", "ewma_5", "ewma_10", "ewma_20", "median_3", "median_5", "median_7", "median_9"] as const),
    ...(["timeshift", "hour_before", "day_before", "week_before", "month_before"] as const),
  ]),
  /** What follows the series, e.g. the limit of `clamp_min`. */
  arguments: z
    .array(z.union([z.number(), z.string().regex(/^\w+$/, "an argument is a number or one word")]))
    .default([]),
});

export const seriesSchema = z.strictObject({
  metric: z.string().regex(/^[a-zA-Z][\w.]*$/, "a metric name holds letters, digits, dots and underscores"),
  /** How series of several hosts, pods, ... become one; percentiles need a distribution metric. */
  aggregate: z.enum(["avg", "sum", "min", "max", "count", "p50", "p75", "p90", "p95", "p99"]),
  tags: tagsSchema,
  as: z.enum(["rate", "count"]).optional(),
  /** How points become one within a step of time; left out: as Datadog chooses. */
  rollup: z
    .strictObject({ method: z.enum(["avg", "sum", "min", "max", "count"]), seconds: wholeSeconds.optional() })
    .optional(),
  /** What stands where no point came, for at most so many seconds. */
  fill: z
    .strictObject({
      with: z.enum(["zero", "last", "linear", "null"]),
      limit: z.number().int().nonnegative().optional(),
    })
    .optional(),
  /** Datadog's functions, the innermost first. */
  functions: z.array(functionSchema).min(1).optional(),
});

/** Metrics that the tool knows itself: Supabase's integration, and the probe. */
const knownSource = z.enum(["supabase", "probe"]);

const otherSource = z.strictObject({
  /** `own`: the team's software sends the points, so a drill may; `integration`: Datadog collects them, so it may not. */
  reportedBy: z.enum(["own", "integration"]),
  scope: scopeSchema,
  /** Seconds after which points have arrived for certain: Datadog looks so much later. */
  delay: z.number().int().nonnegative().default(0),
});

export const metricSourceSchema = z.union([knownSource, otherSource]);
export const metricSources = knownSource.options;

const metricShape = {
  /** Who reports it: decides the scope that a stack adds and how late points may be. */
  source: metricSourceSchema,
  /** The service whose database is meant, of `source: "supabase"` and `limit:connectionPool`; not needed where there is one. */
  database: serviceName.optional(),
  /** Arithmetic over the names in `series`; `limit:NAME` is a number of the stack file. */
  expression: z.string().min(1),
  series: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/, "a name is in lower case, with digits and _"), seriesSchema),
  /** Each value of these tags fires for itself. */
  groupBy: groupBySchema,
  unit: z.string(),
  /** The smallest and largest value that can ever occur: a threshold outside is never crossed. */
  domain: z.tuple([z.number(), z.number()]).optional(),
  /** How often a new point arrives, in seconds. */
  interval: wholeSeconds,
};

export const metric = z.strictObject({
  kind: z.literal("metric"),
  ...metricShape,
  /** While the named series is smaller over the window, the value is 0: a share of few says nothing. */
  minimum: z.strictObject({ series: z.string(), value: z.number().int().positive() }).optional(),
});

export const metricChange = z.strictObject({
  kind: z.literal("metric-change"),
  ...metricShape,
  /** The difference itself, or in percent of the earlier value. */
  change: z.enum(["absolute", "percent"]),
  /** Seconds. */
  comparedWith: wholeSeconds,
});

const seasonality = z.enum(["hourly", "daily", "weekly"]);

export const metricAnomaly = z.strictObject({
  kind: z.literal("metric-anomaly"),
  ...metricShape,
  algorithm: z.enum(["basic", "agile", "robust"]),
  /** Width of the usual band, in standard deviations. */
  deviations: z.number().min(1).max(10),
  direction: z.enum(["above", "below", "both"]),
  /** Needed but for `basic`, which knows none. */
  seasonality: seasonality.optional(),
});

export const metricForecast = z.strictObject({
  kind: z.literal("metric-forecast"),
  ...metricShape,
  algorithm: z.enum(["linear", "seasonal"]),
  deviations: z.number().min(1).max(10).default(1),
  /** `linear`: how soon a change of the trend counts. */
  model: z.enum(["default", "simple", "reactive"]).default("default"),
  /** `seasonal`. */
  seasonality: seasonality.optional(),
  /** `linear`: how much of the past is looked at, in seconds. */
  history: wholeSeconds.default(604_800),
});

export const metricOutliers = z.strictObject({
  kind: z.literal("metric-outliers"),
  ...metricShape,
  algorithm: z.enum(["DBSCAN", "MAD", "scaledDBSCAN", "scaledMAD"]),
  tolerance: z.number().positive(),
  /** `MAD`, `scaledMAD`: percent of the points that must be out. */
  share: z.number().min(10).max(100).optional(),
});

/**
 * Times before that Datadog compares a metric with, in seconds: those of its specification ("Metric Alert Query"), and the week of its
 * guide "Change Alert Monitors" (read 2026-11), which public monitors write as last_1w.
 */
const comparisons = [300, 600, 900, 1800, 3600, 7200, 14_400, 86_400, 604_800];
/** The shortest time that Datadog calls unusual. */
const shortestUnusual = 900;

interface Arithmetic extends Pick<z.output<typeof metric>, "expression" | "series" | "interval"> {
  minimum?: { series: string; value: number } | undefined;
}

/** What is wrong with arithmetic over series, and with how often they come. */
function arithmetic(signal: Arithmetic, condition: Condition): Fault[] {
  const faults: Fault[] = [];
  const message = expressionFault(signal.expression);
  if (message !== null) {
    const remedy = "Write numbers, names of series and limit:NAME with + - * / and parentheses.";
    return [fault("model/expression", "signal.expression", message, remedy)];
  }
  const used = new Set(signal.expression.replace(/limit:[a-zA-Z]+/g, "").match(/[a-z][a-z0-9_]*/g) ?? []);
  for (const name of used) {
    if (!(name in signal.series))
      faults.push(
        fault(
          "model/unknown-series",
          "signal.expression",
          `the expression uses "${name}", which is not among the series`,
          "Add the series or correct the name.",
        ),
      );
  }
  for (const name of Object.keys(signal.series)) {
    if (!used.has(name))
      faults.push(
        fault(
          "model/unused-series",
          `signal.series.${name}`,
          `the series "${name}" is not used`,
          "Use it in the expression or remove it.",
        ),
      );
  }
  const few = signal.minimum;
  if (few !== undefined && !(few.series in signal.series)) {
    const message = `the minimum is of "${few.series}", which is not among the series`;
    faults.push(fault("model/unknown-series", "signal.minimum.series", message, "Name a series of this signal."));
  }
  const spans = condition.kind === "threshold" || condition.kind === "anomalous";
  if (spans && condition.window < 2 * signal.interval) {
    faults.push(
      fault(
        "model/window-too-short",
        "condition.window",
        `a window of ${readableDuration(condition.window)} holds less than two points, which come every ${readableDuration(signal.interval)}`,
        `Use at least ${readableDuration(2 * signal.interval)}.`,
      ),
    );
  }
  return faults;
}

const past = () => "Datadog judges it by its own model of the past, which nobody else can compute";
const unusual = { condition: "anomalous", unit: no, notEvaluated: past, reads: nothing } as const;
const series = ({ series }: Pick<z.output<typeof metric>, "series">): Read[] =>
  Object.entries(series).map(([name, { as }]) => ({ name, points: as === undefined ? "gauge" : "count" }));

const rolled = (signal: Arithmetic, condition: Condition): Fault[] => [
  ...rolling(condition, longest.metrics),
  ...arithmetic(signal, condition),
];

function anomalyFaults({ algorithm, seasonality }: z.output<typeof metricAnomaly>, condition: Condition): Fault[] {
  const faults: Fault[] = [];
  if (condition.kind === "anomalous" && condition.window < shortestUnusual) {
    const message = `Datadog calls nothing unusual in less than ${readableDuration(shortestUnusual)}`;
    const remedy = `Use a window of at least ${readableDuration(shortestUnusual)}.`;
    faults.push(fault("model/window", "condition.window", message, remedy));
  }
  if (condition.kind === "anomalous" && condition.recovery !== undefined && condition.recovery >= condition.share) {
    const message = `the recovery (${condition.recovery} %) is not below the share that fires (${condition.share} %)`;
    faults.push(fault("model/recovery-side", "condition.recovery", message, `Put it below ${condition.share}.`));
  }
  if ((algorithm === "basic") !== (seasonality === undefined)) {
    const [message, remedy] =
      algorithm === "basic"
        ? ['the algorithm "basic" knows no seasons', "Leave it out, or use agile or robust."]
        : [`the algorithm "${algorithm}" needs a season`, "Say hourly, daily or weekly."];
    faults.push(fault("model/seasonality", "signal.seasonality", message, remedy));
  }
  return faults;
}

function forecastFaults(condition: Condition): Fault[] {
  if (condition.kind !== "threshold" || condition.over === "any") return [];
  const message = "a forecast is judged at any point of the time ahead";
  return [fault("model/condition", "condition.over", message, "Say within, as in above(90, { within: days(7) }).")];
}

function outlierFaults({ groupBy }: z.output<typeof metricOutliers>): Fault[] {
  if (groupBy.length > 0) return [];
  const message = "there is no group to differ from: outliers are found among groups";
  return [fault("model/group", "signal.groupBy", message, "Say which tag separates the groups.")];
}

export const metricKinds = {
  metric: kind(metric, {
    by: "datadog",
    condition: "threshold",
    unit: ({ unit }) => ` ${unit}`,
    notEvaluated: ({ series }) =>
      Object.values(series).some(({ functions, fill, rollup, aggregate }) => {
        const filled = fill !== undefined && fill.with !== "zero" && fill.with !== "null";
        return functions !== undefined || filled || rollup !== undefined || /^(p\d+|count)$/.test(aggregate);
      })
        ? "it uses a function, rollup, fill or percentile of Datadog's that is not evaluated here"
        : null,
    reads: series,
    faults: rolled,
  }),
  "metric-change": kind(metricChange, {
    by: "datadog",
    condition: "threshold",
    unit: ({ unit, change, comparedWith }) =>
      change === "percent" ? ` % against ${readableDuration(comparedWith)} before` : ` ${unit}`,
    notEvaluated: judged,
    reads: series,
    faults: (signal, condition) => [
      ...rolled(signal, condition),
      ...offered(
        signal.comparedWith,
        comparisons,
        "signal.comparedWith",
        (length) => `Datadog does not compare with ${length} before`,
        "model/comparison",
      ),
    ],
  }),
  "metric-anomaly": kind(metricAnomaly, {
    by: "datadog",
    ...unusual,
    faults: (signal, condition) => [...arithmetic(signal, condition), ...anomalyFaults(signal, condition)],
  }),
  "metric-forecast": kind(metricForecast, {
    by: "datadog",
    condition: "threshold",
    unit: ({ unit }) => ` ${unit}`,
    notEvaluated: past,
    reads: nothing,
    // Its window lies ahead, and does not roll.
    faults: (signal, condition) => [...arithmetic(signal, condition), ...forecastFaults(condition)],
  }),
  "metric-outliers": kind(metricOutliers, {
    by: "datadog",
    ...unusual,
    faults: (signal, condition) => [
      ...arithmetic(signal, condition),
      ...noRecoveryShare(signal, condition),
      ...outlierFaults(signal),
    ],
  }),
};

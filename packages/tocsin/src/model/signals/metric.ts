import { z } from "zod";
import { groupBySchema, scopeSchema, serviceName, tagsSchema, wholeSeconds } from "./common.ts";

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
  series: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), seriesSchema),
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

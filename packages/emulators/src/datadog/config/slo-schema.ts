import { z } from "zod";

const threshold = z.object({
  timeframe: z.enum(["7d", "30d", "90d", "custom"]),
  target: z.number().gt(0).lt(100),
  warning: z.number().gt(0).lt(100).nullish(),
});

const metricQuery = z.object({ data_source: z.literal("metrics"), name: z.string(), query: z.string() });

/** The condition of a time-slice SLO: exactly one formula, slices of one or five minutes. */
const timeSlice = z.object({
  query: z.object({
    formulas: z.array(z.object({ formula: z.string().min(1) })).length(1),
    queries: z.array(metricQuery).min(1),
  }),
  query_interval_seconds: z.union([z.literal(60), z.literal(300)]).optional(),
  comparator: z.enum([">", ">=", "<", "<="]),
  threshold: z.number(),
});

/** The good events and all or the bad ones, of a metric SLO that is not given as a plain query. */
const count = z.object({
  good_events_formula: z.object({ formula: z.string().min(1) }),
  total_events_formula: z.object({ formula: z.string().min(1) }).optional(),
  bad_events_formula: z.object({ formula: z.string().min(1) }).optional(),
  queries: z.array(metricQuery).min(1),
});

/** `POST /api/v1/slo` and `PUT /api/v1/slo/{id}`. */
export const sloSchema = z.object({
  type: z.enum(["metric", "monitor", "time_slice"]),
  name: z.string().min(1),
  description: z.string().nullish(),
  tags: z.array(z.string()).optional(),
  thresholds: z.array(threshold).min(1),
  monitor_ids: z.array(z.int()).optional(),
  groups: z.array(z.string()).optional(),
  query: z.object({ numerator: z.string(), denominator: z.string() }).optional(),
  sli_specification: z.union([z.strictObject({ time_slice: timeSlice }), z.strictObject({ count })]).optional(),
  timeframe: z.enum(["7d", "30d", "90d", "custom"]).optional(),
  target_threshold: z.number().optional(),
  warning_threshold: z.number().nullish(),
});

/** An SLO as a client wants it. */
export type SloBody = z.infer<typeof sloSchema>;

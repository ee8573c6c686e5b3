import { z } from "zod";

const threshold = z.object({
  timeframe: z.enum(["7d", "30d", "90d", "custom"]),
  target: z.number().gt(0).lt(100),
  warning: z.number().gt(0).lt(100).nullish(),
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
  sli_specification: z.record(z.string(), z.unknown()).optional(),
  timeframe: z.enum(["7d", "30d", "90d", "custom"]).optional(),
  target_threshold: z.number().optional(),
  warning_threshold: z.number().nullish(),
});

/** An SLO as a client wants it. */
export type SloBody = z.infer<typeof sloSchema>;

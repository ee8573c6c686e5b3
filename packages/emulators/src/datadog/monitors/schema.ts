import { z } from "zod";

/** The types of the specification (`MonitorType`, v1 openapi.yaml of 2026-08-21). */
const MONITOR_TYPES = [
  "composite",
  "event alert",
  "log alert",
  "metric alert",
  "process alert",
  "query alert",
  "rum alert",
  "service check",
  "synthetics alert",
  "trace-analytics alert",
  "slo alert",
  "event-v2 alert",
  "audit alert",
  "ci-pipelines alert",
  "ci-tests alert",
  "error-tracking alert",
  "database-monitoring alert",
  "network-performance alert",
  "cost alert",
  "data-quality alert",
  "network-path alert",
  "data-jobs alert",
  "llm-observability alert",
] as const;

/** A tag in a monitor's list. A comma would end it in every list of tags that the API takes. */
const tag = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^,]+$/, "a tag holds no comma");

export const assetSchema = z.strictObject({
  name: z.string().min(1),
  url: z.string().min(1),
  category: z.enum(["runbook"]),
  resource_key: z.string().nullish(),
  resource_type: z.enum(["notebook"]).nullish(),
  template_variables: z.record(z.string(), z.unknown()).optional(),
  options: z.record(z.string(), z.unknown()).optional(),
  monitor_id: z.int().optional(),
});

/** What all monitor bodies share. Fields that the server computes may be sent back to it; it ignores them. */
const fields = {
  message: z.string(),
  tags: z.array(tag).max(80).nullish(),
  options: z.record(z.string(), z.unknown()).optional(),
  priority: z.int().min(1).max(5).nullish(),
  restricted_roles: z.array(z.string()).nullish(),
  draft_status: z.enum(["published", "draft"]).optional(),
  assets: z.array(assetSchema).optional(),
};

const name = z.string().trim().min(1);

/** `POST /api/v1/monitor`. */
export const createSchema = z.object({
  ...fields,
  type: z.enum(MONITOR_TYPES),
  query: z.string().min(1),
  name,
});

/** `POST /api/v1/monitor/validate`: only type and query must be there. */
export const validateSchema = createSchema.partial({ name: true, message: true });

/** `PUT /api/v1/monitor/{id}`: what is left out stays as it is. */
export const updateSchema = createSchema.partial();

/** A monitor as a client wants it. */
export type MonitorBody = z.infer<typeof createSchema>;

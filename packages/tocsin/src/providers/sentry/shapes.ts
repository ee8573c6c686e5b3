import { z } from "zod";

/** Ids are strings in Sentry's answers; older routes answer some as numbers. */
const id = z.union([z.string(), z.int()]).transform(String);

/** An owner: an object in the answers of monitors; `team:3` where an answer repeats what was sent. */
const owner = z
  .union([z.object({ type: z.enum(["user", "team"]), id }), z.string().regex(/^(user|team):.+$/), z.null()])
  .optional();

export type LiveOwner = z.infer<typeof owner>;

/** What every monitor ("detector") has in Sentry's answers. The rest depends on its type. */
export const detector = z.object({
  id,
  projectId: id,
  name: z.string(),
  type: z.string(),
  description: z.string().nullish(),
  enabled: z.boolean(),
  owner,
  dataSources: z.array(z.unknown()).nullish(),
  conditionGroup: z.unknown(),
  config: z.unknown(),
});
export type LiveDetector = z.infer<typeof detector>;

export const metricSource = z.object({
  queryObj: z.object({
    snubaQuery: z.object({
      aggregate: z.string(),
      dataset: z.string(),
      environment: z.string().nullish(),
      eventTypes: z.array(z.string()),
      extrapolationMode: z.string().nullish(),
      query: z.string().nullish(),
      queryType: z.int().nullish(),
      timeWindow: z.number(),
    }),
  }),
});

export const metricConditionGroup = z.object({
  logicType: z.string(),
  conditions: z.array(
    z.object({
      type: z.string(),
      comparison: z.union([z.number(), z.object({ sensitivity: z.string(), thresholdType: z.int() })]),
      conditionResult: z.number(),
    }),
  ),
});

export const metricConfig = z.object({ detectionType: z.string(), comparisonDelta: z.number().nullish() });

export const uptimeSource = z.object({
  queryObj: z.object({
    url: z.string(),
    method: z.string(),
    headers: z.array(z.tuple([z.string(), z.string()])).nullish(),
    body: z.string().nullish(),
    intervalSeconds: z.number(),
    timeoutMs: z.number(),
    assertion: z.unknown(),
  }),
});

export const uptimeConfig = z.object({
  environment: z.string().nullish(),
  downtimeThreshold: z.number(),
  recoveryThreshold: z.number(),
});

const condition = z.object({ type: z.string(), comparison: z.json() });

/** An alert ("workflow") in Sentry's answers. */
export const workflow = z.object({
  id,
  name: z.string(),
  enabled: z.boolean(),
  environment: z.string().nullish(),
  owner,
  config: z.object({ frequency: z.number().nullish() }).nullish(),
  detectorIds: z.array(id),
  triggers: z.object({ conditions: z.array(condition) }).nullish(),
  actionFilters: z.array(
    z.object({
      logicType: z.string(),
      conditions: z.array(condition),
      actions: z.array(
        z.object({
          type: z.string(),
          integrationId: id.nullish(),
          config: z.record(z.string(), z.json()),
          data: z.record(z.string(), z.json()).nullish(),
        }),
      ),
    }),
  ),
});
export type LiveWorkflow = z.infer<typeof workflow>;

export const project = z.object({ id, slug: z.string() });

/** A part of an answer whose form depends on the rest of it. Throws an error that names the field that is not as documented. */
export function expectShape<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = [where, ...(issue?.path.map(String) ?? [])].join(".");
  throw new Error(`Sentry answered in an unexpected form: ${field}: ${issue?.message ?? "not as documented"}.`);
}

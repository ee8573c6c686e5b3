import { z } from "zod";
import { parseAggregate } from "./evaluate/aggregate.ts";
import { isAnswered } from "./evaluate/fields.ts";
import { issueOnlyKeys, parseSearch, SearchError, searchKeys } from "./search.ts";
import { type FieldErrors, nest, parseBody, ValidationError } from "./validation.ts";
import { comparisonDeltas, conditionResults, crashWindows, timeWindows } from "./values.ts";

/**
 * Datasets that new monitors may read, with the query types (0 error, 1 performance, 2 crash rate) and event types that go with them
 * (getsentry/sentry, `snuba_query_validator.py`, read 2026-11). Logs, which Sentry can watch too, are not emulated; monitors of crashes
 * are stored, and no sessions arrive for them.
 */
const datasets: Record<string, { queryType: number; eventTypes: readonly string[] }> = {
  events: { queryType: 0, eventTypes: ["default", "error"] },
  events_analytics_platform: { queryType: 1, eventTypes: ["trace_item_span"] },
  metrics: { queryType: 2, eventTypes: [] },
};

const source = z.object({
  aggregate: z.string().min(1),
  dataset: z.string().min(1),
  environment: z
    .string()
    .nullish()
    .transform((name) => name ?? null),
  eventTypes: z.array(z.string()),
  extrapolationMode: z
    .string()
    .nullish()
    .transform((mode) => mode ?? null),
  query: z.string(),
  queryType: z.int().min(0).max(2),
  timeWindow: z.int(),
});

export type MetricSource = z.infer<typeof source>;

/** Conditions of a metric monitor. Results: 75 high, 50 medium, 25 low, 0 resolved. */
export const metricConditions = z.object({
  logicType: z.enum(["any", "any-short", "all", "none"]),
  conditions: z.array(
    z.object({
      type: z.string(),
      comparison: z.union([z.number(), z.record(z.string(), z.unknown())]),
      conditionResult: z.union([z.int(), z.boolean(), z.string()]),
    }),
  ),
});

const metricBody = z.object({
  dataSources: z.array(source).min(1),
  conditionGroup: metricConditions,
  config: z.looseObject({ detectionType: z.enum(["static", "percent", "dynamic"]) }),
});

/** What an anomaly is (the monitor is stored, and not evaluated): `thresholdType` is 0 above, 1 below, 2 either. */
const usual = z.strictObject({
  seasonality: z.enum([
    "auto",
    "hourly",
    "daily",
    "weekly",
    "hourly_daily",
    "hourly_weekly",
    "hourly_daily_weekly",
    "daily_weekly",
  ]),
  sensitivity: z.enum(["low", "medium", "high"]),
  thresholdType: z.literal([0, 1, 2]),
});

const thresholdTypes = ["gt", "gte", "lt", "lte"];

/**
 * The part of the body that metric monitors add to what every monitor has.
 *
 * @throws ValidationError in the form of Sentry's answer
 */
export function parseMetricBody(body: unknown) {
  const parsed = parseBody(metricBody, body);
  const [first] = parsed.dataSources;
  if (first === undefined || parsed.dataSources.length > 1) {
    throw new ValidationError({ dataSources: ["Only one data source is allowed for this detector type."] });
  }
  const errors: FieldErrors = { ...sourceErrors(first), ...conditionErrors(parsed.conditionGroup, parsed.config) };
  if (Object.keys(errors).length > 0) throw new ValidationError(errors);
  return { source: first, conditionGroup: parsed.conditionGroup, config: parsed.config };
}

function sourceErrors(data: MetricSource): FieldErrors {
  const found: { path: PropertyKey[]; text: string }[] = [];
  const say = (field: string, text: string) => found.push({ path: ["dataSources", 0, field], text });
  if (data.dataset === "transactions" || data.dataset === "generic_metrics") {
    say(
      "nonFieldErrors",
      "Creation of transaction-based alerts is disabled, as we migrate to the span dataset. Create span-based alerts (dataset: events_analytics_platform) with the is_transaction:true filter instead.",
    );
    return nest(found);
  }
  const rules = datasets[data.dataset];
  if (rules === undefined) {
    say(
      "dataset",
      `Invalid dataset, valid values are [${Object.keys(datasets)
        .map((name) => `'${name}'`)
        .join(", ")}]`,
    );
    return nest(found);
  }
  if (data.queryType !== rules.queryType) {
    const fitting = Object.keys(datasets).filter((name) => datasets[name]?.queryType === data.queryType);
    say("nonFieldErrors", `Invalid dataset for this query type. Valid datasets are ${JSON.stringify(fitting)}`);
  }
  // Sentry empties those of a crash rate before it looks at them.
  if (data.queryType === 2) data.eventTypes = [];
  else if (data.eventTypes.length === 0) say("eventTypes", "This list may not be empty.");
  if (data.eventTypes.some((type) => !rules.eventTypes.includes(type))) {
    say(
      "eventTypes",
      `Invalid event types for this dataset. Valid event types are ${JSON.stringify(rules.eventTypes)}`,
    );
  }
  const aggregate = parseAggregate(data.aggregate, data.dataset);
  if (aggregate === null || (aggregate.field !== null && !isAnswered(data.dataset, aggregate.field))) {
    say("nonFieldErrors", `Invalid Metric: ${data.aggregate} is not a valid function for this dataset`);
  }
  if (data.dataset === "metrics" && !crashWindows.includes(data.timeWindow)) {
    say(
      "nonFieldErrors",
      "Invalid Time Window: Allowed time windows for crash rate alerts are: 30min, 1h, 2h, 4h, 12h and 24h",
    );
  } else if (data.dataset !== "metrics" && !timeWindows.includes(data.timeWindow)) {
    say("timeWindow", `Invalid time window. Allowed time windows in seconds are: ${timeWindows.join(", ")}`);
  }
  const wrong = queryError(data.query, data.dataset);
  if (wrong !== null) say("query", `Invalid Query or Metric: ${wrong}`);
  return nest(found);
}

function queryError(query: string, dataset: string): string | null {
  try {
    const refused = (key: string) => issueOnlyKeys.includes(key) || !isAnswered(dataset, key);
    const key = searchKeys(parseSearch(query)).find(refused);
    return key === undefined ? null : `Invalid key for this search: ${key}`;
  } catch (error) {
    if (error instanceof SearchError) return error.message;
    throw error;
  }
}

function conditionErrors(
  { conditions }: z.infer<typeof metricConditions>,
  config: { [key: string]: unknown },
): FieldErrors {
  const texts: string[] = [];
  const isDynamic = config.detectionType === "dynamic";
  for (const { type, comparison, conditionResult } of conditions) {
    if (isDynamic !== (type === "anomaly_detection")) texts.push(`Type ${type} does not go with the detection type`);
    else if (isDynamic && !usual.safeParse(comparison).success)
      texts.push("Invalid json primitive value for AnomalyDetection");
    else if (isDynamic) continue;
    else if (!thresholdTypes.includes(type)) texts.push(`Unsupported type ${type}`);
    else if (typeof comparison !== "number") {
      texts.push("A valid comparison value is required.");
    }
    if (!conditionResults.includes(conditionResult)) texts.push("Unsupported condition result");
  }
  if (conditions.length > 3) texts.push("Too many conditions");
  if (!isDynamic && !conditions.some(({ conditionResult }) => conditionResult === 0)) {
    texts.push("Resolution condition required for metric issue detector.");
  } else if (!conditions.some(({ conditionResult }) => conditionResult !== 0)) {
    texts.push("A condition that raises an issue is required for metric issue detector.");
  }
  if (config.detectionType === "percent") {
    const { comparisonDelta: delta } = config;
    if (typeof delta !== "number") texts.push("comparisonDelta is required for the detection type percent.");
    else if (!comparisonDeltas.includes(delta)) {
      texts.push(`Invalid comparisonDelta, valid values are [${comparisonDeltas.join(", ")}]`);
    }
  }
  return texts.length === 0 ? {} : { conditionGroup: { conditions: texts } };
}

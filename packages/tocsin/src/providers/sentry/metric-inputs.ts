import { z } from "zod";
import { monitorInputs } from "./monitor.ts";
import { COMPARISON_DELTAS, WINDOWS } from "./values.ts";

export const QUERY_TYPES = ["error", "performance", "crash_rate"] as const;
export const THRESHOLD_TYPES = ["above", "below", "above_and_below"] as const;
const DATASETS = [
  "events",
  "events_analytics_platform",
  "metrics",
  "sessions",
  "generic_metrics",
  "transactions",
] as const;
const EVENT_TYPES = [
  "error",
  "default",
  "transaction",
  "trace_item_span",
  "trace_item_log",
  "trace_item_metric",
] as const;
const MODES = ["unknown", "none", "client_and_server_weighted", "server_weighted"] as const;

const condition = z.strictObject({
  type: z.enum(["gt", "gte", "lt", "lte", "anomaly_detection"]),
  comparison: z.number().optional(),
  comparisonSensitivity: z.enum(["low", "medium", "high"]).optional(),
  comparisonThresholdType: z.enum(THRESHOLD_TYPES).optional(),
  conditionResult: z.literal([75, 50, 25, 0]),
});

/** Inputs of a metric monitor. What Sentry would refuse is refused here, so that a preview shows it. */
export const metricInputs = z
  .strictObject({
    ...monitorInputs,
    type: z.literal("metric_issue"),
    aggregate: z.string().min(1),
    dataset: z.enum(DATASETS),
    eventTypes: z.array(z.enum(EVENT_TYPES)).min(1),
    environment: z.string().min(1).optional(),
    query: z.string(),
    queryType: z.enum(QUERY_TYPES),
    timeWindowSeconds: z.literal(WINDOWS),
    extrapolationMode: z.enum(MODES).optional(),
    conditionGroup: z.strictObject({
      logicType: z.enum(["any", "any-short", "all", "none"]),
      conditions: z.array(condition).min(1).max(3),
    }),
    issueDetection: z.strictObject({
      type: z.enum(["static", "percent", "dynamic"]),
      comparisonDelta: z.literal(COMPARISON_DELTAS).optional(),
    }),
  })
  .superRefine((inputs, context) => {
    const say = (path: (string | number)[], message: string) => context.addIssue({ code: "custom", path, message });
    const { conditions } = inputs.conditionGroup;
    const { type, comparisonDelta } = inputs.issueDetection;
    conditions.forEach((one, index) => {
      const here = ["conditionGroup", "conditions", index];
      const isAnomaly = one.type === "anomaly_detection";
      if (isAnomaly !== (type === "dynamic")) say([...here, "type"], `does not go with issueDetection.type ${type}`);
      if (!isAnomaly && one.comparison === undefined) say([...here, "comparison"], "is missing");
      if (isAnomaly && !(one.comparisonSensitivity && one.comparisonThresholdType)) {
        say(here, "needs comparisonSensitivity and comparisonThresholdType");
      }
    });
    if (type !== "dynamic" && conditions.every((one) => one.conditionResult !== 0)) {
      say(
        ["conditionGroup", "conditions"],
        "needs one with conditionResult 0: without it the issue never resolves, and never notifies again",
      );
    }
    if (conditions.every((one) => one.conditionResult === 0)) {
      say(
        ["conditionGroup", "conditions"],
        "needs one with conditionResult 75, 50 or 25: none of these raises an issue",
      );
    }
    if (type === "percent" && comparisonDelta === undefined) say(["issueDetection", "comparisonDelta"], "is missing");
    if (inputs.dataset === "transactions" || inputs.dataset === "generic_metrics") {
      say(
        ["dataset"],
        "is refused by Sentry for new monitors: use events_analytics_platform with is_transaction:true in the query",
      );
    }
  });

export type MetricInputs = z.infer<typeof metricInputs>;
export type MetricCondition = z.infer<typeof condition>;

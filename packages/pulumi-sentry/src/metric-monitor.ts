import type pulumi from "@pulumi/pulumi";
import type { CommonMonitorArgs } from "./common.ts";

interface MonitorCondition {
  /** `gt`, `gte`, `lt`, `lte`, or `anomaly_detection`. */
  type: pulumi.Input<string>;
  /** In the unit of the aggregate: a count, milliseconds, a share. For all types but `anomaly_detection`. */
  comparison?: pulumi.Input<number>;
  /** `low`, `medium` or `high`; for `anomaly_detection`. */
  comparisonSensitivity?: pulumi.Input<string>;
  /** `above`, `below` or `above_and_below`; for `anomaly_detection`. */
  comparisonThresholdType?: pulumi.Input<string>;
  /** Priority of the issue: 75 high, 50 medium, 25 low; 0 resolves it. */
  conditionResult: pulumi.Input<number>;
}

/** A monitor on a metric. */
export interface MetricMonitorArgs extends CommonMonitorArgs {
  /** Another type is another monitor. */
  type: "metric_issue";
  /** Such as `count()` or `p95(span.duration)`. */
  aggregate: pulumi.Input<string>;
  /** `events` for errors, `events_analytics_platform` for spans and logs. */
  dataset: pulumi.Input<string>;
  /** `error`, `default`, `trace_item_span`, `trace_item_log`, `trace_item_metric`. Without order. */
  eventTypes: pulumi.Input<pulumi.Input<string>[]>;
  /** All environments when absent. */
  environment?: pulumi.Input<string>;
  /** Sentry search. Default: every event. */
  query?: pulumi.Input<string>;
  /** `error`, `performance` or `crash_rate`. Default: what goes with the dataset. */
  queryType?: pulumi.Input<string>;
  /** 60, 300, 600, 900, 1800, 3600, 7200, 14400 or 86400. */
  timeWindowSeconds: pulumi.Input<number>;
  /** `unknown`, `none`, `client_and_server_weighted` or `server_weighted`. */
  extrapolationMode?: pulumi.Input<string>;
  conditionGroup: pulumi.Input<{
    /** Default: `any`. */
    logicType?: pulumi.Input<string>;
    /** At most three, without order; one of them resolves. */
    conditions: pulumi.Input<pulumi.Input<MonitorCondition>[]>;
  }>;
  issueDetection: pulumi.Input<{
    /** `static`, `percent` or `dynamic`. */
    type: pulumi.Input<string>;
    /** Seconds back to what `percent` compares with. */
    /** 300, 900, 3600, 86400, 604800 or 2592000. */
    comparisonDelta?: pulumi.Input<number>;
  }>;
}

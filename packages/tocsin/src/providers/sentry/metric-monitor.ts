import { sameValue } from "../server/compare.ts";
import { inOrderOf, isProperties, propertiesOf, withoutNulls } from "../server/inputs.ts";
import type { Properties, Value } from "../server/types.ts";
import type { SentryClient } from "./client.ts";
import {
  type MetricCondition,
  type MetricInputs,
  metricInputs,
  QUERY_TYPES,
  THRESHOLD_TYPES,
} from "./metric-inputs.ts";
import { describeMonitor, monitorBody } from "./monitor.ts";
import type { Kind } from "./resource.ts";
import { expectShape, type LiveDetector, metricConditionGroup, metricConfig, metricSource } from "./shapes.ts";

/** A monitor on a metric of errors, spans, logs or sessions. */
export function metricMonitor(client: SentryClient): Kind<MetricInputs, LiveDetector> {
  return {
    schema: metricInputs,
    store: client.detectors("metric_issue"),
    project: client.project,
    replaceOn: ["organization", "project", "type"],
    complete: (inputs) => ({
      enabled: true,
      query: "",
      queryType:
        inputs.dataset === "events"
          ? "error"
          : inputs.dataset === "metrics" || inputs.dataset === "sessions"
            ? "crash_rate"
            : "performance",
      ...inputs,
      ...(isProperties(inputs.conditionGroup)
        ? { conditionGroup: { logicType: "any", ...inputs.conditionGroup } }
        : {}),
    }),
    body: (inputs) => ({
      ...monitorBody(inputs),
      type: inputs.type,
      dataSources: [
        {
          aggregate: inputs.aggregate,
          dataset: inputs.dataset,
          environment: inputs.environment ?? null,
          eventTypes: [...inputs.eventTypes].sort(),
          extrapolationMode: inputs.extrapolationMode ?? null,
          query: inputs.query,
          queryType: QUERY_TYPES.indexOf(inputs.queryType),
          timeWindow: inputs.timeWindowSeconds,
        },
      ],
      conditionGroup: {
        logicType: inputs.conditionGroup.logicType,
        conditions: inputs.conditionGroup.conditions.map(conditionToWire),
      },
      config: {
        detectionType: inputs.issueDetection.type,
        ...(inputs.issueDetection.comparisonDelta === undefined
          ? {}
          : { comparisonDelta: inputs.issueDetection.comparisonDelta }),
      },
    }),
    environmentOf: (live) => sourceOf(live).queryObj.snubaQuery.environment ?? null,
    describe,
    asStated: (live, stated) => ({
      ...live,
      // Sentry fills these in by itself when a monitor does not state them.
      ...("extrapolationMode" in stated ? {} : { extrapolationMode: null }),
      eventTypes: ordered(live.eventTypes, stated.eventTypes),
      conditionGroup: {
        ...propertiesOf(live.conditionGroup),
        conditions: ordered(
          propertiesOf(live.conditionGroup).conditions,
          propertiesOf(stated.conditionGroup).conditions,
        ),
      },
    }),
  };
}

function sourceOf(live: LiveDetector) {
  return expectShape(metricSource, live.dataSources?.[0], `monitor ${live.id}, dataSources.0`);
}

function conditionToWire(one: MetricCondition): Properties {
  const comparison =
    one.type === "anomaly_detection"
      ? {
          seasonality: "auto",
          sensitivity: one.comparisonSensitivity ?? "medium",
          thresholdType: THRESHOLD_TYPES.indexOf(one.comparisonThresholdType ?? "above_and_below"),
        }
      : (one.comparison ?? null);
  return { type: one.type, comparison, conditionResult: one.conditionResult };
}

/** A live monitor as a program would have stated it, its lists in an order of their own. */
function describe(live: LiveDetector): Properties {
  const { snubaQuery } = sourceOf(live).queryObj;
  const group = expectShape(metricConditionGroup, live.conditionGroup, `monitor ${live.id}, conditionGroup`);
  const config = expectShape(metricConfig, live.config, `monitor ${live.id}, config`);
  const conditions = group.conditions.map(
    ({ type, comparison, conditionResult }): Properties =>
      typeof comparison === "number"
        ? { type, comparison, conditionResult }
        : {
            type,
            comparisonSensitivity: comparison.sensitivity,
            comparisonThresholdType: THRESHOLD_TYPES[comparison.thresholdType] ?? String(comparison.thresholdType),
            conditionResult,
          },
  );
  return {
    ...describeMonitor(live),
    aggregate: snubaQuery.aggregate,
    dataset: snubaQuery.dataset,
    eventTypes: [...snubaQuery.eventTypes].sort(),
    environment: snubaQuery.environment ?? null,
    query: snubaQuery.query ?? "",
    queryType: QUERY_TYPES[snubaQuery.queryType ?? -1] ?? null,
    timeWindowSeconds: snubaQuery.timeWindow,
    extrapolationMode: snubaQuery.extrapolationMode ?? null,
    conditionGroup: {
      logicType: group.logicType,
      conditions: conditions.sort((a, b) => Number(b.conditionResult) - Number(a.conditionResult)),
    },
    issueDetection: withoutNulls({ type: config.detectionType, comparisonDelta: config.comparisonDelta ?? null }),
  };
}

/** Conditions with the same result are alike: a changed threshold is a change, not a removal and an addition. */
function ordered(list: Value | undefined, model: Value | undefined): Value {
  if (!Array.isArray(list) || !Array.isArray(model)) return list ?? null;
  return inOrderOf(list, model, (a, b) => {
    if (sameValue(a, b)) return 1;
    return propertiesOf(a).conditionResult !== undefined &&
      propertiesOf(a).conditionResult === propertiesOf(b).conditionResult
      ? 0.5
      : 0;
  });
}

import {
  anyObject,
  boolean,
  closed,
  filledString,
  id,
  integer,
  list,
  logicType,
  looseId,
  nullable,
  one,
  ownerObject,
  ownerText,
  type Schema,
  string,
  timestamp,
} from "./parts.ts";

/**
 * Sentry's monitors ("detectors") by its published specification: `POST /organizations/{org}/projects/{project}/detectors/`
 * and what the detector calls answer. Of the kinds of monitor those are here that can be created without check-ins.
 */

/** What a metric monitor may measure differs by dataset: the query type, the kinds of event and the functions go with it. */
const sourceOf = (
  dataset: string,
  queryType: number,
  eventTypes: string[],
  aggregate: string,
  // Seconds: 1, 5, 10, 15, 30 minutes, 1, 2, 4 hours, a day.
  timeWindows = [60, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 86_400],
): Record<string, Schema> => ({
  aggregate: { type: "string", pattern: aggregate },
  dataset: one(dataset),
  environment: nullable(filledString),
  eventTypes:
    eventTypes.length === 0
      ? list(string, { maxItems: 0 })
      : list(one(...eventTypes), { minItems: 1, uniqueItems: true }),
  extrapolationMode: nullable(string),
  query: string,
  queryType: one(queryType),
  timeWindow: one(...timeWindows),
});
const sources = [
  sourceOf("events", 0, ["default", "error"], "^(count\\(\\)|count_unique\\(.+\\))$"),
  sourceOf(
    "events_analytics_platform",
    1,
    ["trace_item_span", "trace_item_log", "trace_item_metric"],
    "^(count|count_unique|p50|p75|p90|p95|p99|p100|avg|sum|min|max|failure_rate|apdex|epm|eps)\\(.*\\)$",
  ),
  // As Sentry's own page writes it (getsentry/sentry, `SessionsAggregate`).
  sourceOf(
    "metrics",
    2,
    [],
    "^percentage\\((sessions_crashed, sessions|users_crashed, users)\\) AS _crash_rate_alert_aggregate$",
    [1_800, 3_600, 7_200, 14_400, 43_200, 86_400],
  ),
];
const mayMiss = (fields: Record<string, Schema>, ...missing: string[]): Schema =>
  closed(
    fields,
    Object.keys(fields).filter((name) => !missing.includes(name)),
  );
const metricSource: Schema = { oneOf: sources.map((fields) => mayMiss(fields, "extrapolationMode", "environment")) };
const storedSource: Schema = { oneOf: sources.map((fields) => closed({ id, ...fields })) };

const uptimeSource = closed({
  assertion: nullable(anyObject),
  body: nullable(string),
  headers: list(list(string, { minItems: 2, maxItems: 2 })),
  intervalSeconds: one(60, 300, 600, 1_200, 1_800, 3_600),
  method: one("GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"),
  timeoutMs: { type: "integer", minimum: 1_000, maximum: 60_000 },
  traceSampling: boolean,
  url: { type: "string", pattern: "^https?://" },
});

/** Results: 75 high, 50 medium, 25 low, 0 resolved; one condition has to resolve and another to raise. */
const conditionFields = {
  type: one("gt", "gte", "lt", "lte"),
  comparison: { type: "number" },
  conditionResult: one(0, 25, 50, 75),
};
const withResult = (result: Schema): Schema => ({ properties: { conditionResult: result } });
const resolvesAndRaises: Schema = {
  maxItems: 3,
  allOf: [{ contains: withResult(one(0)) }, { contains: withResult(one(25, 50, 75)) }],
};
const conditionGroup = closed({ logicType, conditions: list(closed(conditionFields), resolvesAndRaises) });
/** What is judged by the past resolves by itself. */
const anomaly = closed({
  type: one("anomaly_detection"),
  comparison: closed({
    seasonality: one("auto"),
    sensitivity: one("low", "medium", "high"),
    // Above, below, both.
    thresholdType: one(0, 1, 2),
  }),
  conditionResult: one(25, 50, 75),
});
const storedConditionGroup = closed({
  id,
  organizationId: id,
  logicType,
  conditions: list(closed({ id: looseId, ...conditionFields }), resolvesAndRaises),
  actions: { type: "array", maxItems: 0 },
});

const metricConfig: Schema = {
  oneOf: [
    closed({ detectionType: one("static") }),
    closed({ detectionType: one("percent"), comparisonDelta: one(300, 900, 3_600, 86_400, 604_800, 2_592_000) }),
  ],
};
const uptimeConfig = closed({
  mode: one(1, 2, 3),
  environment: filledString,
  downtimeThreshold: { type: "integer", minimum: 1 },
  recoveryThreshold: { type: "integer", minimum: 1 },
});

const common = {
  name: { type: "string", minLength: 1, maxLength: 200 },
  description: nullable(string),
  enabled: boolean,
};
const requested = { ...common, owner: ownerText, projectId: filledString };
const exactlyOne = { minItems: 1, maxItems: 1 };
const metric = { type: one("metric_issue"), dataSources: list(metricSource, exactlyOne) };

/** The body of a create or update call. */
export const detectorRequest: Schema = {
  oneOf: [
    closed({ ...requested, ...metric, conditionGroup, config: metricConfig }),
    closed({
      ...{ ...requested, ...metric },
      conditionGroup: closed({ logicType, conditions: list(anomaly, exactlyOne) }),
      config: closed({ detectionType: one("dynamic") }),
    }),
    closed({
      ...requested,
      type: one("uptime_domain_failure"),
      dataSources: list(uptimeSource, exactlyOne),
      config: uptimeConfig,
    }),
  ],
};

const wrapped = (type: string, queryObj: Schema): Schema =>
  list(closed({ id, organizationId: id, sourceId: id, type: one(type), queryObj }), exactlyOne);
const query = closed({ id, status: integer, subscription: nullable(string), snubaQuery: storedSource });
const answered = {
  ...common,
  id,
  projectId: id,
  owner: ownerObject,
  createdBy: nullable(id),
  dateCreated: timestamp,
  dateUpdated: timestamp,
  workflowIds: list(id),
};
/** In the specification, and absent from some answers. */
const mayBeAbsent = {
  alertRuleId: nullable(integer),
  ruleId: nullable(integer),
  latestGroup: nullable(anyObject),
  openIssues: { type: "integer", minimum: 0 },
};
const answer = (fields: Record<string, Schema>): Schema =>
  closed({ ...answered, ...fields, ...mayBeAbsent }, Object.keys({ ...answered, ...fields }));

/** A monitor as every detector call answers it. */
export const detectorResponse: Schema = {
  oneOf: [
    answer({
      type: one("metric_issue"),
      dataSources: wrapped("snuba_query_subscription", query),
      conditionGroup: storedConditionGroup,
      config: metricConfig,
    }),
    answer({
      type: one("uptime_domain_failure"),
      dataSources: wrapped("uptime_subscription", uptimeSource),
      conditionGroup: { type: "null" },
      config: uptimeConfig,
    }),
    answer({
      type: one("error", "issue_stream"),
      dataSources: { type: "array", maxItems: 0 },
      conditionGroup: { type: "null" },
      config: closed({}),
    }),
  ],
};

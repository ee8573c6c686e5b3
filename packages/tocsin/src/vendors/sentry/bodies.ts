/**
 * Bodies of monitors ("detectors") and alerts ("workflows") as requests have them: the one schema of what is written. What Sentry
 * would refuse is refused here, so that a preview shows it. Members that Sentry does not know are refused as well: it would leave
 * them out, and what is live would not be what was reviewed.
 */
import { z } from "zod";
import type { JsonObject } from "../../model/resource.ts";
import { sentryComparisons, sentryCrashWindows, sentryThrottles, sentryWindows } from "../../model/sentry-values.ts";

/** What Sentry offers to choose from beside the windows of `model/sentry-values.ts`; a test holds it against the specification. */

/** Periods in which events of an issue are counted, as Sentry's source has them (`STANDARD_INTERVALS`); the specification's prose says `1min`, `1hr`. */
export const intervals = ["1m", "5m", "15m", "1h", "1d", "1w", "30d"] as const;

/** Levels of an event, as Sentry writes them in a filter: fatal, error, warning, info, debug, sample. */
export const levels = [0, 10, 20, 30, 40, 50];

/** The specification has eight of these; `nsw`, `new`, `in` and `nin` are in Sentry's source (`MatchType`). */
export const matches = ["eq", "ne", "sw", "nsw", "ew", "new", "co", "nc", "in", "nin", "is", "ns"] as const;

const owner = z.string().regex(/^(user|team):.+$/, "must be user:ID or team:ID");

const common = {
  name: z.string().min(1).max(200),
  /** Slug or id of the project, as in the path. */
  projectId: z.string().min(1),
  description: z.string().nullish(),
  enabled: z.boolean(),
  owner: owner.nullish(),
};

const condition = z
  .strictObject({
    type: z.string().min(1),
    comparison: z.json(),
    conditionResult: z.literal([75, 50, 25, 0]),
  })
  .superRefine(({ type, comparison }, context) => {
    if (["gt", "gte", "lt", "lte"].includes(type) && typeof comparison !== "number") {
      context.addIssue({ code: "custom", path: ["comparison"], message: "must be a number" });
    }
  });

/** What a monitor of crashes reads, and no other (getsentry/sentry, `QUERY_TYPE_VALID_DATASETS`, read 2026-11). */
const crashes = { queryType: 2, dataset: "metrics" } as const;

const metricSource = z
  .strictObject({
    aggregate: z.string().min(1),
    dataset: z
      .enum(["events", "events_analytics_platform", "metrics", "sessions", "generic_metrics", "transactions"])
      .refine(
        (dataset) => dataset !== "transactions" && dataset !== "generic_metrics",
        "is refused by Sentry for new monitors: use events_analytics_platform with is_transaction:true in the query",
      ),
    environment: z.string().min(1).nullish(),
    eventTypes: z.array(z.string().min(1)),
    extrapolationMode: z.enum(["unknown", "none", "client_and_server_weighted", "server_weighted"]).nullish(),
    query: z.string().nullish(),
    /** 0 errors, 1 performance, 2 crash rate. */
    queryType: z.literal([0, 1, 2]),
    /** Seconds. */
    timeWindow: z.int(),
  })
  .superRefine(({ queryType, dataset, eventTypes, timeWindow }, context) => {
    const say = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    const ofCrashes = queryType === crashes.queryType;
    if (ofCrashes !== (dataset === crashes.dataset))
      say("dataset", `must be ${crashes.dataset} for queryType ${crashes.queryType}, and for no other`);
    // Sentry leaves out what is named of them, and answers without: what is live would differ from the code for ever.
    if (ofCrashes !== (eventTypes.length === 0))
      say("eventTypes", ofCrashes ? "must be empty for crashes" : "is empty");
    const windows = ofCrashes ? sentryCrashWindows : sentryWindows;
    if (!windows.includes(timeWindow)) say("timeWindow", `must be one of ${windows.join(", ")}`);
  });

/** A monitor on a metric. */
export const metricDetector = z
  .strictObject({
    ...common,
    type: z.literal("metric_issue"),
    dataSources: z.tuple([metricSource]),
    conditionGroup: z.strictObject({
      logicType: z.enum(["any", "any-short", "all", "none"]),
      conditions: z.array(condition).min(1),
    }),
    config: z.strictObject({
      detectionType: z.enum(["static", "percent", "dynamic"]),
      /** Seconds. */
      comparisonDelta: z.literal([...sentryComparisons]).nullish(),
    }),
  })
  .superRefine(({ conditionGroup: { conditions }, config: { detectionType, comparisonDelta } }, context) => {
    const say = (path: (string | number)[], message: string) => context.addIssue({ code: "custom", path, message });
    conditions.forEach(({ type }, index) => {
      if ((type === "anomaly_detection") !== (detectionType === "dynamic"))
        say(["conditionGroup", "conditions", index, "type"], `does not go with config.detectionType ${detectionType}`);
    });
    if (detectionType !== "dynamic" && conditions.every((one) => one.conditionResult !== 0)) {
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
    if (detectionType === "percent" && comparisonDelta == null) say(["config", "comparisonDelta"], "is missing");
  });

/** What an uptime monitor asks. */
const uptimeSource = z
  .strictObject({
    url: z.url({ protocol: /^https?$/, error: "must be an http or https URL" }),
    method: z.enum(["GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"]),
    headers: z.array(z.tuple([z.string(), z.string()])).default([]),
    body: z.string().nullish(),
    intervalSeconds: z.literal([60, 300, 600, 1200, 1800, 3600]),
    timeoutMs: z.int().min(1000).max(60_000),
    assertion: z.record(z.string(), z.json()).nullish(),
    traceSampling: z.boolean().nullish(),
  })
  .superRefine(({ method, body, timeoutMs, intervalSeconds }, context) => {
    const say = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (body && (method === "GET" || method === "HEAD")) say("body", `cannot be sent with ${method}`);
    if (timeoutMs > intervalSeconds * 1000) say("timeoutMs", "must not be longer than the interval");
  });

/** A monitor that asks an address for an answer. */
export const uptimeDetector = z.strictObject({
  ...common,
  type: z.literal("uptime_domain_failure"),
  dataSources: z.tuple([uptimeSource]),
  config: z.strictObject({
    environment: z.string().min(1),
    /** 1: made by a person, as opposed to found by Sentry itself. */
    mode: z.literal(1),
    downtimeThreshold: z.int().min(1),
    recoveryThreshold: z.int().min(1),
  }),
});

/** Types of which only the common members are checked: cron monitors, and what Sentry adds. */
const other = z.looseObject({
  ...common,
  type: z
    .string()
    .min(1)
    .refine((type) => type !== "metric_issue" && type !== "uptime_domain_failure", {
      abort: true,
      error: "has a form of its own",
    })
    .refine((type) => type !== "error" && type !== "issue_stream", "comes with every project and is not created"),
});

/** `POST /api/0/organizations/{organization}/projects/{project}/detectors/`, and the body of its `PUT`. */
export const detectorBody = z.union([metricDetector, uptimeDetector, other]);

const trigger = z.strictObject({
  type: z.string().min(1),
  comparison: z.json(),
  conditionResult: z.boolean(),
});

const age = z.enum(["older", "newer"]);
const since = { value: z.int().min(0), time: z.enum(["minute", "hour", "day", "week"]) };

/** Filters whose comparison we know. */
const comparisons = {
  tagged_event: z
    .strictObject({ key: z.string().min(1), match: z.enum(matches), value: z.string().optional() })
    .refine(({ match, value }) => match === "is" || match === "ns" || value !== undefined, "needs a value"),
  event_attribute: z.strictObject({
    attribute: z.string().min(1),
    match: z.enum(matches),
    value: z.string().optional(),
  }),
  level: z.strictObject({ level: z.literal(levels), match: z.enum(["eq", "gte", "lte"]) }),
  // In the snake case of Sentry's source, or in the camel case of its specification: both are taken.
  age_comparison: z.union([
    z.strictObject({ comparison_type: age, ...since }),
    z.strictObject({ comparisonType: age, ...since }),
  ]),
  issue_occurrences: z.strictObject({ value: z.int().min(0) }),
  event_frequency_count: z.looseObject({ value: z.number().min(0), interval: z.enum(intervals) }),
  event_unique_user_frequency_count: z.looseObject({ value: z.number().min(0), interval: z.enum(intervals) }),
  issue_priority_greater_or_equal: z.literal([25, 50, 75]),
};

const filter = z.union([
  ...Object.entries(comparisons).map(([type, comparison]) =>
    z.strictObject({ type: z.literal(type), comparison, conditionResult: z.boolean() }),
  ),
  trigger.refine(({ type }) => !Object.hasOwn(comparisons, type), {
    abort: true,
    path: ["type"],
    error: "has a form of its own",
  }),
]);

const action = z.strictObject({
  type: z.string().min(1),
  integrationId: z.string().nullish(),
  config: z.record(z.string(), z.json()),
  data: z.record(z.string(), z.json()),
  /** Another state is Sentry's own doing. */
  status: z.literal("active").optional(),
});

/** `POST /api/0/organizations/{organization}/workflows/`, and the body of its `PUT`. */
export const workflowBody = z.strictObject({
  name: z.string().min(1).max(256),
  enabled: z.boolean(),
  environment: z.string().min(1).nullish(),
  owner: owner.nullish(),
  config: z.strictObject({
    /** Minutes. */
    frequency: z.literal(sentryThrottles.map((seconds) => seconds / 60)),
  }),
  detectorIds: z.array(z.string().regex(/^\d+$/, "must be the id of a monitor")),
  triggers: z.strictObject({ logicType: z.string().min(1), conditions: z.array(trigger) }).nullish(),
  actionFilters: z
    .array(
      z.strictObject({
        logicType: z.enum(["any", "any-short", "all", "none"]),
        conditions: z.array(filter),
        actions: z.array(action).min(1, "needs at least one action: the alert would notify nobody"),
      }),
    )
    .min(1, "needs at least one element: the alert would notify nobody"),
});

/** A body with what is not set said as null: in an update, a member that is left out would keep its value. */
export function explicit(kind: "detector" | "workflow", body: JsonObject, before: JsonObject = {}): JsonObject {
  if (kind === "detector") return { description: null, owner: null, ...body };
  return before.owner == null ? { environment: null, ...body } : { environment: null, owner: null, ...body };
}

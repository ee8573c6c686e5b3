import { z } from "zod";
import type { Json, JsonObject } from "../../model/resource.ts";
import { longestAlertName } from "../../vendors/kept.ts";
import { type LiveObject, textOf } from "../../vendors/live.ts";
import { uptimeConfig, uptimeRequest } from "../../vendors/sentry/bodies.ts";
import { detectorQuirks, workflowQuirks } from "../../vendors/sentry/quirks.ts";
import { Misfit } from "../draft.ts";
import { carried, refuseSecrets, stated } from "./read.ts";

/** `{type: "team", id: "3"}` as read, `team:3` as sent. */
const owner = z
  .union([z.string(), z.looseObject({ type: z.string(), id: z.string() })])
  .transform((one) => (typeof one === "string" ? one : `${one.type}:${one.id}`))
  .optional();

const common = {
  name: z.string(),
  description: z.string().default(""),
  enabled: z.boolean(),
  owner: owner.transform((one) => one ?? null),
};

const metric = z.strictObject({
  ...common,
  type: z.literal("metric_issue"),
  dataSources: z.tuple([
    z.strictObject({
      aggregate: z.string(),
      dataset: z.string(),
      environment: z.string().nullish().transform(orNull),
      eventTypes: z.array(z.string()),
      extrapolationMode: z.string().nullish().transform(orNull),
      query: z
        .string()
        .nullish()
        .transform((one) => one ?? ""),
      queryType: z.number(),
      timeWindow: z.number(),
    }),
  ]),
  conditionGroup: z.looseObject({
    logicType: z.string(),
    conditions: z.array(
      z.looseObject({ id: z.coerce.number(), type: z.string(), comparison: z.number(), conditionResult: z.number() }),
    ),
  }),
  config: z
    .strictObject({ detectionType: z.enum(["static", "percent"]), comparisonDelta: z.number().nullish() })
    .transform(({ detectionType, comparisonDelta }) => ({
      detectionType,
      ...(comparisonDelta == null ? {} : { comparisonDelta }),
    })),
});

const uptime = z.strictObject({
  ...common,
  type: z.literal("uptime_domain_failure"),
  conditionGroup: z.unknown().optional(),
  dataSources: z.tuple([
    uptimeRequest.extend({
      assertion: z.null().default(null),
      body: z.string().nullish().transform(orNull),
      headers: uptimeRequest.shape.headers.default([]),
      traceSampling: z.literal(false).default(false),
    }),
  ]),
  config: uptimeConfig,
});

function orNull<T>(value: T | null | undefined): T | null {
  return value ?? null;
}

/** Names of monitors that Sentry has and the engine's plugin does not. */
const others: Record<string, string> = {
  monitor_check_in_failure: "a cron monitor",
  error: "the monitor of errors that every project has",
  issue_stream: "the issue stream that every project has",
};

/** Metric and uptime monitors. @throws Misfit */
export function detectorBody({ body }: LiveObject): JsonObject {
  const { projectId: _said, ...own } = stated(body, detectorQuirks);
  switch (body.type) {
    case "metric_issue": {
      const { conditionGroup, ...read } = carried(metric, own);
      const { logicType, conditions } = conditionGroup;
      // In the order in which they were made: Sentry shows them in one of its own, which follows from that.
      const made = [...conditions].sort((a, b) => a.id - b.id);
      const inOrder = made.map(({ type, comparison, conditionResult }) => ({ type, comparison, conditionResult }));
      return { ...read, conditionGroup: { logicType, conditions: inOrder } };
    }
    case "uptime_domain_failure": {
      const { conditionGroup: _sentrys, ...read } = carried(uptime, own);
      refuseSecrets(read.dataSources[0].headers);
      return read;
    }
    default:
      throw new Misfit(
        `it is ${others[textOf(body, "type")] ?? `a ${textOf(body, "type")} monitor`}, which is not managed`,
      );
  }
}

const part = <T extends z.ZodRawShape>(shape: T) => z.looseObject(shape);

const email = z.strictObject({
  targetType: z.enum(["user", "team", "issue_owners"]),
  targetIdentifier: z.string().nullish(),
  targetDisplay: z.null().optional(),
});
const slack = z.strictObject({
  targetType: z.literal("specific"),
  targetIdentifier: z.string().nullish(),
  targetDisplay: z.string(),
});
const action = part({
  type: z.string(),
  integrationId: z.string().nullish(),
  config: z.record(z.string(), z.json()).default({}),
  data: z.record(z.string(), z.json()).nullish(),
  status: z.literal("active").default("active"),
});
const condition = part({ type: z.string(), comparison: z.json() }).transform(
  ({ type, comparison }): JsonObject => ({ type, comparison, conditionResult: true }),
);

const workflow = z.strictObject({
  name: z.string(),
  enabled: z.boolean(),
  environment: z.string().optional(),
  owner,
  config: z.strictObject({ frequency: z.number() }),
  detectorIds: z.array(z.string()),
  triggers: part({ logicType: z.literal("any-short"), conditions: z.array(condition) }).optional(),
  actionFilters: z
    .array(part({ logicType: z.string(), conditions: z.array(condition), actions: z.array(action).min(1) }))
    .min(1),
});

/** Room for ` tocsin:` and the longest id. */
const room = 70;

/** Alerts, with every action that Sentry knows. @throws Misfit */
export function workflowBody({ body }: LiveObject): JsonObject {
  const read = carried(workflow, stated(body, workflowQuirks));
  if (read.name.length > longestAlertName - room)
    throw new Misfit("its name leaves no room for the mark of whose it is");
  return {
    name: read.name,
    enabled: read.enabled,
    environment: read.environment ?? null,
    ...(read.owner === undefined ? {} : { owner: read.owner }),
    config: read.config,
    detectorIds: read.detectorIds,
    triggers: { logicType: "any-short", conditions: read.triggers?.conditions ?? [] },
    actionFilters: read.actionFilters.map(({ logicType, conditions, actions }) => ({
      logicType,
      conditions,
      actions: actions.map(actionBody),
    })),
  };
}

function actionBody({ type, integrationId, config, data }: z.output<typeof action>, at: number): Json {
  const where = `actionFilters.*.actions.${at}`;
  if (type === "email") {
    const { targetType, targetIdentifier } = carried(email, config, where);
    const own = carried(z.strictObject({ fallthroughType: z.string().optional() }), data ?? {}, where);
    return {
      type,
      config: { targetType, ...(targetIdentifier ? { targetIdentifier } : {}) },
      data: own.fallthroughType === undefined ? {} : { fallthroughType: own.fallthroughType },
    };
  }
  if (type === "slack") {
    const { targetDisplay, targetIdentifier } = carried(slack, config, where);
    const own = carried(
      z.strictObject({ tags: z.string().optional(), notes: z.string().optional() }),
      data ?? {},
      where,
    );
    return {
      type,
      integrationId: integrationId ?? "",
      config: { targetType: "specific", targetDisplay, targetIdentifier: targetIdentifier ?? "" },
      data: { ...(own.tags ? { tags: own.tags } : {}), ...(own.notes ? { notes: own.notes } : {}) },
    };
  }
  return { type, ...(integrationId ? { integrationId } : {}), config, data: data ?? {} };
}

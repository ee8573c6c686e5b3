/**
 * Sentry objects: the REST body renamed into the arguments of the local package `@pulumi/sentry`, which has the property
 * names of the Terraform provider jianyuan/sentry. Monitors are `detectors` in the REST interface, alerts `workflows`.
 */

import { Monitor } from "@pulumi/sentry";
import { z } from "zod";
import { uptimeConfig, uptimeRequest } from "../vendors/sentry/bodies.ts";
import { ownerOf } from "./sentry-owner.ts";
import { type Create, read, type Spec } from "./spec.ts";

export { workflow } from "./sentry-alert.ts";

const parentShape = z.strictObject({ organization: z.string(), project: z.string() });

/** What both types of detector have; the project stands in the path as well, so the two must agree. */
const common = {
  name: z.string(),
  description: z.string().nullable(),
  enabled: z.boolean(),
  owner: z.string().nullable(),
  projectId: z.string(),
};

const metricShape = z.strictObject({
  ...common,
  type: z.literal("metric_issue"),
  dataSources: z.tuple([
    z.strictObject({
      aggregate: z.string(),
      dataset: z.string(),
      environment: z.string().nullable(),
      eventTypes: z.array(z.string()),
      extrapolationMode: z.string().nullable(),
      query: z.string(),
      queryType: z.union([z.literal(0), z.literal(1), z.literal(2)]),
      timeWindow: z.number(),
    }),
  ]),
  conditionGroup: z.strictObject({
    logicType: z.string(),
    conditions: z.array(z.strictObject({ type: z.string(), comparison: z.number(), conditionResult: z.number() })),
  }),
  config: z.strictObject({ detectionType: z.string(), comparisonDelta: z.number().optional() }),
});

const uptimeShape = z.strictObject({
  ...common,
  type: z.literal("uptime_domain_failure"),
  dataSources: z.tuple([uptimeRequest]),
  config: uptimeConfig,
});

const detectorShape = z.discriminatedUnion("type", [metricShape, uptimeShape]);

/** `queryType` of the wire, by the name that the provider gives it. */
const queryTypes = ["error", "performance", "crash_rate"] as const;

/** `POST /api/0/organizations/{organization}/projects/{project}/detectors/`. */
export const detector: Create = (spec) => {
  const parent = read(parentShape, spec.resource.parent, spec);
  const body = read(detectorShape, spec.body, spec);
  return body.type === "metric_issue" ? metricMonitor(spec, parent, body) : uptimeMonitor(spec, parent, body);
};

type Parent = z.infer<typeof parentShape>;

/** What monitors of every type are given. */
const monitorArgs = (parent: Parent, body: z.infer<typeof detectorShape>) => ({
  ...parent,
  name: body.name,
  description: body.description ?? undefined,
  enabled: body.enabled,
  owner: ownerOf(body.owner),
});

function metricMonitor(spec: Spec, parent: Parent, body: z.infer<typeof metricShape>) {
  const [source] = body.dataSources;
  const created = new Monitor(
    spec.resource.name,
    {
      ...monitorArgs(parent, body),
      type: body.type,
      aggregate: source.aggregate,
      dataset: source.dataset,
      environment: source.environment ?? undefined,
      eventTypes: source.eventTypes,
      extrapolationMode: source.extrapolationMode ?? undefined,
      query: source.query,
      queryType: queryTypes[source.queryType],
      timeWindowSeconds: source.timeWindow,
      conditionGroup: body.conditionGroup,
      issueDetection: { type: body.config.detectionType, comparisonDelta: body.config.comparisonDelta },
    },
    spec.options,
  );
  return { id: created.id };
}

function uptimeMonitor(spec: Spec, parent: Parent, body: z.infer<typeof uptimeShape>) {
  const [source] = body.dataSources;
  const created = new Monitor(
    spec.resource.name,
    {
      ...monitorArgs(parent, body),
      type: body.type,
      environment: body.config.environment,
      url: source.url,
      method: source.method,
      body: source.body ?? undefined,
      headers: Object.fromEntries(source.headers.map(([name, value]) => [name, spec.gaps.text(value)])),
      intervalSeconds: source.intervalSeconds,
      timeoutMs: source.timeoutMs,
      downtimeThreshold: body.config.downtimeThreshold,
      recoveryThreshold: body.config.recoveryThreshold,
    },
    spec.options,
  );
  return { id: created.id };
}

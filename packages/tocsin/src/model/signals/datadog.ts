import { z } from "zod";
import { burnWindows } from "../check-burn.ts";
import { type Fault, fault } from "../fault.ts";
import { groupBySchema, scopeSchema, tagsSchema } from "./common.ts";
import { judged, kind, longest, no, nothing, rolling, runs } from "./kind.ts";

/** What else Datadog watches: service checks, alerts over alerts, objectives, and what no other signal says. */

const idText = z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, "it is the id of a definition, as subject/alert");

export const serviceCheck = z.strictObject({
  kind: z.literal("service-check"),
  check: z.string().regex(/^[A-Za-z][\w.-]*$/, "a service check is named as in postgres.can_connect"),
  scope: scopeSchema,
  tags: tagsSchema,
  /** Data with any of these tags is left out. */
  exclude: tagsSchema,
  groupBy: groupBySchema,
});

export const composite = z
  .strictObject({
    kind: z.literal("composite"),
    /** Ids of definitions that must all be firing. */
    all: z.array(idText).default([]),
    /** Of these at least one must be firing. */
    any: z.array(idText).default([]),
    /** While any of these is firing, this one is not. */
    unless: z.array(idText).default([]),
  })
  .refine(({ all, any }) => all.length + any.length > 0, "say which alerts must be firing, in all or any");

export const burnRate = z.strictObject({
  kind: z.literal("burn-rate"),
  /** Id of an objective. */
  objective: idText,
});

export const datadogQuery = z.strictObject({
  kind: z.literal("datadog-query"),
  /** A metric query without window and comparison, which the condition says. */
  query: z.string().min(1),
  groupBy: groupBySchema,
  unit: z.string(),
  delay: z.number().int().nonnegative().default(0),
});

export const datadogMonitor = z.strictObject({
  kind: z.literal("datadog-monitor"),
  type: z.enum([
    ...(["metric alert", "query alert", "service check", "event-v2 alert", "log alert", "rum alert"] as const),
    ...(["process alert", "trace-analytics alert", "slo alert", "audit alert", "ci-pipelines alert"] as const),
    ...(["ci-tests alert", "error-tracking alert", "database-monitoring alert", "composite"] as const),
    ...(["network-performance alert", "network-path alert", "cost alert"] as const),
    ...(["data-quality alert", "data-jobs alert", "llm-observability alert"] as const),
  ]),
  query: z.string().min(1),
  options: z.record(z.string(), z.json()).default({}),
});

/** Of several tags Datadog takes what has all of them (docs: Service Check Monitor, "Pick monitor scope"). */
const serviceCheckFaults = ({ tags }: z.output<typeof serviceCheck>): Fault[] =>
  Object.entries(tags).flatMap(([key, values]) =>
    [values].flat().length > 1
      ? [
          fault(
            "model/tags",
            `signal.tags.${key}`,
            `Datadog looks at checks that have all of these tags, and none has several values of ${key}`,
            `Use a definition for each value, or leave out the other values of ${key} with exclude.`,
          ),
        ]
      : [],
  );

export const datadogKinds = {
  "service-check": kind(serviceCheck, {
    by: "datadog",
    condition: ["consecutive-failures", "failing-share"],
    unit: no,
    notEvaluated: judged,
    reads: runs,
    faults: serviceCheckFaults,
  }),
  composite: kind(composite, {
    by: "datadog",
    condition: "as-stated",
    unit: no,
    notEvaluated: () => "it follows from other alerts, each of which is evaluated for itself",
    reads: nothing,
  }),
  "burn-rate": kind(burnRate, {
    by: "datadog",
    condition: "burning",
    unit: no,
    notEvaluated: () => "it follows from an objective, whose good and bad events are not read here",
    reads: nothing,
    faults: (_, condition) => (condition.kind === "burning" ? burnWindows(condition) : []),
  }),
  "datadog-query": kind(datadogQuery, {
    by: "datadog",
    condition: "threshold",
    unit: ({ unit }) => ` ${unit}`,
    notEvaluated: () => "its query is Datadog's own, which is not evaluated here",
    reads: nothing,
    faults: (_, condition) => rolling(condition, longest.metrics),
  }),
  "datadog-monitor": kind(datadogMonitor, {
    by: "datadog",
    condition: "as-stated",
    unit: no,
    notEvaluated: () => "its query is Datadog's own, which is not evaluated here",
    reads: nothing,
  }),
};

import { z } from "zod";
import type { JsonObject } from "../../model/resource.ts";
import { testRequest, testVariables, timeSlice } from "../../vendors/datadog/bodies.ts";
import * as quirks from "../../vendors/datadog/quirks.ts";
import { type LiveObject, textOf } from "../../vendors/live.ts";
import { withoutServers } from "../../vendors/quirks.ts";
import { Misfit } from "../draft.ts";
import { carried, refuseSecrets, stated } from "./read.ts";

const options = z.looseObject({ silenced: z.record(z.string(), z.unknown()).nullish() });

/** Monitors of every type: the engine sends the body as it stands. @throws Misfit */
export function monitorBody({ body }: LiveObject): JsonObject {
  const { silenced, ...rest } = carried(options, body.options ?? {}, "options");
  if (Object.keys(silenced ?? {}).length > 0) {
    throw new Misfit("it is muted now, and an update would not leave that as it is: end the mute first");
  }
  const own = stated(withoutServers(body, quirks.monitorQuirks), quirks.monitorQuirks);
  // A list shows no links: an empty one says nothing, and sent back it would take away those that there are.
  if (JSON.stringify(own.assets) === "[]") delete own.assets;
  if (own.draft_status === "published") delete own.draft_status;
  // The plugin compares text: where Datadog says that there is no priority, the text has to say it too.
  if (body.priority === null) own.priority = null;
  const policy = missingDataPolicy(textOf(body, "type"), rest);
  return { ...own, options: { ...z.record(z.string(), z.json()).parse(rest), ...policy } };
}

/**
 * Datadog answers nothing of the policy "default", and takes an update without a policy for the older "do not notify", which it
 * then answers: the plugin would find a difference for ever. Of metrics the two do not mean the same (docs: Migrating to On Missing
 * Data Configuration).
 */
function missingDataPolicy(type: string, options: Readonly<Record<string, unknown>>): JsonObject {
  if (["on_missing_data", "notify_no_data", "no_data_timeframe"].some((name) => name in options)) return {};
  if (type !== "metric alert" && type !== "query alert") return { notify_no_data: false };
  throw new Misfit(
    'its policy for missing data is "default", which no update can carry: choose "Show NO DATA" or "Show OK" in Datadog first',
  );
}

/** @throws Misfit for one that was read without its widgets */
export function dashboardBody({ body }: LiveObject): JsonObject {
  if (!Array.isArray(body.widgets)) throw new Misfit("its widgets could not be read");
  return { ...stated(body, quirks.dashboardQuirks), description: textOf(body, "description") };
}

const target = z.union([z.string(), z.number()]);
const path = z.strictObject({
  jsonPath: z.string(),
  operator: z.string(),
  targetValue: target.optional(),
  elementsOperator: z.string().default("firstElementMatches"),
});
const assertion = z.union([
  z.strictObject({ type: z.literal("body"), operator: z.literal("validatesJSONPath"), target: path }),
  z.strictObject({
    type: z.string(),
    operator: z.string(),
    property: z.string().optional(),
    target: target.optional(),
  }),
]);

/** What every monitor of a test is given by Datadog, and the engine does not carry: only these values. */
const monitorOptions = z
  .strictObject({
    escalation_message: z.string().default(""),
    renotify_interval: z.number().default(0),
    renotify_occurrences: z.number().optional(),
    include_tags: z.literal(true).optional(),
    locked: z.literal(false).optional(),
    new_host_delay: z.literal(300).optional(),
    notify_audit: z.literal(false).optional(),
    notify_no_data: z.literal(false).optional(),
    on_missing_data: z.literal("show_no_data").optional(),
  })
  .transform(({ escalation_message, renotify_interval, renotify_occurrences }) => ({
    escalation_message,
    renotify_interval,
    ...(renotify_interval === 0 ? {} : { renotify_occurrences: renotify_occurrences ?? 0 }),
  }));

const test = z.strictObject({
  type: z.literal("api"),
  subtype: z.literal("http"),
  status: z.enum(["live", "paused"]),
  name: z.string(),
  message: z.string().default(""),
  tags: z.array(z.string()).default([]),
  locations: z.array(z.string()),
  config: z.strictObject({
    assertions: z.array(assertion),
    configVariables: testVariables.optional(),
    variables: z.array(z.never()).optional(),
    request: testRequest.extend({ method: testRequest.shape.method.default("GET") }),
  }),
  options: z.strictObject({
    accept_self_signed: z.boolean().optional(),
    allow_insecure: z.boolean().optional(),
    follow_redirects: z.boolean().optional(),
    httpVersion: z.string().default("any"),
    min_failure_duration: z.number().optional(),
    min_location_failed: z.number().default(1),
    monitor_name: z.string().optional(),
    monitor_options: monitorOptions.optional(),
    monitor_priority: z.number().nullish(),
    retry: z.strictObject({ count: z.number().default(0), interval: z.number().default(300) }).optional(),
    tick_every: z.number(),
  }),
});

/** HTTP tests, as far as the plugin carries them: it sends a test anew with every change. @throws Misfit */
export function testBody({ body }: LiveObject): JsonObject {
  if (body.type !== "api" || body.subtype !== "http") {
    throw new Misfit(
      `it is a test of the kind ${[body.type, body.subtype].filter(Boolean).join(", ")}, and only HTTP tests are`,
    );
  }
  const own = stated(withoutServers(body, quirks.syntheticsTestQuirks), quirks.syntheticsTestQuirks);
  const read = carried(test, own);
  refuseSecrets(Object.entries(read.config.request.headers ?? {}));
  const { variables: _none, configVariables = [], ...config } = read.config;
  const variables = configVariables.length === 0 ? {} : { configVariables };
  const { monitor_priority, ...others } = read.options;
  const priority = monitor_priority == null ? {} : { monitor_priority };
  return json({ ...read, config: { ...config, ...variables }, options: { ...others, ...priority } });
}

const threshold = z
  .looseObject({ timeframe: z.string(), target: z.number(), warning: z.number().nullish() })
  .transform(({ timeframe, target: share, warning }) => ({
    timeframe,
    target: share,
    ...(warning == null ? {} : { warning }),
  }));
const counted = z.looseObject({ count: z.looseObject({}) });
const objective = z.strictObject({
  name: z.string(),
  description: z.string().default(""),
  tags: z.array(z.string()).default([]),
  type: z.enum(["monitor", "metric", "time_slice"]),
  thresholds: z.array(threshold),
  monitor_ids: z.array(z.number()).optional(),
  groups: z.array(z.string()).optional(),
  query: z.strictObject({ numerator: z.string(), denominator: z.string() }).optional(),
  sli_specification: z.strictObject({ time_slice: timeSlice }).optional(),
});

/**
 * A metric objective is imported by its `query`, which Datadog answers whatever form was sent; the other says the same.
 * @throws Misfit
 */
export function objectiveBody({ body }: LiveObject): JsonObject {
  const own = stated(withoutServers(body, quirks.objectiveQuirks), quirks.objectiveQuirks);
  if (counted.safeParse(own.sli_specification).success) {
    throw new Misfit("it counts events by formulas (sli_specification.count), which an update would not carry");
  }
  const { groups = [], ...read } = carried(objective, own);
  return json({ ...read, ...(groups.length === 0 ? {} : { groups }) });
}

/** What was read, as JSON: members that are not set are not there. */
const json = (value: unknown): JsonObject => z.record(z.string(), z.json()).parse(JSON.parse(JSON.stringify(value)));

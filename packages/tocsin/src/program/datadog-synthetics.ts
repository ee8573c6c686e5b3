/** Datadog synthetic tests: the REST body renamed into the arguments of `SyntheticsTest`. */
import datadog from "@pulumi/datadog";
import pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { testRequest, testVariables } from "../vendors/datadog/bodies.ts";
import { type Create, read } from "./spec.ts";

const target = z.union([z.string(), z.number()]);

const assertionShape = z.union([
  z.strictObject({
    type: z.literal("body"),
    operator: z.literal("validatesJSONPath"),
    target: z.strictObject({
      elementsOperator: z.string(),
      jsonPath: z.string(),
      operator: z.string(),
      targetValue: target.optional(),
    }),
  }),
  z.strictObject({
    type: z.string(),
    operator: z.string(),
    property: z.string().optional(),
    target: target.optional(),
  }),
]);

const optionsShape = z.strictObject({
  accept_self_signed: z.boolean().optional(),
  allow_insecure: z.boolean().optional(),
  follow_redirects: z.boolean().optional(),
  httpVersion: z.string().optional(),
  min_failure_duration: z.number().optional(),
  min_location_failed: z.number().optional(),
  monitor_name: z.string().optional(),
  monitor_options: z
    .strictObject({
      escalation_message: z.string().optional(),
      renotify_interval: z.number().optional(),
      renotify_occurrences: z.number().optional(),
    })
    .optional(),
  monitor_priority: z.number().optional(),
  retry: z.strictObject({ count: z.number(), interval: z.number() }).optional(),
  tick_every: z.number(),
});

const testShape = z.strictObject({
  type: z.literal("api"),
  subtype: z.literal("http"),
  status: z.enum(["live", "paused"]),
  name: z.string(),
  message: z.string(),
  tags: z.array(z.string()),
  locations: z.array(z.string()),
  config: z.strictObject({
    assertions: z.array(assertionShape),
    configVariables: testVariables.optional(),
    request: testRequest,
  }),
  options: optionsShape,
});

/** `POST /api/v1/synthetics/tests/api`. The plugin takes every assertion target as text and sends numbers as numbers. */
export const syntheticsTest: Create = (spec) => {
  const body = read(testShape, spec.body, spec);
  const { headers, query, ...request } = body.config.request;
  const created = new datadog.SyntheticsTest(
    spec.resource.name,
    {
      type: body.type,
      subtype: body.subtype,
      status: body.status,
      name: body.name,
      message: body.message,
      tags: body.tags,
      locations: body.locations,
      requestDefinition: request,
      requestHeaders: headers,
      requestQuery: query,
      configVariables: body.config.configVariables?.map((variable) => ({
        ...variable,
        id: spec.gaps.text(variable.id),
      })),
      assertions: body.config.assertions.map(assertion),
      optionsList: optionsList(body.options),
    },
    spec.options,
  );
  // The test's public id is the engine's id of it.
  return { id: created.id, public_id: created.id, monitor_id: pulumi.interpolate`${created.monitorId}` };
};

function assertion(body: z.infer<typeof assertionShape>): datadog.types.input.SyntheticsTestAssertion {
  const { type, operator } = body;
  if (typeof body.target === "object") {
    const path = body.target;
    return {
      type,
      operator,
      targetjsonpath: {
        elementsoperator: path.elementsOperator,
        jsonpath: path.jsonPath,
        operator: path.operator,
        targetvalue: textOf(path.targetValue),
      },
    };
  }
  return { type, operator, property: "property" in body ? body.property : undefined, target: textOf(body.target) };
}

const textOf = (value: string | number | undefined): string | undefined =>
  value === undefined ? undefined : String(value);

function optionsList(body: z.infer<typeof optionsShape>): datadog.types.input.SyntheticsTestOptionsList {
  return {
    acceptSelfSigned: body.accept_self_signed,
    allowInsecure: body.allow_insecure,
    followRedirects: body.follow_redirects,
    httpVersion: body.httpVersion,
    minFailureDuration: body.min_failure_duration,
    minLocationFailed: body.min_location_failed,
    monitorName: body.monitor_name,
    monitorOptions: body.monitor_options && {
      escalationMessage: body.monitor_options.escalation_message,
      renotifyInterval: body.monitor_options.renotify_interval,
      renotifyOccurrences: body.monitor_options.renotify_occurrences,
    },
    monitorPriority: body.monitor_priority,
    retry: body.retry,
    tickEvery: body.tick_every,
  };
}

/** Datadog synthetic tests: the REST body renamed into the arguments of `SyntheticsTest`. */
import datadog from "@pulumi/datadog";
import pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { extractedValue, hostRequest, stepRequest, testRequest, testVariables } from "../vendors/datadog/bodies.ts";
import { type Create, camel, read } from "./values.ts";

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
    type: z.literal("body"),
    operator: z.literal("validatesJSONSchema"),
    target: z.strictObject({ jsonSchema: z.string(), metaSchema: z.string() }),
  }),
  z.strictObject({
    type: z.literal("body"),
    operator: z.literal("validatesXPath"),
    target: z.strictObject({ xPath: z.string(), operator: z.string(), targetValue: z.string() }),
  }),
  z.strictObject({ type: z.literal("javascript"), code: z.string() }),
  z.strictObject({
    type: z.string(),
    operator: z.string(),
    timingsScope: z.string().optional(),
    property: z.string().optional(),
    target: target.optional(),
  }),
]);

const optionsShape = z.strictObject({
  accept_self_signed: z.boolean().optional(),
  allow_insecure: z.boolean().optional(),
  checkCertificateRevocation: z.boolean().optional(),
  disableAiaIntermediateFetching: z.boolean().optional(),
  ignore_certificate_validation: z.boolean().optional(),
  ci: z.strictObject({ executionRule: z.string() }).optional(),
  scheduling: z
    .strictObject({
      timezone: z.string(),
      timeframes: z.array(z.strictObject({ day: z.number(), from: z.string(), to: z.string() })),
    })
    .optional(),
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
      notification_preset_name: z.string().optional(),
    })
    .optional(),
  monitor_priority: z.number().optional(),
  retry: z.strictObject({ count: z.number(), interval: z.number() }).optional(),
  tick_every: z.number(),
});

const common = {
  type: z.literal("api"),
  status: z.enum(["live", "paused"]),
  name: z.string(),
  message: z.string(),
  tags: z.array(z.string()),
  locations: z.array(z.string()),
  options: optionsShape,
};

const asked = <R extends z.ZodType>(request: R) =>
  z.strictObject({ assertions: z.array(assertionShape), configVariables: testVariables.optional(), request });

const stepShape = z.strictObject({
  name: z.string(),
  subtype: z.literal("http"),
  request: stepRequest,
  assertions: z.array(assertionShape),
  extractedValues: z.array(extractedValue),
  allowFailure: z.boolean(),
  isCritical: z.boolean(),
});

const testShape = z.discriminatedUnion("subtype", [
  z.strictObject({ ...common, subtype: z.literal("http"), config: asked(testRequest) }),
  z.strictObject({ ...common, subtype: z.enum(["ssl", "dns", "tcp", "grpc", "icmp"]), config: asked(hostRequest) }),
  z.strictObject({
    ...common,
    subtype: z.literal("multi"),
    config: z.strictObject({ steps: z.array(stepShape), configVariables: testVariables.optional() }),
  }),
]);

type Test = z.infer<typeof testShape>;

/** What the kinds of test differ in. The plugin takes ports as text. */
function askedOf({ subtype, config }: Test): Partial<datadog.SyntheticsTestArgs> {
  switch (subtype) {
    case "http": {
      const { headers, query, basicAuth, proxy, ...request } = config.request;
      return {
        ...{ requestDefinition: request, requestHeaders: headers, requestQuery: query },
        ...{ requestBasicauth: basicAuth, requestProxy: proxy, assertions: config.assertions.map(assertion) },
      };
    }
    case "multi":
      return { apiSteps: config.steps.map(step) };
    default: {
      const { port, ...request } = config.request;
      const requestDefinition = { ...request, port: textOf(port) };
      return { requestDefinition, assertions: config.assertions.map(assertion) };
    }
  }
}

function step({ request, assertions, ...rest }: z.infer<typeof stepShape>): datadog.types.input.SyntheticsTestApiStep {
  const { headers, query, basicAuth, proxy, follow_redirects: followRedirects, ...definition } = request;
  return {
    ...rest,
    requestDefinition: { ...definition, followRedirects },
    requestHeaders: headers,
    requestQuery: query,
    requestBasicauth: basicAuth,
    requestProxy: proxy,
    assertions: assertions.map(assertion),
  };
}

/** `POST /api/v1/synthetics/tests/api`. The plugin takes every assertion target as text and sends numbers as numbers. */
export const syntheticsTest: Create = (spec) => {
  const body = read(testShape, spec.body, spec);
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
      ...askedOf(body),
      configVariables: body.config.configVariables?.map((variable) => ({
        ...variable,
        id: spec.gaps.text(variable.id),
      })),
      optionsList: camel(body.options),
    },
    spec.options,
  );
  // The test's public id is the engine's id of it.
  return { id: created.id, public_id: created.id, monitor_id: pulumi.interpolate`${created.monitorId}` };
};

function assertion(body: z.infer<typeof assertionShape>): datadog.types.input.SyntheticsTestAssertion {
  if ("code" in body) return body;
  const { type, operator } = body;
  const { target } = body;
  if (typeof target === "object" && "jsonPath" in target) {
    return {
      type,
      operator,
      targetjsonpath: {
        elementsoperator: target.elementsOperator,
        jsonpath: target.jsonPath,
        operator: target.operator,
        targetvalue: textOf(target.targetValue),
      },
    };
  }
  if (typeof target === "object" && "jsonSchema" in target) {
    const { jsonSchema: jsonschema, metaSchema: metaschema } = target;
    return { type, operator, targetjsonschema: { jsonschema, metaschema } };
  }
  if (typeof target === "object") {
    const { xPath: xpath, operator: how, targetValue: targetvalue } = target;
    return { type, operator, targetxpath: { xpath, operator: how, targetvalue } };
  }
  const { property, timingsScope } = "property" in body || "timingsScope" in body ? body : {};
  return { type, operator, property, timingsScope, target: textOf(target) };
}

const textOf = (value: string | number | undefined): string | undefined =>
  value === undefined ? undefined : String(value);

import type { Properties, Value } from "tocsin/internal/provider";
import { z } from "zod";
import { answered } from "../shared/rest.ts";
import { asSet, defined, isObject, withoutZeros } from "../shared/values.ts";
import * as assertions from "./synthetics-assertions.ts";
import * as options from "./synthetics-options.ts";

const request = z.strictObject({
  method: z.string().optional(),
  url: z.string().optional(),
  body: z.string().optional(),
  bodyType: z.string().optional(),
  timeout: z.number().int().optional(),
  noSavingResponseBody: z.boolean().optional(),
  httpVersion: z.enum(["http1", "http2", "any"]).optional(),
  persistCookies: z.boolean().optional(),
  host: z.string().optional(),
  port: z.string().optional(),
  dnsServer: z.string().optional(),
  callType: z.enum(["healthcheck", "unary"]).optional(),
  service: z.string().optional(),
  numberOfPackets: z.number().int().optional(),
});
const configVariable = z.strictObject({
  type: z.enum(["global", "text", "email"]),
  name: z.string().regex(/^[A-Z][A-Z0-9_]+[A-Z0-9]$/, "must be all uppercase with underscores"),
  id: z.string().optional(),
  pattern: z.string().optional(),
  example: z.string().optional(),
  secure: z.boolean().optional(),
});
const texts = z.record(z.string(), z.string());
const basicAuth = z.strictObject({ type: z.enum(["web", "digest"]), username: z.string(), password: z.string() });
const proxy = z.strictObject({ url: z.string() });

/** A step of a multistep test. */
const step = z.strictObject({
  name: z.string().min(1),
  subtype: z.literal("http"),
  requestDefinition: request.extend({ followRedirects: z.boolean().optional() }),
  requestHeaders: texts.optional(),
  requestQuery: texts.optional(),
  requestBasicauth: basicAuth.optional(),
  requestProxy: proxy.optional(),
  assertions: z.array(assertions.assertion),
  extractedValues: z.array(
    z.strictObject({
      name: z.string(),
      type: z.string(),
      field: z.string().optional(),
      parser: z.strictObject({ type: z.string(), value: z.string().optional() }),
    }),
  ),
  allowFailure: z.boolean(),
  isCritical: z.boolean(),
});
type Step = z.infer<typeof step>;

/** Arguments of a test of one request or of several over HTTP, of a certificate, a domain, a port, a gRPC server or pings, complete. */
export const inputs = z.strictObject({
  name: z.string().min(1),
  type: z.literal("api"),
  subtype: z.enum(["http", "ssl", "dns", "tcp", "grpc", "icmp", "multi"]),
  status: z.enum(["live", "paused"]),
  message: z.string(),
  tags: z.array(z.string().min(1)),
  locations: z.array(z.string()).min(1, "must not be empty for synthetics API tests"),
  requestDefinition: request.optional(),
  requestHeaders: texts.optional(),
  requestQuery: texts.optional(),
  requestBasicauth: basicAuth.optional(),
  requestProxy: proxy.optional(),
  assertions: z.array(assertions.assertion),
  apiSteps: z.array(step).optional(),
  configVariables: z.array(configVariable),
  optionsList: options.optionsList.optional(),
  forceDeleteDependencies: z.boolean().optional(),
});
type Inputs = z.infer<typeof inputs>;

const liveStep = z.looseObject({
  name: z.string(),
  subtype: z.literal("http"),
  request: z.record(z.string(), z.json()),
  assertions: z.array(z.json()),
  extractedValues: z.array(z.json()).default([]),
  allowFailure: z.boolean().default(false),
  isCritical: z.boolean().default(false),
});

const test = z.looseObject({
  public_id: z.string(),
  monitor_id: z.number(),
  name: z.string(),
  type: z.string(),
  subtype: z.string().default("http"),
  status: z.string(),
  message: z.string().default(""),
  tags: z.array(z.string()).default([]),
  locations: z.array(z.string()),
  config: z.looseObject({
    assertions: z.array(z.json()).default([]),
    configVariables: z.array(z.record(z.string(), z.json())).default([]),
    request: z.record(z.string(), z.json()).default({}),
    steps: z.array(liveStep).optional(),
  }),
  options: z.record(z.string(), z.json()).default({}),
});

const REQUEST: readonly (readonly [sdk: keyof z.infer<typeof request>, wire: string])[] = [
  ["method", "method"],
  ["url", "url"],
  ["body", "body"],
  ["bodyType", "bodyType"],
  ["timeout", "timeout"],
  ["noSavingResponseBody", "noSavingResponseBody"],
  ["httpVersion", "httpVersion"],
  ["persistCookies", "persistCookies"],
  ["host", "host"],
  ["port", "port"],
  ["dnsServer", "dnsServer"],
  ["callType", "callType"],
  ["service", "service"],
  ["numberOfPackets", "numberOfPackets"],
];
/** Methods whose body upstream leaves out. */
const WITHOUT_BODY = ["GET", "HEAD", "DELETE"];
const VARIABLE = ["id", "pattern", "example", "secure"];

/** Fills in defaults; takes partial inputs. */
export function complete(given: Properties): Properties {
  const variables = given.configVariables ?? [];
  const request = isObject(given.requestDefinition)
    ? withoutZeros(
        given.requestDefinition,
        REQUEST.map(([sdk]) => sdk),
      )
    : given.requestDefinition;
  const completed = defined({
    subtype: "http",
    message: "",
    tags: [],
    ...given,
    locations: asSet(given.locations),
    requestDefinition: request,
    assertions: Array.isArray(given.assertions)
      ? given.assertions.map(assertions.completeAssertion)
      : (given.assertions ?? []),
    configVariables: Array.isArray(variables)
      ? variables.map((variable) => (isObject(variable) ? withoutZeros(variable, VARIABLE) : variable))
      : variables,
    optionsList: options.completeOptions(given.optionsList),
  });
  return withoutZeros(completed, ["requestHeaders", "requestQuery", "forceDeleteDependencies"]);
}

/** Create and update send the same body. */
export function bodyOf(given: Inputs): Properties {
  const definition = { ...given.requestDefinition };
  if (WITHOUT_BODY.includes(definition.method ?? "") && given.optionsList?.httpVersion !== "http1")
    delete definition.body;
  const request = Object.fromEntries(REQUEST.map(([sdk, wire]) => [wire, definition[sdk]]));
  const configVariables = given.configVariables.map(variableToWire);
  return {
    config:
      given.subtype === "multi"
        ? { configVariables, steps: (given.apiSteps ?? []).map(stepToWire) }
        : {
            assertions: given.assertions.map(assertions.toWire),
            configVariables,
            request: defined({
              ...{ ...request, headers: given.requestHeaders, query: given.requestQuery },
              ...{ basicAuth: given.requestBasicauth, proxy: given.requestProxy },
            }),
          },
    locations: given.locations,
    message: given.message,
    name: given.name,
    options: options.toWire(given.optionsList),
    status: given.status,
    subtype: given.subtype,
    tags: given.tags,
    type: given.type,
  };
}

function stepToWire({
  requestDefinition,
  requestHeaders,
  requestQuery,
  requestBasicauth,
  requestProxy,
  assertions: checks,
  ...rest
}: Step): Properties {
  const { followRedirects, ...definition } = requestDefinition;
  const asked = { ...definition, headers: requestHeaders, query: requestQuery, follow_redirects: followRedirects };
  const request = { ...asked, basicAuth: requestBasicauth, proxy: requestProxy };
  return {
    ...rest,
    request: defined(request),
    assertions: checks.map(assertions.toWire),
    extractedValues: rest.extractedValues.map(({ parser, ...value }) => defined({ ...value, parser: defined(parser) })),
  };
}

function stepFromWire(live: z.infer<typeof liveStep>): Properties {
  const { headers, query, basicAuth: auth, proxy: by, follow_redirects: followRedirects, ...definition } = live.request;
  return defined({
    name: live.name,
    subtype: live.subtype,
    requestDefinition: defined({ ...definition, followRedirects }),
    requestHeaders: headers,
    requestQuery: query,
    requestBasicauth: auth,
    requestProxy: by,
    assertions: live.assertions.map(assertions.fromWire),
    extractedValues: live.extractedValues,
    allowFailure: live.allowFailure,
    isCritical: live.isCritical,
  });
}

/** Ports are numbers on the wire, and text for the SDK. */
const asText = (value: Value | undefined): Value | undefined => (typeof value === "number" ? String(value) : value);

/** Ids that Datadog gives: of the test, and of the monitor behind it. */
export function identityOf(answer: Value): { id: string; monitorId: number } {
  const live = answered(test, answer, "Datadog's synthetic test");
  return { id: live.public_id, monitorId: live.monitor_id };
}

/** A test as a program would state it. `known` has what Datadog does not show again: examples of secure variables. */
export function propertiesOf(answer: Value, known: { configVariables?: Value | undefined } | undefined): Properties {
  const live = answered(test, answer, "Datadog's synthetic test");
  const { request } = live.config;
  const old = Array.isArray(known?.configVariables) ? known.configVariables : [];
  return complete(
    defined({
      name: live.name,
      type: live.type,
      subtype: live.subtype,
      status: live.status,
      message: live.message,
      tags: live.tags,
      locations: live.locations,
      requestDefinition: live.config.steps
        ? undefined
        : defined(
            Object.fromEntries(
              REQUEST.map(([sdk, wire]) => [sdk, sdk === "port" ? asText(request[wire]) : request[wire]]),
            ),
          ),
      apiSteps: live.config.steps?.map(stepFromWire),
      requestHeaders: request.headers,
      requestQuery: request.query,
      requestBasicauth: request.basicAuth,
      requestProxy: request.proxy,
      assertions: live.config.assertions.map(assertions.fromWire),
      configVariables: live.config.configVariables.map((variable, index) => variableFromWire(variable, old[index])),
      optionsList: options.fromWire(live.options),
    }),
  );
}

/** Arguments that only the plugin uses. */
export function settingsOf(given: { forceDeleteDependencies?: Value | undefined }): Properties {
  return defined({ forceDeleteDependencies: given.forceDeleteDependencies });
}

function variableToWire(variable: z.infer<typeof configVariable>): Properties {
  const { type, name, id } = variable;
  if (type === "global") return defined({ type, name, id });
  const { pattern = "", example = "", secure = false } = variable;
  return defined({ type, name, id, pattern, example, secure });
}

function variableFromWire(live: Properties, old: Value | undefined): Properties {
  const hidden = live.secure === true && isObject(old) ? old : live;
  const own = live.type === "global" ? {} : { pattern: hidden.pattern, example: hidden.example };
  return defined({ type: live.type, name: live.name, id: live.id, secure: live.secure, ...own });
}

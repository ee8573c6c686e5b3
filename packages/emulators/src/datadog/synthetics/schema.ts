import { z } from "zod";

export const OPERATORS = [
  "contains",
  "doesNotContain",
  "is",
  "isNot",
  "lessThan",
  "lessThanOrEqual",
  "moreThan",
  "moreThanOrEqual",
  "matches",
  "doesNotMatch",
  "validates",
  "isInMoreThan",
  "isInLessThan",
  "doesNotExist",
  "isUndefined",
] as const;

const scalar = z.union([z.string(), z.number()]);

/** What of an answer can be compared (spec: `SyntheticsAssertionType`); `bodyHash` has a schema of its own there. */
const ASSERTION_TYPES = [
  "body",
  "header",
  "statusCode",
  "certificate",
  "responseTime",
  "property",
  "recordEvery",
  "recordSome",
  "tlsVersion",
  "minTlsVersion",
  "latency",
  "packetLossPercentage",
  "packetsReceived",
  "networkHop",
  "receivedMessage",
  "grpcHealthcheckStatus",
  "grpcMetadata",
  "grpcProto",
  "connection",
  "multiNetworkHop",
  "jitter",
  "mcpToolNameLength",
  "mcpToolCount",
] as const;

const comparison = z.strictObject({
  type: z.enum([...ASSERTION_TYPES, "bodyHash"]),
  operator: z.enum([...OPERATORS, "md5", "sha1", "sha256"]),
  target: scalar.optional(),
  property: z.string().optional(),
  timingsScope: z.enum(["all", "withoutDNS"]).optional(),
});

const jsonPath = z.strictObject({
  type: z.literal("body"),
  operator: z.literal("validatesJSONPath"),
  target: z.strictObject({
    jsonPath: z.string().min(1),
    operator: z.enum([...OPERATORS]),
    targetValue: scalar.optional(),
    elementsOperator: z
      .enum(["firstElementMatches", "everyElementMatches", "atLeastOneElementMatches", "serializationMatches"])
      .optional(),
  }),
});

const jsonSchema = z.strictObject({
  type: z.literal("body"),
  operator: z.literal("validatesJSONSchema"),
  target: z.strictObject({ jsonSchema: z.string(), metaSchema: z.enum(["draft-06", "draft-07"]).optional() }),
});

const xPath = z.strictObject({
  type: z.literal("body"),
  operator: z.literal("validatesXPath"),
  property: z.string().optional(),
  target: z.strictObject({ xPath: z.string().min(1), operator: z.string(), targetValue: scalar.optional() }),
});

const script = z.strictObject({ type: z.literal("javascript"), code: z.string().min(1) });

/** One check of an answer (spec: `SyntheticsAssertion`). */
export const assertionSchema = z.union([comparison, jsonPath, jsonSchema, xPath, script]);

const configVariable = z.strictObject({
  type: z.enum(["global", "text", "email"]),
  name: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
  id: z.string().optional(),
  example: z.string().optional(),
  pattern: z.string().optional(),
  secure: z.boolean().optional(),
});

/** What is asked by HTTP (spec: `SyntheticsTestRequest`). */
export const requestSchema = z.looseObject({
  method: z.string().min(1).optional(),
  url: z.string().min(1),
  headers: z.record(z.string(), z.string()).optional(),
  timeout: z.number().min(0).max(60).optional(),
});

const options = z.looseObject({
  tick_every: z.int().min(30).max(604_800),
  min_failure_duration: z.int().min(0).max(7_200).optional(),
  min_location_failed: z.int().min(1).optional(),
  retry: z
    .strictObject({ count: z.int().min(0).max(3).optional(), interval: z.number().min(0).max(5_000).optional() })
    .optional(),
  monitor_name: z.string().optional(),
  monitor_priority: z.int().min(1).max(5).nullish(),
  monitor_options: z
    .looseObject({
      renotify_interval: z.int().min(0).optional(),
      renotify_occurrences: z.int().min(0).optional(),
      escalation_message: z.string().optional(),
    })
    .optional(),
  httpVersion: z.enum(["http1", "http2", "any"]).optional(),
  ci: z.looseObject({ executionRule: z.enum(["blocking", "non_blocking", "skipped"]).optional() }).optional(),
});

/** What tests of every kind have. */
const every = {
  name: z.string().min(1),
  message: z.string(),
  status: z.enum(["live", "paused"]).optional(),
  tags: z.array(z.string().min(1).max(200)).default([]),
};
const locations = z.array(z.string().regex(/^(?:aws|azure|gcp|pl):/, "is no location")).min(1);
const common = { ...every, type: z.literal("api"), locations };

const httpTest = z.object({
  ...common,
  subtype: z.literal("http"),
  config: z.looseObject({
    assertions: z.array(assertionSchema).min(1),
    configVariables: z.array(configVariable).optional(),
    request: requestSchema,
  }),
  options,
});

/** What is asked of a host (spec: `SyntheticsTestRequest`); a port is written as a number or as text. */
const port = z.union([z.int().min(1).max(65_535), z.string().min(1)]);
const hostTest = z.object({
  ...common,
  subtype: z.enum(["ssl", "tcp", "dns"]),
  config: z.looseObject({
    assertions: z.array(comparison).min(1),
    configVariables: z.array(configVariable).optional(),
    request: z.looseObject({
      host: z.string().min(1),
      port: port.optional(),
      dnsServer: z.string().optional(),
      dnsServerPort: port.optional(),
      servername: z.string().optional(),
      timeout: z.number().min(0).max(60).optional(),
    }),
  }),
  options,
});

/** Stored, and never run: its monitor stays without data (spec: `SyntheticsTestDetailsSubType`). */
const otherTest = z.object({
  ...common,
  subtype: z.enum(["multi", "icmp", "udp", "websocket", "grpc"]),
  config: z.looseObject({ configVariables: z.array(configVariable).optional() }),
  options,
});

/** `POST /api/v1/synthetics/tests/api` and `PUT .../api/{id}`; tests of HTTP, ports, certificates and names are run. */
export const apiTestSchema = z.discriminatedUnion("subtype", [httpTest, hostTest, otherTest]);

const devices = { device_ids: z.array(z.string().min(1)).min(1) };

/** `POST /api/v1/synthetics/tests/browser` and `PUT .../browser/{id}`. */
export const browserTestSchema = z.object({
  ...every,
  type: z.literal("browser"),
  locations,
  config: z.looseObject({
    assertions: z.array(z.unknown()),
    configVariables: z.array(configVariable).optional(),
    request: z.looseObject({ url: z.string().min(1) }),
    variables: z.array(z.looseObject({ type: z.string(), name: z.string() })).optional(),
  }),
  options: options.extend(devices),
  steps: z.array(z.looseObject({ name: z.string().optional(), type: z.string(), params: z.unknown() })).default([]),
});

/** `POST /api/v1/synthetics/tests/mobile` and `PUT .../mobile/{id}`. These have no locations: devices are rented where they are. */
export const mobileTestSchema = z.object({
  ...every,
  type: z.literal("mobile"),
  locations: locations.optional().transform((given) => given ?? []),
  config: z.looseObject({ configVariables: z.array(configVariable).optional() }),
  options: options.extend({
    ...devices,
    mobileApplication: z.looseObject({
      applicationId: z.string(),
      referenceId: z.string(),
      referenceType: z.enum(["latest", "version"]),
    }),
  }),
  steps: z.array(z.looseObject({ name: z.string(), type: z.string(), params: z.unknown() })).default([]),
});

/** A test of HTTP as a client wants it: the kind that is run. */
export type HttpTestBody = z.infer<typeof httpTest>;

/** What is compared of a host's answer. */
export type HostAssertion = z.infer<typeof comparison>;
export type HostTestBody = z.infer<typeof hostTest>;

/** A test as a client wants it. */
export type TestBody = z.infer<typeof apiTestSchema | typeof browserTestSchema | typeof mobileTestSchema>;

/** Whether it is a test of HTTP. */
export const isHttp = (body: TestBody): body is HttpTestBody => body.type === "api" && body.subtype === "http";

/** Whether it asks a host for a port, a certificate or a name. */
export const isOfHost = (body: TestBody): body is HostTestBody =>
  body.type === "api" && (body.subtype === "ssl" || body.subtype === "tcp" || body.subtype === "dns");

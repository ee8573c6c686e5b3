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

const comparison = z.strictObject({
  type: z.enum(["statusCode", "responseTime", "body", "header", "certificate", "property", "connection", "bodyHash"]),
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

const script = z.strictObject({ type: z.literal("javascript"), code: z.string().min(1) });

/** One check of an answer (spec: `SyntheticsAssertion`). */
export const assertionSchema = z.union([comparison, jsonPath, jsonSchema, script]);

const configVariable = z.strictObject({
  type: z.enum(["global", "text", "email"]),
  name: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
  id: z.string().optional(),
  example: z.string().optional(),
  pattern: z.string().optional(),
  secure: z.boolean().optional(),
});

const request = z.looseObject({
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
const common = {
  type: z.literal("api"),
  name: z.string().min(1),
  message: z.string(),
  status: z.enum(["live", "paused"]).optional(),
  tags: z.array(z.string().min(1).max(200)).default([]),
  locations: z.array(z.string().regex(/^(?:aws|azure|gcp|pl):/, "is no location")).min(1),
};

const httpTest = z.object({
  ...common,
  subtype: z.literal("http"),
  config: z.looseObject({
    assertions: z.array(assertionSchema).min(1),
    configVariables: z.array(configVariable).optional(),
    request,
  }),
  options,
});

/** Stored, and never run: its monitor stays without data (spec: `SyntheticsTestDetailsSubType`). */
const otherTest = z.object({
  ...common,
  subtype: z.enum(["ssl", "tcp", "dns", "multi", "icmp", "udp", "websocket", "grpc"]),
  config: z.looseObject({ configVariables: z.array(configVariable).optional() }),
  options,
});

/** `POST /api/v1/synthetics/tests/api` and `PUT .../api/{id}`; only HTTP tests are run. */
export const apiTestSchema = z.discriminatedUnion("subtype", [httpTest, otherTest]);

/** A test as a client wants it. */
export type ApiTestBody = z.infer<typeof apiTestSchema>;

import { z } from "zod";
import { path, serviceName, textOrSecret, wholeSeconds } from "./common.ts";

/** What Datadog's synthetic tests ask from outside. */

const jsonValue = z.union([z.string(), z.number(), z.boolean()]);
const hostname = z.string().regex(/^(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/i, "a host is named as in api.example.com");
const port = z.number().int().min(1).max(65_535);
const status = z.number().int().min(100).max(599);
/** Seconds; fractions are milliseconds. */
const within = z.number().positive().max(60);

const pattern = z.string().refine(isPattern, "is no regular expression");

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

const textExpectation = z.union([
  z.strictObject({ is: z.string() }),
  z.strictObject({ isNot: z.string() }),
  z.strictObject({ contains: z.string() }),
  z.strictObject({ doesNotContain: z.string() }),
  z.strictObject({ matches: z.string() }),
]);

const statusExpectation = z.union([
  status,
  z.tuple([status, status]),
  z.strictObject({ isNot: status }),
  z.strictObject({ below: status }),
  z.strictObject({ matches: pattern }),
  z.strictObject({ doesNotMatch: pattern }),
]);

const expectSchema = z
  .strictObject({
    /** One status, the first and last of a range, or what it must not be, be below or match. */
    status: statusExpectation.optional(),
    /** JSONPath to the value that must stand there; `{ exists: true }`: any; `{ exists: false }`: none. */
    json: z
      .record(z.string().startsWith("$."), z.union([jsonValue, z.strictObject({ exists: z.boolean() })]))
      .default({}),
    headers: z
      .record(
        z.string().regex(/^[\w-]+$/, "a header's name holds letters, digits and -"),
        z.union([textExpectation, z.strictObject({ exists: z.literal(false) })]),
      )
      .optional(),
    body: z.array(textExpectation).min(1).optional(),
    within: within.optional(),
  })
  .refine(
    ({ status: code, json, headers = {}, body, within: soon }) =>
      code !== undefined || Object.keys({ ...json, ...headers }).length > 0 || body !== undefined || soon !== undefined,
    "expects nothing of the answer: state at least its status",
  );

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

const requestShape = {
  /** Whose address it is: `tocsin:hosts` or `tocsin:vercel.projects` of the stack file says where it answers. */
  service: serviceName,
  path,
  method: z.enum(methods).default("GET"),
  /** Seconds. */
  timeout: wholeSeconds.max(60).default(10),
  /** Header values; `{ secret: NAME }` is read from the environment of the run, after an optional prefix. */
  headers: z
    .record(z.string().regex(/^[\w-]+$/, "a header's name holds letters, digits and -"), textOrSecret)
    .default({}),
  body: z
    .strictObject({
      type: z.enum(["application/json", "text/plain", "application/x-www-form-urlencoded", "graphql"]),
      text: z.string().min(1),
      /** Secrets of the run that stand in the text as `{{ NAME }}`. */
      secrets: z
        .array(z.string().regex(/^[A-Z][A-Z0-9_]*$/))
        .min(1)
        .optional(),
    })
    .optional(),
  followRedirects: z.boolean().optional(),
  /** Left out: any. */
  httpVersion: z.enum(["http1", "http2"]).optional(),
  /** Whether cookies of an answer are sent along where a redirect leads. */
  keepCookies: z.literal(true).optional(),
};

const testShape = {
  /** Where it runs from; left out: `tocsin:datadog.locations` of the stack file. */
  locations: z
    .array(z.string().regex(/^(?:aws|azure|gcp|pl):/, "a location is named as in aws:eu-central-1"))
    .min(1)
    .optional(),
  /** It does not run, and fires never, until this is taken out. */
  paused: z.literal(true).optional(),
  /** Seconds between two runs. */
  every: wholeSeconds.min(30).max(604_800),
  /** Repeats of a failed run before it counts as failed, and the seconds between; left out: one, after 5 s. */
  retry: z.strictObject({ count: z.number().int().min(0).max(3), seconds: z.number().min(0.1).max(5) }).optional(),
};

export const httpCheck = z.strictObject({
  kind: z.literal("http-check"),
  ...requestShape,
  ...testShape,
  expect: expectSchema,
});

export const tlsCheck = z.strictObject({
  kind: z.literal("tls-check"),
  host: hostname,
  port: port.default(443),
  ...testShape,
  /** Fails when the certificate is valid for fewer days. */
  validFor: z.number().int().min(1).max(365),
});

export const dnsCheck = z.strictObject({
  kind: z.literal("dns-check"),
  domain: hostname,
  record: z.enum(["A", "AAAA", "CNAME", "MX", "NS", "TXT"]).default("A"),
  /** The server that is asked; left out: the usual ones. */
  server: z.string().min(1).optional(),
  ...testShape,
  /** Every record must be one of these. */
  anyOf: z.array(z.string().min(1)).min(1),
  within: within.optional(),
});

export const tcpCheck = z.strictObject({
  kind: z.literal("tcp-check"),
  host: hostname,
  port,
  ...testShape,
  timeout: wholeSeconds.max(60).default(10),
  within: within.optional(),
});

const variableName = z.string().regex(/^[A-Z][A-Z0-9_]{2,}$/, "a value is named in capitals, as SESSION_TOKEN");

export const multistepCheck = z.strictObject({
  kind: z.literal("multistep-check"),
  ...testShape,
  /** In order; a step that fails ends the run. `{{ NAME }}` is a value that an earlier step kept. */
  steps: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(100),
        ...requestShape,
        expect: expectSchema,
        /** Values of the answer for later steps: by JSONPath, or a header by its name. */
        keep: z
          .record(
            variableName,
            z.union([z.strictObject({ json: z.string().startsWith("$") }), z.strictObject({ header: z.string() })]),
          )
          .default({}),
      }),
    )
    .min(2)
    .max(10),
});

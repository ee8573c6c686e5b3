import { z } from "zod";
import { type Fault, fault } from "../fault.ts";
import { path, serviceName, textOrSecret, wholeSeconds } from "./common.ts";
import { asked, emptyRange, kind } from "./kind.ts";
import { testRuns, testShape, within } from "./tests.ts";

/** What Datadog's synthetic tests ask from outside. */

const jsonValue = z.union([z.string(), z.number(), z.boolean()]);
const status = z.number().int().min(100).max(599);

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

/** A JSONPath that finds several values: which of them must be so. */
const elementsSchema = z.strictObject({ is: jsonValue, elements: z.enum(["every", "any", "serialized"]) });

/** Seconds that an answer may or must take. */
const timing = z.union([
  z.strictObject({ atMost: within, counts: z.enum(["all", "withoutDNS"]).optional() }),
  z.strictObject({ above: within, counts: z.enum(["all", "withoutDNS"]).optional() }),
  z.strictObject({ atLeast: within, counts: z.enum(["all", "withoutDNS"]).optional() }),
]);

const more = {
  /** What `within` does not say: at most, above, at least, and whether the look-up of the name counts. */
  time: z.array(timing).min(1),
  /** The body must fit this JSON schema. */
  jsonSchema: z.strictObject({
    schema: z.string().min(2),
    draft: z.enum(["draft-06", "draft-07"]).default("draft-07"),
  }),
  /** XPath to the text that must stand there. */
  xpath: z.record(z.string().min(1), textExpectation),
  /** What the body is to hash to. */
  hash: z.strictObject({
    algorithm: z.enum(["md5", "sha1", "sha256"]),
    is: z.string().regex(/^[0-9a-f]+$/i, "a hash is written as hexadecimal digits"),
  }),
  /** JavaScript that judges the answer. */
  script: z.string().min(1),
};

const expectSchema = z
  .strictObject({
    /** One status, the first and last of a range, or what it must not be, be below or match. */
    status: statusExpectation.optional(),
    /** JSONPath to the value that must stand there; `{ exists: true }`: any; `{ exists: false }`: none. */
    json: z
      .record(
        z.string().startsWith("$."),
        z.union([jsonValue, z.strictObject({ exists: z.boolean() }), elementsSchema]),
      )
      .default({}),
    headers: z
      .record(
        z.string().regex(/^[\w-]+$/, "a header's name holds letters, digits and -"),
        z.union([textExpectation, z.strictObject({ exists: z.literal(false) })]),
      )
      .optional(),
    body: z.array(textExpectation).min(1).optional(),
    within: within.optional(),
    ...z.strictObject(more).partial().shape,
  })
  .refine(
    ({ json, headers = {}, ...rest }) =>
      Object.keys({ ...json, ...headers }).length > 0 || Object.values(rest).some((one) => one !== undefined),
    "expects nothing of the answer: state at least its status",
  );

const secretName = z.string().regex(/^[A-Z][A-Z0-9_]*$/, "a secret is named in capitals, digits and _");

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
      secrets: z.array(secretName).min(1).optional(),
    })
    .optional(),
  followRedirects: z.boolean().optional(),
  /** Left out: any. */
  httpVersion: z.enum(["http1", "http2"]).optional(),
  /** Whether cookies of an answer are sent along where a redirect leads. */
  keepCookies: z.literal(true).optional(),
  /** What stands behind the `?` of the address. */
  query: z.record(z.string().min(1), z.string()).optional(),
  /** The answer's body is not stored with the result. */
  saveBody: z.literal(false).optional(),
  /** The address of the proxy that it goes through. */
  proxy: z.url({ protocol: /^https?$/ }).optional(),
  /** Basic or digest authentication: the password is no text of a file. */
  basicAuth: z
    .strictObject({
      username: z.string().min(1),
      password: z.union([
        z.strictObject({ secret: secretName }),
        /** A variable that Datadog has already, by its name and its id there. */
        z.strictObject({ variable: secretName, id: z.string().min(1) }),
      ]),
      digest: z.literal(true).optional(),
    })
    .optional(),
};

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time is written as 08:00");

const httpShape = {
  /** How TLS is judged, where it is not as usual. */
  tls: z
    .strictObject({
      /** An answer counts although the certificate is not valid. */
      allowInsecure: z.literal(true).optional(),
      acceptSelfSigned: z.literal(true).optional(),
      ignoreCertificate: z.literal(true).optional(),
      checkRevocation: z.literal(true).optional(),
      /** Missing certificates of the chain are not fetched. */
      fetchIntermediates: z.literal(false).optional(),
    })
    .optional(),
  /** What a failure does to the pipeline that runs the test. */
  ci: z.enum(["blocking", "non_blocking", "skipped"]).optional(),
  /** When it runs: days from 1 (Monday) to 7, and hours of them. */
  hours: z
    .strictObject({
      timezone: z.string().min(1),
      timeframes: z.array(z.strictObject({ day: z.number().int().min(1).max(7), from: clock, to: clock })).min(1),
    })
    .optional(),
  /** From so many places it must fail at once; left out: one. */
  minLocations: z.number().int().min(1).max(50).optional(),
  /** Seconds for which it must fail before it fires; left out: as long as the failures in a row take. */
  failingFor: z.number().int().min(0).max(7200).optional(),
};

export const httpCheck = z.strictObject({
  kind: z.literal("http-check"),
  ...requestShape,
  ...testShape,
  ...httpShape,
  expect: expectSchema,
});

/** A value that an earlier step kept may stand in it. */
const stepPath = z
  .string()
  .regex(
    /^\/(?:\{\{ ?\w+ ?\}\}|[^\s"])*$/,
    "a path begins with / and holds no spaces or quotes but those of a kept value, as in /orders/{{ ORDER }}",
  );

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
        path: stepPath,
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

/** Values that a step uses and no step before it keeps: Datadog would send the braces. */
function unkept(steps: z.output<typeof multistepCheck>["steps"]): Fault[] {
  return steps.flatMap(({ path, headers, query, body }, i) => {
    const known = [...steps.slice(0, i).flatMap(({ keep }) => Object.keys(keep)), ...(body?.secrets ?? [])];
    const texts = [path, ...Object.values({ ...headers, ...query }), body?.text].filter(
      (one) => typeof one === "string",
    );
    const used = texts.flatMap((text) =>
      [...text.matchAll(/\{\{\s*([A-Z][A-Z0-9_]*)\s*\}\}/g)].map(([, name = ""]) => name),
    );
    return [...new Set(used)]
      .filter((name) => !known.includes(name))
      .map((name) => {
        const message = `step ${i + 1} uses {{ ${name} }}, which no step before it keeps`;
        const remedy = `Write ${name} under keep of an earlier step, or name one that is kept${known.length === 0 ? "" : `: ${known.join(", ")}`}.`;
        return fault("model/step-value", `signal.steps.${i}`, message, remedy);
      });
  });
}

const statusFaults = ({ status }: z.output<typeof expectSchema>, path: string): Fault[] =>
  Array.isArray(status) ? emptyRange(status, path, "status") : [];

export const checkKinds = {
  "http-check": kind(httpCheck, {
    by: "synthetics",
    ...asked,
    faults: (signal, condition) => [
      ...testRuns(signal, condition),
      ...statusFaults(signal.expect, "signal.expect.status"),
    ],
  }),
  "multistep-check": kind(multistepCheck, {
    by: "synthetics",
    ...asked,
    faults: (signal, condition) => [
      ...testRuns(signal, condition),
      ...unkept(signal.steps),
      ...signal.steps.flatMap(({ expect }, i) => statusFaults(expect, `signal.steps.${i}.expect.status`)),
    ],
  }),
};

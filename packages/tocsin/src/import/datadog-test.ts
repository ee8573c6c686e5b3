import { z } from "zod";
import type { JsonObject } from "../model/resource.ts";
import { signalSchema } from "../model/signal.ts";
import type { StackConfig } from "../model/stack.ts";
import { failingTime } from "../vendors/datadog/tests.ts";
import { jsonObject } from "../vendors/json.ts";
import type { LiveObject } from "../vendors/live.ts";
import { placeOf } from "./address.ts";
import { severityOf, tagged } from "./datadog.ts";
import { assertionShape, expectations } from "./datadog-expect.ts";
import { readOptions, readRepeat } from "./datadog-options.ts";
import { type Draft, Inexpressible, titleOf } from "./draft.ts";

/** Datadog's HTTP tests read back into definitions. */

const testShape = z.object({
  name: z.string(),
  type: z.string(),
  subtype: z.string().nullish(),
  status: z.string().default("live"),
  tags: z.array(z.string()).default([]),
  locations: z.array(z.string()).default([]),
  config: z.object({
    request: z.object({
      method: z.string().default("GET"),
      url: z.string(),
      timeout: z.number().default(60),
      headers: z.record(z.string(), z.string()).default({}),
      body: z.string().optional(),
      bodyType: z.string().optional(),
      follow_redirects: z.boolean().optional(),
      httpVersion: z.string().optional(),
      persistCookies: z.boolean().optional(),
      query: z.record(z.string(), z.string()).optional(),
      noSavingResponseBody: z.boolean().optional(),
      proxy: z.looseObject({ url: z.string() }).optional(),
      basicAuth: z
        .looseObject({
          type: z.string().default("web"),
          username: z.string().optional(),
          password: z.string().optional(),
        })
        .optional(),
    }),
    assertions: z.array(assertionShape),
    configVariables: z.array(z.looseObject({ name: z.string(), id: z.string().optional() })).default([]),
  }),
  options: z.object({
    tick_every: z.number(),
    min_failure_duration: z.number().default(0),
    follow_redirects: z.boolean().optional(),
    retry: z.object({ count: z.number(), interval: z.number() }).optional(),
    monitor_priority: z.number().nullish(),
    min_location_failed: z.number().nullish(),
    httpVersion: z.string().nullish(),
    allow_insecure: z.boolean().nullish(),
    accept_self_signed: z.boolean().nullish(),
    ignore_certificate_validation: z.boolean().nullish(),
    checkCertificateRevocation: z.boolean().nullish(),
    disableAiaIntermediateFetching: z.boolean().nullish(),
    ci: z.looseObject({ executionRule: z.string().optional() }).nullish(),
    scheduling: z.unknown().optional(),
    monitor_options: jsonObject.nullish(),
  }),
});
type Test = z.infer<typeof testShape>;
type Request = Test["config"]["request"];

/** Headers whose value opens something: such a value belongs into a variable, and never into a file. */
const secretive = /auth|cookie|token|key|secret|pass|session/i;

/** @throws Inexpressible */
export function readTest(live: LiveObject, stack: StackConfig): Draft {
  const parsed = testShape.safeParse(live.body);
  if (!parsed.success || parsed.data.type !== "api" || parsed.data.subtype !== "http") {
    throw new Inexpressible("it is no HTTP test");
  }
  const { name, status, tags, locations, config, options } = parsed.data;
  const { request } = config;
  const { service, path } = placeOf(request.url, stack);
  const hidden = Object.entries(request.headers).find(
    ([header, value]) => secretive.test(header) || value.includes("{{"),
  );
  if (hidden !== undefined) {
    throw new Inexpressible(
      `it sends the header ${hidden[0]}, which holds a secret that nobody can read here: write the definition by hand, with { secret: NAME }`,
    );
  }
  const signal = signalSchema.safeParse({
    kind: "http-check",
    service,
    path,
    method: request.method,
    every: options.tick_every,
    timeout: request.timeout,
    headers: request.headers,
    ...(request.body === undefined ? {} : { body: { type: request.bodyType ?? "text/plain", text: request.body } }),
    ...requestOptions(request, options),
    ...authOf(request, config.configVariables),
    ...httpOptions(options),
    ...(isSame(locations, stack.datadog.locations) ? {} : { locations }),
    ...(status === "paused" ? { paused: true } : {}),
    ...retryOf(options.retry),
    expect: expectations(config.assertions),
  });
  if (!signal.success)
    throw new Inexpressible(`its ${signal.error.issues[0]?.path.join(".")} is none that a definition can have`);
  // The reverse of how the compiler turns failures in a row into a time.
  const { tick_every: every, min_failure_duration: time, monitor_priority: priority } = options;
  const failures = Math.min(10, Math.max(1, Math.round(time / every + 0.5)));
  const failingFor = failingTime(failures, every) === time ? {} : { failingFor: time };
  const severity = severityOf(priority);
  const monitor = options.monitor_options ?? {};
  const datadog = readOptions(pick(monitor, "notification_preset_name"), priority ?? null, {
    severity,
    isLate: false,
    isCheck: false,
  });
  const repeat = readRepeat({ ...monitor, renotify_statuses: ["alert"] }, severity, false);
  const tagService = tagged(tags, "service") ?? service;
  return {
    title: titleOf(name, stack.name, tagService),
    service: tagService,
    severity,
    signal: { ...signal.data, ...failingFor },
    condition: { kind: "consecutive-failures", failures },
    ...repeat,
    ...(Object.keys(datadog).length === 0 ? {} : { datadog }),
    objects: [live],
  };
}

const isSame = (some: readonly string[], others: readonly string[]): boolean =>
  [...some].sort().join() === [...others].sort().join();

const pick = (object: JsonObject, name: string): JsonObject =>
  object[name] === undefined ? {} : { [name]: object[name] };

/** A test says some things in its request or in its options, and means the same. @throws Inexpressible where it says both. */
function requestOptions(request: Request, options: Test["options"]): object {
  const followRedirects = once(request.follow_redirects, options.follow_redirects, "whether it follows redirects");
  const { httpVersion, persistCookies, query, noSavingResponseBody, proxy } = request;
  const version = once(
    httpVersion,
    options.httpVersion === "any" ? undefined : options.httpVersion,
    "its HTTP version",
  );
  if (httpVersion === undefined && version !== undefined)
    throw new Inexpressible(
      "it says its HTTP version in its options, where Datadog no longer writes it: save it once in its page",
    );
  return {
    ...(followRedirects === undefined ? {} : { followRedirects }),
    ...(version === undefined || version === "any" ? {} : { httpVersion: version }),
    ...(persistCookies === true ? { keepCookies: true } : {}),
    ...(query === undefined ? {} : { query }),
    ...(noSavingResponseBody === true ? { saveBody: false } : {}),
    ...(proxy === undefined ? {} : { proxy: proxy.url }),
  };
}

/** What the request says, or else the options. @throws Inexpressible */
function once<T>(asked: T | undefined, stated: T | null | undefined, what: string): T | undefined {
  if (asked !== undefined && stated != null && asked !== stated)
    throw new Inexpressible(
      `its request and its options differ in ${what}: make them one in Datadog, and import it again`,
    );
  return asked ?? stated ?? undefined;
}

/** @throws Inexpressible for a password that is a text, and for ways to log in that no definition says */
function authOf({ basicAuth }: Request, variables: Test["config"]["configVariables"]): object {
  if (basicAuth === undefined) return {};
  const { type, username, password = "" } = basicAuth;
  if (type !== "web" && type !== "digest")
    throw new Inexpressible(
      `it logs in by ${type}, which a definition cannot say: it can by a user name and a password`,
    );
  const name = /^\{\{ ?(\w+) ?\}\}$/.exec(password)?.[1];
  const id = variables.find((one) => one.name === name)?.id;
  if (name === undefined || id === undefined) {
    throw new Inexpressible(
      "its password is a text that Datadog stores: put it into a global variable there, or write the definition by hand with { secret: NAME }",
    );
  }
  const digest = type === "digest" ? { digest: true } : {};
  return { basicAuth: { username, password: { variable: name, id }, ...digest } };
}

function httpOptions(options: Test["options"]): object {
  const tls = {
    ...(options.allow_insecure === true ? { allowInsecure: true } : {}),
    ...(options.accept_self_signed === true ? { acceptSelfSigned: true } : {}),
    ...(options.ignore_certificate_validation === true ? { ignoreCertificate: true } : {}),
    ...(options.checkCertificateRevocation === true ? { checkRevocation: true } : {}),
    ...(options.disableAiaIntermediateFetching === true ? { fetchIntermediates: false } : {}),
  };
  const { ci, scheduling, min_location_failed: minLocations } = options;
  return {
    ...(Object.keys(tls).length === 0 ? {} : { tls }),
    ...(ci?.executionRule === undefined ? {} : { ci: ci.executionRule }),
    ...(scheduling == null ? {} : { hours: scheduling }),
    ...(minLocations == null || minLocations === 1 ? {} : { minLocations }),
  };
}

/** Nothing for the repeat that a definition has where it says none; Datadog repeats none where nothing is said. */
function retryOf(retry: { count: number; interval: number } = { count: 0, interval: 300 }): object {
  if (retry.count === 1 && retry.interval === 5000) return {};
  return { retry: { count: retry.count, seconds: retry.interval / 1000 } };
}

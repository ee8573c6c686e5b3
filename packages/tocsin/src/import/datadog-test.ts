import { z } from "zod";
import type { JsonObject } from "../model/resource.ts";
import { type Signal, signalSchema } from "../model/signal.ts";
import { requestsOf } from "../model/signals/facts.ts";
import { failingTime } from "../model/signals/tests.ts";
import type { StackConfig } from "../model/stack.ts";
import { jsonObject } from "../vendors/json.ts";
import type { LiveObject } from "../vendors/live.ts";
import { severityOf, tagged } from "./datadog.ts";
import { assertionShape, expectations } from "./datadog-expect.ts";
import { certificate, connection, domain, health, pings } from "./datadog-host-test.ts";
import { readOptions, readRepeat } from "./datadog-options.ts";
import { readRequest, readSteps } from "./datadog-request.ts";
import { type Draft, Inexpressible, titleOf } from "./draft.ts";

/** Datadog's tests of requests, hosts and steps read back into definitions. */

const testShape = z.object({
  name: z.string(),
  type: z.string(),
  subtype: z.string().nullish(),
  status: z.string().default("live"),
  tags: z.array(z.string()).default([]),
  locations: z.array(z.string()).default([]),
  config: z.object({
    request: jsonObject.default({}),
    assertions: z.array(assertionShape).default([]),
    steps: z.array(jsonObject).default([]),
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

/** What each kind of test asks and expects, beside what all have. @throws Inexpressible */
const asked: Readonly<Record<string, (test: Test, stack: StackConfig) => object>> = {
  http: ({ config: { request, configVariables, assertions }, options }, stack) => {
    const { follow_redirects, httpVersion } = options;
    const read = readRequest(request, { follow_redirects, httpVersion }, configVariables, stack);
    return { kind: "http-check", ...read, ...httpOptions(options), expect: expectations(assertions) };
  },
  multi: ({ config: { steps, configVariables } }, stack) => ({
    kind: "multistep-check",
    steps: readSteps(steps, configVariables, stack),
  }),
  ssl: ({ config }) => certificate(config),
  dns: ({ config }) => domain(config),
  tcp: ({ config }) => connection(config),
  grpc: ({ config }) => health(config),
  icmp: ({ config }) => pings(config),
};

/** @throws Inexpressible */
export function readTest(live: LiveObject, stack: StackConfig): Draft {
  const parsed = testShape.safeParse(live.body);
  if (!parsed.success) throw new Inexpressible("it has no form that is known of tests");
  const { name, type, subtype, status, tags, locations, options } = parsed.data;
  const read = type === "api" ? asked[subtype ?? ""] : undefined;
  if (read === undefined) {
    const kind = type === "api" ? (subtype ?? "unknown") : type;
    throw new Inexpressible(`it is a test of the kind ${kind}, which no definition says`);
  }
  const said = read(parsed.data, stack);
  const signal = signalSchema.safeParse({
    ...said,
    every: options.tick_every,
    ...(isSame(locations, stack.datadog.locations) ? {} : { locations }),
    ...(status === "paused" ? { paused: true } : {}),
    ...retryOf(options.retry),
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
  const tagService = tagged(tags, "service") ?? serviceOf(signal.data) ?? named(stack);
  return {
    title: titleOf(name, stack.name, tagService),
    service: tagService,
    severity,
    signal: signal.data.kind === "http-check" ? { ...signal.data, ...failingFor } : signal.data,
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

/** The service whose address is asked for. */
const serviceOf = (signal: Signal): string | undefined => requestsOf(signal)[0]?.service;

/** A test of a host names no service: the stack's first. */
const named = (stack: StackConfig): string =>
  [...Object.keys(stack.vercel.projects), ...Object.keys(stack.hosts)][0] ?? "service";

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

import { z } from "zod";
import { signalSchema } from "../model/signal.ts";
import type { StackConfig } from "../model/stack.ts";
import type { LiveObject } from "../vendors/live.ts";
import { severityOf, tagged } from "./datadog.ts";
import { type Draft, Misfit, titleOf } from "./draft.ts";

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
    }),
    assertions: z.array(
      z.looseObject({
        type: z.string(),
        operator: z.string().default(""),
        target: z.unknown().optional(),
        property: z.string().optional(),
        timingsScope: z.string().optional(),
      }),
    ),
  }),
  options: z.object({
    tick_every: z.number(),
    min_failure_duration: z.number().default(0),
    follow_redirects: z.boolean().optional(),
    retry: z.object({ count: z.number(), interval: z.number() }).optional(),
    monitor_priority: z.number().nullish(),
  }),
});
const jsonTarget = z.union([
  z.object({ jsonPath: z.string(), operator: z.enum(["is", "matches"]), targetValue: z.string() }),
  z.object({ jsonPath: z.string(), operator: z.literal("isUndefined") }),
]);

type Request = z.infer<typeof testShape>["config"]["request"];

/** Headers whose value opens something: such a value belongs into a variable, and never into a file. */
const secretive = /auth|cookie|token|key|secret|pass|session/i;

/** @throws Misfit */
export function readTest(live: LiveObject, stack: StackConfig): Draft {
  const parsed = testShape.safeParse(live.body);
  if (!parsed.success || parsed.data.type !== "api" || parsed.data.subtype !== "http") {
    throw new Misfit("it is no HTTP test");
  }
  const { name, status, tags, locations, config, options } = parsed.data;
  const { request } = config;
  const { service, path } = placeOf(request.url, stack);
  const hidden = Object.entries(request.headers).find(
    ([header, value]) => secretive.test(header) || value.includes("{{"),
  );
  if (hidden !== undefined) {
    throw new Misfit(
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
    ...requestOptions(request, options.follow_redirects),
    ...(isSame(locations, stack.datadog.locations) ? {} : { locations }),
    ...(status === "paused" ? { paused: true } : {}),
    ...retryOf(options.retry),
    expect: expectations(config.assertions),
  });
  if (!signal.success)
    throw new Misfit(`its ${signal.error.issues[0]?.path.join(".")} is none that a definition can have`);
  // The reverse of how the compiler turns failures in a row into a time.
  const failures = Math.round(options.min_failure_duration / options.tick_every + 0.5);
  const tagService = tagged(tags, "service") ?? service;
  return {
    title: titleOf(name, stack.name, tagService),
    service: tagService,
    severity: severityOf(options.monitor_priority),
    signal: signal.data,
    condition: { kind: "consecutive-failures", failures: Math.max(1, failures) },
    objects: [live],
  };
}

const isSame = (some: readonly string[], others: readonly string[]): boolean =>
  [...some].sort().join() === [...others].sort().join();

/** A test says of redirects in its request or in its options, and means the same. @throws Misfit where it says both. */
function requestOptions(
  { follow_redirects: asked, httpVersion, persistCookies }: Request,
  stated: boolean | undefined,
): object {
  if (asked !== undefined && stated !== undefined && asked !== stated)
    throw new Misfit(
      "it follows redirects by its request and not by its options, or the other way round: make them one",
    );
  const followRedirects = asked ?? stated;
  return {
    ...(followRedirects === undefined ? {} : { followRedirects }),
    ...(httpVersion === undefined || httpVersion === "any" ? {} : { httpVersion }),
    ...(persistCookies === true ? { keepCookies: true } : {}),
  };
}

/** Nothing for the repeat that a definition has where it says none. */
const retryOf = (retry: { count: number; interval: number } | undefined) =>
  retry === undefined || (retry.count === 1 && retry.interval === 5000)
    ? {}
    : { retry: { count: retry.count, seconds: retry.interval / 1000 } };

/** The service that answers at an address, and the path there. @throws Misfit */
function placeOf(url: string, stack: StackConfig): { service: string; path: string } {
  const known = [
    ...Object.entries(stack.hosts),
    ...Object.entries(stack.vercel.projects).map(([service, project]): [string, string] => [service, project.url]),
  ].map(([service, address]): [string, string] => [service, address.replace(/\/$/, "")]);
  const found = known.find(([, address]) => url === address || url.startsWith(`${address}/`));
  if (found === undefined) {
    const host = /^https?:\/\/[^/?#]+/.exec(url)?.[0] ?? url;
    throw new Misfit(
      `its address ${host} is of none of the stack's services: name the service under tocsin:hosts of the stack file, and import it again`,
    );
  }
  return { service: found[0], path: url.slice(found[1].length) || "/" };
}

const textOperators = new Set(["is", "isNot", "contains", "doesNotContain", "matches"]);
/** `^(2\d\d|3\d\d)$`, as a range of whole hundreds is compiled. */
const range = /^\^\((\d)\\d\\d(?:\|\d\\d\\d)*(?:\|(\d)\\d\\d)?\)\$$/;

interface Expected {
  status?: unknown;
  json: Record<string, string | number | boolean | { exists: boolean }>;
  headers: Record<string, unknown>;
  body: unknown[];
  within?: number;
}

/** @throws Misfit */
function expectations(assertions: z.infer<typeof testShape>["config"]["assertions"]) {
  const expected: Expected = { json: {}, headers: {}, body: [] };
  for (const assertion of assertions) add(expected, assertion);
  const { headers, body, ...rest } = expected;
  return {
    ...rest,
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(body.length === 0 ? {} : { body }),
  };
}

function add(expected: Expected, assertion: z.infer<typeof testShape>["config"]["assertions"][number]): void {
  const { type, operator, target, property } = assertion;
  const isText = textOperators.has(operator);
  if (type === "statusCode" && expected.status === undefined) expected.status = statusOf(operator, target);
  else if (type === "body" && operator === "validatesJSONPath") addJson(expected.json, target);
  else if (type === "header" && isText && property !== undefined) expected.headers[property] = { [operator]: target };
  else if (type === "header" && operator === "doesNotExist" && property !== undefined)
    expected.headers[property] = { exists: false };
  else if (type === "body" && isText) expected.body.push({ [operator]: target });
  else if (type === "responseTime" && operator === "lessThan") expected.within = Number(target) / 1000;
  else throw notSaid(assertion);
}

const notSaid = ({ type, operator }: { type: string; operator: string }): Misfit =>
  new Misfit(`it asserts the ${type}${operator === "" ? "" : ` with "${operator}"`}, which no definition says`);

function statusOf(operator: string, target: unknown): unknown {
  const [, from, to = from] = range.exec(String(target)) ?? [];
  if (operator === "is") return target;
  if (operator === "isNot") return { isNot: target };
  if (operator === "lessThan") return { below: target };
  if (operator === "matches")
    return from === undefined ? { matches: target } : [Number(from) * 100, Number(to) * 100 + 99];
  if (operator === "doesNotMatch") return { doesNotMatch: target };
  throw notSaid({ type: "statusCode", operator });
}

function addJson(json: Expected["json"], target: unknown): void {
  const read = jsonTarget.safeParse(target);
  if (!read.success) throw notSaid({ type: "body", operator: "validatesJSONPath" });
  const { jsonPath, operator } = read.data;
  if (operator === "isUndefined") json[jsonPath] = { exists: false };
  else json[jsonPath] = operator === "is" ? plain(read.data.targetValue) : { exists: true };
}

/** Datadog writes every value as text: `"true"` may stand for `true`, and is compiled to the same. */
function plain(text: string): string | number | boolean {
  if (text === "true" || text === "false") return text === "true";
  return text !== "" && String(Number(text)) === text ? Number(text) : text;
}

import { z } from "zod";
import type { JsonObject } from "../model/resource.ts";
import type { StackConfig } from "../model/stack.ts";
import { placeOf } from "./address.ts";
import { assertionShape, expectations } from "./datadog-expect.ts";
import { Inexpressible } from "./draft.ts";

/** Requests of Datadog's tests, and the steps of those that make several, read back. */

const requestShape = z.object({
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
    .looseObject({ type: z.string().default("web"), username: z.string().optional(), password: z.string().optional() })
    .optional(),
});
type Request = z.infer<typeof requestShape>;

/** What a test says of its requests in its options. */
type Stated = { follow_redirects?: boolean | undefined; httpVersion?: string | null | undefined };
interface Variable {
  name: string;
  id?: string | undefined;
}

/** Headers whose value opens something: such a value belongs into a variable, and never into a file. */
const secretive = /auth|cookie|token|key|secret|pass|session/i;
const variable = /\{\{\s*(\w+)\s*\}\}/g;

/**
 * @param kept values that earlier steps kept
 * @throws Inexpressible
 */
export function readRequest(
  body: JsonObject,
  options: Stated,
  variables: readonly Variable[],
  stack: StackConfig,
  kept: ReadonlySet<string> = new Set(),
): object {
  const parsed = requestShape.safeParse(body);
  if (!parsed.success) throw new Inexpressible("it asks for no address");
  const { data: request } = parsed;
  const { service, path } = placeOf(request.url, stack);
  const opens = ([header, value]: [string, string]) => {
    const used = [...value.matchAll(variable)].map(([, name = ""]) => name);
    return used.length > 0 ? used.some((name) => !kept.has(name)) : secretive.test(header);
  };
  const hidden = Object.entries(request.headers).find(opens);
  if (hidden !== undefined) {
    throw new Inexpressible(
      `it sends the header ${hidden[0]}, which holds a secret that nobody can read here: write the definition by hand, with { secret: NAME }`,
    );
  }
  const texts = [request.url, request.body ?? "", ...Object.values(request.query ?? {})];
  const unknown = texts.flatMap((text) => [...text.matchAll(variable)]).find(([, name = ""]) => !kept.has(name))?.[1];
  if (unknown !== undefined) {
    throw new Inexpressible(
      `it sends the variable ${unknown}, whose value nobody can read here: write the definition by hand, with secrets: ["NAME"] beside its body`,
    );
  }
  return {
    service,
    path,
    method: request.method,
    timeout: request.timeout,
    headers: request.headers,
    ...(request.body === undefined ? {} : { body: { type: request.bodyType ?? "text/plain", text: request.body } }),
    ...requestOptions(request, options),
    ...authOf(request, variables),
  };
}

const stepShape = z.object({
  name: z.string(),
  subtype: z.string(),
  request: z.record(z.string(), z.json()),
  assertions: z.array(assertionShape).default([]),
  extractedValues: z
    .array(
      z.object({
        name: z.string(),
        type: z.string(),
        field: z.string().optional(),
        parser: z.object({ type: z.string(), value: z.string().optional() }),
      }),
    )
    .default([]),
});

/** @throws Inexpressible */
export function readSteps(steps: readonly JsonObject[], variables: readonly Variable[], stack: StackConfig): object[] {
  const kept = new Set<string>();
  return steps.map((one, i) => {
    const parsed = stepShape.safeParse(one);
    if (!parsed.success || parsed.data.subtype !== "http")
      throw new Inexpressible(`its step ${i + 1} is no request over HTTP`);
    const { name, request, assertions, extractedValues } = parsed.data;
    const read = readRequest(request, {}, variables, stack, kept);
    const keep = extractedValues.map(({ name: value, type, field, parser }): [string, object] => {
      if (type === "http_body" && parser.type === "json_path") return [value, { json: parser.value }];
      if (type === "http_header" && parser.type === "raw") return [value, { header: field }];
      throw new Inexpressible(`its step ${i + 1} keeps ${value} in a way that no definition says`);
    });
    for (const [value] of keep) kept.add(value);
    return { name, ...read, expect: expectations(assertions), keep: Object.fromEntries(keep) };
  });
}

/** A test says some things in its request or in its options, and means the same. @throws Inexpressible where it says both. */
function requestOptions(request: Request, options: Stated): object {
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
function authOf({ basicAuth }: Request, variables: readonly Variable[]): object {
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

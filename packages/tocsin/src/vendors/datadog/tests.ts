import type { Definition } from "../../model/definition.ts";
import type { Json, JsonObject, Resource } from "../../model/resource.ts";
import type { SignalOf } from "../../model/signal.ts";
import { ask, type CheckSignal, type OfKind } from "../../model/signals/facts.ts";
import type { StackConfig } from "../../model/stack.ts";
import { conditionOf } from "../condition-of.ts";
import { addressOf, type CompileContext, resourceName, tagsFor, titleOf } from "../context.ts";
import { monitorMessage } from "./message.ts";
import { priority, repetition } from "./repeats.ts";

/** Bodies of synthetic tests. */

type Step = SignalOf<"multistep-check">["steps"][number];
/** What is asked in one request, of a test of its own or of a step. */
type Asked = Omit<Step, "name" | "keep">;
type Expected = Asked["expect"];
type TextExpectation = NonNullable<Expected["headers"]>[string];

/** Resource name of the variable that holds a secret. */
export const globalVariable = (secret: string): string => `shared/global-variable/${secret}`;

/** Names of global variables are unique in an organization, which stacks may share. */
export const variableName = (stack: StackConfig, secret: string): string =>
  `${secret}_${stack.name.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`;

const secretsIn = ({ headers, body }: Pick<Asked, "headers" | "body">): string[] => [
  ...Object.values(headers).flatMap((value) => (typeof value === "string" ? [] : [value.secret])),
  ...(body?.secrets ?? []),
];

/** A text in which secrets stand by their own names, with those that this stack's variables have. */
const withVariables = (text: string, secrets: readonly string[], stack: StackConfig): string =>
  secrets.reduce(
    (all, secret) =>
      all.replace(new RegExp(`\\{\\{\\s*${secret}\\s*\\}\\}`, "g"), `{{ ${variableName(stack, secret)} }}`),
    text,
  );

/** Names of the secrets that a definition's check sends. */
export function secretsOf({ signal }: Definition): string[] {
  if (signal.kind === "http-check") return [...new Set(secretsIn(signal))];
  return signal.kind === "multistep-check" ? [...new Set(signal.steps.flatMap(secretsIn))] : [];
}

function httpRequest(asked: Asked, stack: StackConfig): JsonObject {
  const headers = Object.fromEntries(
    Object.entries(asked.headers).map(([name, value]) => [
      name,
      typeof value === "string" ? value : `${value.prefix}{{ ${variableName(stack, value.secret)} }}`,
    ]),
  );
  return {
    method: asked.method,
    url: `${addressOf(stack, asked.service)}${asked.path}`,
    timeout: asked.timeout,
    ...(asked.httpVersion === undefined ? {} : { httpVersion: asked.httpVersion }),
    ...(asked.keepCookies === undefined ? {} : { persistCookies: true }),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(asked.body === undefined
      ? {}
      : { body: withVariables(asked.body.text, asked.body.secrets ?? [], stack), bodyType: asked.body.type }),
  };
}

function textAssertion(expected: TextExpectation): { operator: string; target?: string } {
  if ("exists" in expected) return { operator: "doesNotExist" };
  const [[operator = "", target = ""] = []] = Object.entries(expected);
  return { operator, target };
}

function statusAssertion(status: NonNullable<Expected["status"]>): { operator: string; target: string | number } {
  if (typeof status === "number") return { operator: "is", target: status };
  if (Array.isArray(status)) return { operator: "matches", target: statusRange(status) };
  if ("isNot" in status) return { operator: "isNot", target: status.isNot };
  if ("below" in status) return { operator: "lessThan", target: status.below };
  if ("matches" in status) return { operator: "matches", target: status.matches };
  return { operator: "doesNotMatch", target: status.doesNotMatch };
}

function jsonTarget(jsonPath: string, value: Expected["json"][string]): Json {
  if (typeof value !== "object") {
    return { jsonPath, operator: "is", targetValue: String(value), elementsOperator: "firstElementMatches" };
  }
  // No operator of Datadog's says that something is there; anything at all does.
  return value.exists
    ? { jsonPath, operator: "matches", targetValue: "[\\s\\S]+", elementsOperator: "firstElementMatches" }
    : { jsonPath, operator: "isUndefined", elementsOperator: "firstElementMatches" };
}

/** The status first: a drill turns it round. */
function assertionsOf({ status, json, headers = {}, body = [], within }: Expected): Json[] {
  return [
    ...(status === undefined ? [] : [{ type: "statusCode", ...statusAssertion(status) }]),
    ...Object.entries(json).map(([jsonPath, value]) => ({
      type: "body",
      operator: "validatesJSONPath",
      target: jsonTarget(jsonPath, value),
    })),
    ...Object.entries(headers).map(([property, expected]) => ({
      type: "header",
      property,
      ...textAssertion(expected),
    })),
    ...body.map((expected) => ({ type: "body", ...textAssertion(expected) })),
    ...responseTime(within),
  ];
}

/** In milliseconds. */
const responseTime = (within: number | undefined): Json[] =>
  within === undefined ? [] : [{ type: "responseTime", operator: "lessThan", target: Math.round(within * 1000) }];

/** A regular expression for exactly the codes of a range: `2\d\d` for 200 to 299. */
function statusRange([from, to]: readonly [number, number]): string {
  const hundreds = Array.from(
    { length: Math.floor(to / 100) - Math.floor(from / 100) + 1 },
    (_, i) => Math.floor(from / 100) + i,
  );
  const whole = from % 100 === 0 && to % 100 === 99;
  if (whole) return `^(${hundreds.map((digit) => `${digit}\\d\\d`).join("|")})$`;
  return `^(${Array.from({ length: to - from + 1 }, (_, i) => from + i).join("|")})$`;
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** What the kinds of test differ in. */
interface TestForm {
  subtype: "http" | "ssl" | "dns" | "tcp" | "multi";
  config: JsonObject;
  options?: JsonObject;
}

type Row<K extends CheckSignal["kind"]> = (signal: OfKind<K>, stack: StackConfig) => TestForm;

const redirects = ({ followRedirects }: Asked): JsonObject =>
  followRedirects === undefined ? {} : { follow_redirects: followRedirects };

const forms: { readonly [K in CheckSignal["kind"]]: Row<K> } = {
  "http-check": (signal, stack) => ({
    subtype: "http",
    config: { request: httpRequest(signal, stack), assertions: assertionsOf(signal.expect) },
    options: { httpVersion: "any", ...redirects(signal) },
  }),
  "tls-check": ({ host, port, validFor }) => ({
    subtype: "ssl",
    config: {
      request: { host, port },
      assertions: [{ type: "certificate", operator: "isInMoreThan", target: validFor }],
    },
  }),
  "dns-check": ({ domain, record, server, anyOf, within }) => ({
    subtype: "dns",
    config: {
      request: { host: domain, ...(server === undefined ? {} : { dnsServer: server }) },
      assertions: [
        { type: "recordEvery", property: record, operator: "matches", target: `^(${anyOf.map(literal).join("|")})$` },
        ...responseTime(within),
      ],
    },
  }),
  "tcp-check": ({ host, port, timeout, within }) => ({
    subtype: "tcp",
    config: {
      request: { host, port, timeout },
      assertions: [{ type: "connection", operator: "is", target: "established" }, ...responseTime(within)],
    },
  }),
  "multistep-check": ({ steps }, stack) => ({
    subtype: "multi",
    config: {
      steps: steps.map((step) => ({
        name: step.name,
        subtype: "http",
        request: { ...httpRequest(step, stack), ...redirects(step) },
        assertions: assertionsOf(step.expect),
        extractedValues: Object.entries(step.keep).map(
          ([name, from]): Json =>
            "json" in from
              ? { name, type: "http_body", parser: { type: "json_path", value: from.json } }
              : { name, type: "http_header", field: from.header, parser: { type: "raw" } },
        ),
        allowFailure: false,
        isCritical: true,
      })),
    },
  }),
};

export function syntheticsTest(context: CompileContext, definition: Definition, signal: CheckSignal): Resource {
  const condition = conditionOf(definition, "consecutive-failures");
  const { stack } = context;
  const secrets = secretsOf(definition);
  const { subtype, config, options } = ask<CheckSignal["kind"], [StackConfig], TestForm>(forms, signal, stack);
  const repeat = repetition(definition);
  const { count, seconds } = signal.retry ?? { count: 1, seconds: 5 };
  return {
    vendor: "datadog",
    kind: "synthetics-test",
    name: resourceName(definition, "synthetics-test"),
    definition: definition.id,
    parent: {},
    body: {
      type: "api",
      subtype,
      status: signal.paused === true ? "paused" : "live",
      name: titleOf(definition, stack),
      message: monitorMessage(context, definition),
      tags: tagsFor(stack, definition),
      locations: signal.locations ?? stack.datadog.locations,
      config: {
        ...config,
        configVariables: secrets.map((secret) => ({ type: "global", name: variableName(stack, secret) })),
      },
      options: {
        ...options,
        tick_every: signal.every,
        // No option says "n failures in a row". The time failing is counted from the first failing run, so one that lies
        // between the (n-1)th and the nth interval is reached by n runs in a row and by no fewer; the first needs none.
        min_failure_duration: condition.failures === 1 ? 0 : Math.round((condition.failures - 0.5) * signal.every),
        min_location_failed: 1,
        monitor_name: titleOf(definition, stack),
        // As a monitor: pages repeat, tickets do not.
        monitor_options: {
          escalation_message: repeat?.message ?? "",
          renotify_interval: repeat === null ? 0 : repeat.every / 60,
          ...(repeat === null || repeat.times === null ? {} : { renotify_occurrences: repeat.times }),
        },
        monitor_priority: priority[definition.severity],
        retry: { count, interval: Math.round(seconds * 1000) },
      },
    },
    refs: secrets.map((name, i) => ({
      path: `config.configVariables.${i}.id`,
      resource: globalVariable(name),
      property: "id",
    })),
  };
}

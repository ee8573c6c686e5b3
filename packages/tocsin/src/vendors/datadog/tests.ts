import type { Definition } from "../../model/definition.ts";
import type { Json, JsonObject, Resource } from "../../model/resource.ts";
import type { OfKind, SignalOf } from "../../model/signal.ts";
import { type CheckSignal, type HttpCheck, isHttpCheck, requestsOf } from "../../model/signals/facts.ts";
import { ask } from "../../model/signals/kinds.ts";
import { failingTime } from "../../model/signals/tests.ts";
import type { StackConfig } from "../../model/stack.ts";
import { addressOf, type CompileContext, conditionOf, resourceName, tagsFor, titleOf } from "../context.ts";
import { assertionsOf, responseTime } from "./assertions.ts";
import { monitorMessage } from "./message.ts";
import { priorityOf, repetition } from "./options.ts";

/** Bodies of synthetic tests. */

type Step = SignalOf<"multistep-check">["steps"][number];
/** What is asked in one request, of a test of its own or of a step. */
type Asked = Omit<Step, "name" | "keep">;

/** Resource name of the variable that holds a secret. */
export const globalVariable = (secret: string): string => `shared/global-variable/${secret}`;

/** Names of global variables are unique in an organization, which stacks may share. */
export const variableName = (stack: StackConfig, secret: string): string =>
  `${secret}_${stack.name.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`;

const secretsIn = ({ headers, body, basicAuth }: Pick<Asked, "headers" | "body" | "basicAuth">): string[] => [
  ...(basicAuth !== undefined && "secret" in basicAuth.password ? [basicAuth.password.secret] : []),
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
  return [...new Set(requestsOf(signal).flatMap(secretsIn))];
}

function authOf({ basicAuth }: Asked, stack: StackConfig): JsonObject {
  if (basicAuth === undefined) return {};
  const { username, password, digest } = basicAuth;
  const name = "secret" in password ? variableName(stack, password.secret) : password.variable;
  return { basicAuth: { type: digest === true ? "digest" : "web", username, password: `{{ ${name} }}` } };
}

/** Variables that Datadog has already, and that a check names. */
const knownVariables = (signal: CheckSignal): Json[] => {
  const asked = requestsOf(signal);
  return asked.flatMap(({ basicAuth }) =>
    basicAuth === undefined || "secret" in basicAuth.password
      ? []
      : [{ type: "global", name: basicAuth.password.variable, id: basicAuth.password.id }],
  );
};

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
    ...(asked.query === undefined ? {} : { query: asked.query }),
    ...(asked.saveBody === undefined ? {} : { noSavingResponseBody: true }),
    ...(asked.proxy === undefined ? {} : { proxy: { url: asked.proxy } }),
    ...authOf(asked, stack),
    ...(asked.body === undefined
      ? {}
      : { body: withVariables(asked.body.text, asked.body.secrets ?? [], stack), bodyType: asked.body.type }),
  };
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** What the kinds of test differ in. */
interface TestForm {
  subtype: "http" | "ssl" | "dns" | "tcp" | "grpc" | "icmp" | "multi";
  config: JsonObject;
  options?: JsonObject;
}

type Row<K extends CheckSignal["kind"]> = (signal: OfKind<K>, stack: StackConfig) => TestForm;

const redirects = ({ followRedirects }: Asked): JsonObject =>
  followRedirects === undefined ? {} : { follow_redirects: followRedirects };

function httpOptions({ tls = {}, ci, hours, minLocations }: HttpCheck): JsonObject {
  const said = (name: string, value: Json | undefined): JsonObject => (value === undefined ? {} : { [name]: value });
  return {
    ...said("allow_insecure", tls.allowInsecure),
    ...said("accept_self_signed", tls.acceptSelfSigned),
    ...said("ignore_certificate_validation", tls.ignoreCertificate),
    ...said("checkCertificateRevocation", tls.checkRevocation),
    ...(tls.fetchIntermediates === false ? { disableAiaIntermediateFetching: true } : {}),
    ...(ci === undefined ? {} : { ci: { executionRule: ci } }),
    ...said("scheduling", hours),
    ...said("min_location_failed", minLocations),
  };
}

/** `SERVING`, of grpc.health.v1. */
export const serving = 1;

/** In whole milliseconds, as `responseTime` is. */
const latency = (within: number | undefined): Json[] =>
  within === undefined
    ? []
    : [{ type: "latency", property: "avg", operator: "lessThan", target: Math.round(within * 1000) }];

const forms: { readonly [K in CheckSignal["kind"]]: Row<K> } = {
  "http-check": (signal, stack) => ({
    subtype: "http",
    config: { request: httpRequest(signal, stack), assertions: assertionsOf(signal.expect) },
    options: { httpVersion: "any", ...redirects(signal), ...httpOptions(signal) },
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
  // Forms: the specification's `SyntheticsTestRequest`; targets: examples of terraform-provider-datadog, `datadog_synthetics_test`.
  "grpc-check": ({ host, port, service, timeout, within }) => ({
    subtype: "grpc",
    config: {
      request: { host, port, callType: "healthcheck", ...(service === undefined ? {} : { service }), timeout },
      assertions: [{ type: "grpcHealthcheckStatus", operator: "is", target: serving }, ...responseTime(within)],
    },
  }),
  "icmp-check": ({ host, packets, lossBelow, within }) => ({
    subtype: "icmp",
    config: {
      request: { host, numberOfPackets: packets },
      assertions: [{ type: "packetLossPercentage", operator: "lessThan", target: lossBelow / 100 }, ...latency(within)],
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
  const priority = priorityOf(definition);
  const preset = definition.datadog?.notificationPresetName;
  const { failingFor } = isHttpCheck(signal) ? signal : {};
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
        configVariables: [
          ...secrets.map((secret) => ({ type: "global", name: variableName(stack, secret) })),
          ...knownVariables(signal),
        ],
      },
      options: {
        min_location_failed: 1,
        ...options,
        tick_every: signal.every,
        min_failure_duration: failingFor ?? failingTime(condition.failures, signal.every),
        monitor_name: titleOf(definition, stack),
        // As a monitor: pages repeat, tickets do not.
        monitor_options: {
          escalation_message: repeat?.message ?? "",
          renotify_interval: repeat === null ? 0 : repeat.every / 60,
          ...(repeat === null || repeat.times === null ? {} : { renotify_occurrences: repeat.times }),
          ...(preset === undefined ? {} : { notification_preset_name: preset }),
        },
        ...(priority === null ? {} : { monitor_priority: priority }),
        // With nothing to repeat, the time between says nothing: Datadog's own.
        retry: { count, interval: count === 0 ? 300 : Math.round(seconds * 1000) },
      },
    },
    refs: secrets.map((name, i) => ({
      path: `config.configVariables.${i}.id`,
      resource: globalVariable(name),
      property: "id",
    })),
  };
}

import { describe, expect, test } from "vitest";
import { readMonitor } from "../../src/import/datadog.ts";
import { readTest } from "../../src/import/datadog-test.ts";
import { type Draft, reading } from "../../src/import/draft.ts";
import { fitted } from "../../src/import/fit.ts";
import { readDetector } from "../../src/import/sentry.ts";
import { readEndpoint } from "../../src/import/stripe.ts";
import type { JsonObject, ResourceKind, VendorName } from "../../src/model/resource.ts";
import type { LiveObject } from "../../src/vendors/live.ts";
import { everybody, stack } from "../support/definitions.ts";

/** What no definition describes exactly is told in words, and is never made to fit. */

const live = (vendor: VendorName, kind: ResourceKind, body: JsonObject, vendorId = "1"): LiveObject => ({
  vendor,
  kind,
  vendorId,
  identity: null,
  parent: {},
  body,
  properties: { id: vendorId },
});

function reasons(read: () => Draft): string {
  const found = reading(read);
  const outcome = "draft" in found ? fitted(found.draft, "shop/imported", [everybody], stack) : found;
  return "reasons" in outcome ? outcome.reasons.join("; ") : "";
}

const search = 'source:vercel @environment:production service:shop-staging \\"it broke\\"';
const logs = (text: string, end = "> 50", rollup = '"count"') =>
  `logs("${text}").index("*").rollup(${rollup}).last("5m") ${end}`;
const monitor = (changes: JsonObject = {}, options: JsonObject = {}): JsonObject => ({
  name: "by hand",
  type: "log alert",
  query: logs(search),
  tags: [],
  message: "",
  options: { thresholds: { critical: 50 }, ...options },
  ...changes,
});

describe("a Datadog monitor", () => {
  const told = (body: JsonObject) => reasons(() => readMonitor(live("datadog", "monitor", body), stack));

  test("that fits is not one", () => expect(told(monitor())).toBe(""));

  const onMetric = (query: string, thresholds: JsonObject = { critical: 50 }): JsonObject =>
    monitor({ type: "query alert", query }, { thresholds, on_missing_data: "resolve" });

  test.each<[string, JsonObject]>([
    ["by group", monitor({ query: logs(search).replace(".last", '.by("host").last') })],
    ["of a measure", monitor({ query: logs(search, "> 50", '"avg", "@duration"') }, { on_missing_data: "resolve" })],
    ["of any source", monitor({ query: logs("service:elsewhere -status:(info OR debug) @ms:[5 TO 9]") })],
    ["at any point", onMetric("max(last_5m):sum:a{supabase_project_ref:ref} > 50")],
    ["of any metric", onMetric("avg(last_5m):avg:system.cpu{role:web,!host:a} by {host} > 50")],
    ["of two scopes", onMetric("avg(last_5m):avg:a{env:staging} / avg:b{queue:x} > 50")],
    ["of alternatives", onMetric("sum(last_5m):sum:a{env:staging AND q IN (x,y) AND NOT z:1}.as_count() > 50")],
    ["with functions", onMetric("avg(last_5m):clamp_min(default_zero(avg:a{*}.rollup(max, 60)), 1) > 50")],
    [
      "while there are enough",
      onMetric("sum(last_5m):(sum:a{*}.as_count() / sum:b{*}.as_count()) * is_greater(sum:b{*}.as_count(), 19) > 50"),
    ],
    ["against an hour before", onMetric("pct_change(avg(last_5m),1h_ago):sum:a{*}.as_count() > 50")],
    ["over one index", monitor({ query: logs(search).replace('"*"', '"main"') })],
    ["at or above", monitor({ query: logs(search, ">= 50") })],
    ["of the older policy that notifies", monitor({}, { notify_no_data: true, no_data_timeframe: 20 })],
  ])("%s fits", (_name, body) => expect(told(body)).toBe(""));

  test.each<[string, JsonObject, RegExp]>([
    [
      "of another type",
      monitor({ type: "composite", query: "1 && 2" }),
      /its type "composite" has no signal of its own: datadogMonitor\(\{ type, query, options \}\) says it as it is/,
    ],
    [
      "without thresholds",
      { name: "x", type: "analysis alert", query: "", options: {} },
      /its type "analysis alert" is none that a definition has/,
    ],
    [
      "of a type that Datadog has replaced",
      { name: "x", type: "event alert", query: "", options: {} },
      /replaced its type "event alert" by event-v2 alert: migrate it in Datadog, and import it again/,
    ],
    [
      "of a formula over data that no signal reads",
      {
        ...{ name: "x", type: "log alert", query: 'formula("joined").last("1h") > 3' },
        options: { variables: [{ name: "joined", data_source: "aggregate_augmented_query" }] },
      },
      /a formula over data of the kind aggregate_augmented_query, which no definition reads: datadogMonitor/,
    ],
    [
      "with a term of its own",
      monitor({ query: logs(`${search} -@http.method:GET`) }),
      /query is .* there, and a definition would make it/,
    ],
    [
      "in another order",
      monitor({ query: logs(`${search} @source:lambda`) }),
      /query is .* there, and a definition would make it/,
    ],
    [
      "with a critical limit other than its query",
      monitor({ query: logs(search, "> 40") }),
      /thresholds.critical is 50/,
    ],
    [
      "of the older policy that notifies at no time",
      monitor({}, { notify_no_data: true }),
      /notifies of missing data without saying after how many minutes: choose "Show NO DATA and notify" in Datadog first/,
    ],
    ["of another silence", monitor({}, { on_missing_data: "ask_again" }), /"ask_again" about missing data/],
    ["for some only", monitor({ restricted_roles: ["r"] }), /restricted_roles is \["r"\] there.*\[\]/],
    ["that is muted", monitor({}, { silenced: { "*": null } }), /silenced/],
    [
      "that keeps its last state",
      monitor({ type: "query alert", query: "avg(last_5m):avg:a{*} > 50" }),
      /its policy for missing data is "default", which no update can carry: choose "Show NO DATA"/,
    ],
    [
      "that calls what no definition calls",
      monitor({ type: "query alert", query: "avg(last_5m):avg:a{*}.weighted() > 50" }),
      /calls \.weighted\(\), which no definition says/,
    ],
    [
      "of a window by another calendar",
      monitor({ type: "query alert", query: "sum(current_1w):sum:a{*}.as_count() > 50" }),
      /neither a count of logs/,
    ],
  ])("%s is told so", (_name, body, reason) => expect(told(body)).toMatch(reason));
});

const httpTest = (request: JsonObject = {}, changes: JsonObject = {}): JsonObject => ({
  name: "by hand",
  type: "api",
  subtype: "http",
  status: "live",
  message: "",
  tags: [],
  locations: ["aws:eu-central-1"],
  config: {
    request: { method: "GET", url: "https://shop.example/health", timeout: 10, ...request },
    assertions: [{ type: "statusCode", operator: "is", target: 200 }],
    configVariables: [],
  },
  options: { tick_every: 60, min_failure_duration: 90 },
  ...changes,
});

describe("a synthetic test", () => {
  const told = (body: JsonObject) => reasons(() => readTest(live("datadog", "synthetics-test", body, "a-b-c"), stack));

  test("that fits is not one", () => expect(told(httpTest())).toBe(""));

  test.each<[string, JsonObject, object]>([
    ["follows redirects", httpTest({ follow_redirects: true }), { followRedirects: true }],
    ["runs elsewhere", httpTest({}, { locations: ["aws:us-east-1"] }), { locations: ["aws:us-east-1"] }],
    ["is paused", httpTest({}, { status: "paused" }), { paused: true }],
    [
      "keeps cookies",
      httpTest({ persistCookies: true, httpVersion: "http2" }),
      { keepCookies: true, httpVersion: "http2" },
    ],
    [
      "fails after a time between runs",
      httpTest({}, { options: { tick_every: 60, min_failure_duration: 100 } }),
      { failingFor: 100 },
    ],
    [
      "does not repeat a run",
      httpTest({}, { options: { tick_every: 60, retry: { count: 0, interval: 300 } } }),
      { retry: { count: 0, seconds: 0.3 } },
    ],
    ["has no timeout of its own", httpTest({ timeout: 60 }), { timeout: 60 }],
  ])("that %s is a definition that says so", (_name, body, said) => {
    const one = live("datadog", "synthetics-test", body, "a-b-c");
    const read = reading(() => readTest(one, stack));
    if ("reasons" in read) throw new Error(read.reasons.join("; "));
    expect(read.draft.signal).toMatchObject(said);
    expect(reasons(() => readTest(one, stack))).toBe("");
  });

  test("that posts fits as well", () => expect(told(httpTest({ method: "POST" }))).toBe(""));

  test.each<[string, JsonObject, RegExp]>([
    ["of a browser", httpTest({}, { type: "browser" }), /it is a test of the kind browser/],
    ["of elsewhere", httpTest({ url: "https://other.example/" }), /none of the stack's services/],
    ["that traces", httpTest({ method: "TRACE" }), /its method is none/],
    [
      "that follows redirects and does not",
      httpTest({ follow_redirects: true }, { options: { tick_every: 60, follow_redirects: false } }),
      /its request and its options differ in whether it follows redirects: make them one in Datadog/,
    ],
    ["from nowhere", httpTest({}, { locations: ["mars"] }), /its locations.0 is none/],
    [
      "that logs in with a text",
      httpTest({ basicAuth: { type: "web", username: "u", password: "abc123" } }),
      /its password is a text that Datadog stores: put it into a global variable there/,
    ],
    [
      "that logs in by a token",
      httpTest({ basicAuth: { type: "oauth-client" } }),
      /it logs in by oauth-client, which a definition cannot say/,
    ],
    [
      "that says two HTTP versions",
      httpTest({ httpVersion: "http2" }, { options: { tick_every: 60, httpVersion: "http1" } }),
      /differ in its HTTP version: make them one in Datadog/,
    ],
  ])("%s is told so", (_name, body, reason) => expect(told(body)).toMatch(reason));

  test("with a secret in a header is refused without showing it", () => {
    const reason = told(httpTest({ headers: { Authorization: "Bearer abc123" } }));
    expect(reason).toMatch(/the header Authorization, which holds a secret/);
    expect(reason).not.toContain("abc123");
    expect(told(httpTest({ basicAuth: { username: "u", password: "abc123" } }))).not.toContain("abc123");
  });
});

const detector = (source: JsonObject = {}, changes: JsonObject = {}): JsonObject => ({
  type: "metric_issue",
  name: "by hand",
  projectId: "900",
  enabled: true,
  owner: null,
  description: null,
  dataSources: [
    {
      aggregate: "count()",
      dataset: "events",
      eventTypes: ["error", "default"],
      query: "feature:cart",
      queryType: 0,
      environment: "staging",
      timeWindow: 300,
      ...source,
    },
  ],
  conditionGroup: {
    logicType: "any",
    conditions: [
      { type: "gt", comparison: 5, conditionResult: 75 },
      { type: "lte", comparison: 5, conditionResult: 0 },
    ],
  },
  config: { detectionType: "static" },
  ...changes,
});
const errors = live("sentry", "detector", { projectId: "900" }, "50");
const alertOn = (id: string) => live("sentry", "workflow", { name: "w", detectorIds: ["1"] }, id);

describe("a Sentry monitor", () => {
  const told = (body: JsonObject, workflows: LiveObject[] = []) => {
    const one = live("sentry", "detector", body);
    return reasons(() => readDetector(one, [one, errors], workflows, stack));
  };

  test("that fits is not one", () => expect(told(detector())).toBe(""));

  test.each<[string, JsonObject, RegExp]>([
    ["of uptime in another form", detector({}, { type: "uptime_domain_failure" }), /another form than Sentry's uptime/],
    ["of a type that nobody knows", detector({}, { type: "preprod_size" }), /its type "preprod_size" is none/],
    ["of another project", detector({}, { projectId: "901" }), /its project is none of the stack's/],
    ["of another environment", detector({ environment: "prod" }), /environment is "prod" there/],
    ["of users", detector({ aggregate: "count_unique(user)" }), /measures count_unique\(user\)/],
    [
      "with a free search",
      detector({ query: "feature:cart !level:info" }),
      /`!level:info`, which is not by tags alone/,
    ],
    ["that is switched off", detector({}, { enabled: false }), /enabled is false there/],
    [
      "that compares with two hours before",
      detector({}, { config: { detectionType: "percent", comparisonDelta: 7_200 } }),
      /does not compare with 2 h before/,
    ],
    ["of handled errors", detector({ query: "error.unhandled:false" }), /it counts errors that something caught/],
    ["unusual by a limit", detector({}, { config: { detectionType: "dynamic" } }), /what is unusual in another form/],
    ["with a window that Sentry lacks", detector({ timeWindow: 301 }), /does not evaluate over 301 s/],
  ])("%s is told so", (_name, body, reason) => expect(told(body)).toMatch(reason));

  test("with two alerts is told so", () => {
    expect(told(detector(), [alertOn("8"), alertOn("9")])).toMatch(/2 alerts notify about it \(8, 9\)/);
    expect(told(detector(), [alertOn("8")])).toMatch(/alert: /);
  });
});

describe("a Stripe endpoint", () => {
  const endpoint = (changes: JsonObject = {}): JsonObject => ({
    url: "https://shop.example/hook",
    enabled_events: ["invoice.paid"],
    api_version: "2026-10-28.endive",
    status: "enabled",
    ...changes,
  });
  const told = (body: JsonObject, variables: LiveObject[] = []) =>
    reasons(() => readEndpoint(live("stripe", "webhook-endpoint", body), variables, "HOOK_SECRET", stack));
  const variable = (type: string) =>
    live("vercel", "environment-variable", { key: "HOOK_SECRET", type, target: ["production"] }, "env_1");

  test.each([
    ["that fits", endpoint()],
    ["of every event", endpoint({ enabled_events: ["*"] })],
  ])("%s is not one", (_name, body) => expect(told(body, [variable("sensitive")])).toBe(""));

  test.each<[string, JsonObject, RegExp]>([
    ["of another version", endpoint({ api_version: "2024-01-01" }), /api_version is "2024-01-01" there/],
    ["of elsewhere", endpoint({ url: "https://other.example/hook" }), /none of the stack's services/],
    ["that is switched off", endpoint({ status: "disabled" }), /status is "disabled" there/],
  ])("%s is told so", (_name, body, reason) => expect(told(body)).toMatch(reason));

  const destination = (changes: JsonObject = {}): JsonObject => ({
    ...{ name: "Billing", type: "webhook_endpoint", event_payload: "thin", status: "enabled" },
    ...{ enabled_events: ["v1.invoice.paid"], events_from: ["@self"], snapshot_api_version: null },
    webhook_endpoint: { url: "https://shop.example/hook", signing_secret: null },
    ...changes,
  });
  const ofDestination = (body: JsonObject) =>
    reasons(() =>
      readEndpoint(live("stripe", "event-destination", body, "ed_1"), [variable("sensitive")], "HOOK_SECRET", stack),
    );

  test.each<[string, JsonObject]>([
    ["of thin events", destination()],
    ["of connected accounts", destination({ events_from: ["@accounts"] })],
    [
      "of snapshots",
      destination({
        ...{ event_payload: "snapshot", enabled_events: ["invoice.paid"] },
        snapshot_api_version: "2026-10-28.endive",
      }),
    ],
  ])("or an event destination %s that fits is not one", (_name, body) => expect(ofDestination(body)).toBe(""));

  test.each<[string, JsonObject, RegExp]>([
    ["that is no address", destination({ type: "amazon_eventbridge" }), /it sends to amazon_eventbridge/],
    ["of elsewhere", destination({ webhook_endpoint: { url: "https://a.example/x" } }), /none of the stack's services/],
    [
      "of an organization",
      destination({ events_from: ["@organization_members"] }),
      /events_from.*@organization_members/,
    ],
    ["that is switched off", destination({ status: "disabled" }), /status is "disabled" there/],
  ])("or an event destination %s is told so", (_name, body, reason) => expect(ofDestination(body)).toMatch(reason));

  test("whose secret lies in a variable that can be read is told so", () => {
    expect(told(endpoint(), [variable("encrypted")])).toMatch(/environment variable: type is "encrypted" there/);
  });
});

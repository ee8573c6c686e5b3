import { describe, expect, test } from "vitest";
import { faultsOf } from "../../src/model/check.ts";
import { definitionSchema } from "../../src/model/definition.ts";
import { objectiveSchema } from "../../src/model/objective.ts";
import { objectiveFaults } from "../../src/model/views.ts";
import { definition, measured, threshold } from "../support/definitions.ts";

const rules = (of: ReturnType<typeof definition>) => faultsOf(of).map(({ rule, path }) => `${rule} ${path}`);
const own = { reportedBy: "own", scope: "stack", delay: 0 };
const metric = (signal: Record<string, unknown>, condition: Record<string, unknown> = {}) =>
  measured({ over: "average", window: 900, noData: "ok", ...condition }, { source: own, ...signal });
const sent = (events: string[], more: Record<string, unknown>) =>
  definition({
    signal: { kind: "stripe-events", service: "shop", path: "/api/stripe", events, ...more },
    condition: { kind: "declared" },
  });
const runs = { kind: "consecutive-failures", failures: 2 };
const http = { kind: "http-check", service: "shop", path: "/", every: 60, expect: { status: 200 } };
const step = (more: object) => ({ service: "shop", path: "/", expect: { status: 200 }, ...more });
const steps = (path: string) => ({
  kind: "multistep-check",
  every: 60,
  steps: [step({ name: "Order", keep: { ORDER: { json: "$.id" } } }), step({ name: "Read it", path })],
});

describe("what a vendor does not do is refused, with the place", () => {
  test.each([
    [
      "a snapshot's event in an event destination of thin ones",
      sent(["v1.invoice.paid", "invoice.paid"], { payload: "thin" }),
      ["model/event signal.events.1"],
    ],
    [
      "a thin event in an event destination of snapshots",
      sent(["v2.core.account.updated"], { payload: "snapshot" }),
      ["model/event signal.events.0"],
    ],
    ["a thin event at a webhook endpoint", sent(["v1.invoice.paid"], {}), ["model/event signal.events.0"]],
    ["every event, and one of them", sent(["invoice.paid", "*"], {}), ["model/event signal.events.1"]],
    ["every event", sent(["*"], {}), []],
    ["every thin event", sent(["*"], { payload: "thin" }), []],
    ["thin events of both interfaces", sent(["v1.invoice.paid", "v2.core.account.updated"], { payload: "thin" }), []],
    [
      "options of Datadog's where it watches nothing",
      definition({
        signal: { kind: "sentry-errors", project: "web" },
        condition: threshold({ noData: undefined }),
        datadog: { priority: 1 },
      }),
      ["model/datadog-options datadog"],
    ],
    [
      "options that the monitor of a test lacks",
      definition({ signal: http, condition: runs, datadog: { priority: 1, newGroupDelay: 60 } }),
      ["model/datadog-options datadog.newGroupDelay"],
    ],
    [
      "a delay that the source says",
      measured({ noData: "ok" }, { source: own }, { datadog: { evaluationDelay: 60 } }),
      ["model/datadog-options datadog.evaluationDelay"],
    ],
    [
      "a time without data that nobody asked about",
      measured({ noData: "ok" }, { source: own }, { datadog: { noDataTimeframe: 20 } }),
      ["model/datadog-options datadog.noDataTimeframe"],
    ],
    [
      "a value of a step that no step before it keeps",
      definition({ signal: steps("/orders/{{ ORDERS }}"), condition: runs }),
      ["model/step-value signal.steps.1"],
    ],
    [
      "a value of a step in the path of the next",
      definition({ signal: steps("/orders/{{ ORDER }}"), condition: runs }),
      [],
    ],
    [
      "an attribute in a text, which would be somebody to notify",
      definition({ firstChecks: ["Write to ops@example.com", "Which @http.url is it?"] }),
      ["model/handle firstChecks.1"],
    ],
    [
      "an index of what has none",
      definition({ signal: { kind: "search", origin: "rum", index: "main", find: {} } }),
      ["model/index signal.index"],
    ],
    [
      "a share of what no formula has",
      definition({
        signal: {
          kind: "search",
          origin: "llm-observability",
          find: {},
          value: { of: "share", among: {}, minimum: 9 },
        },
      }),
      ["model/search signal.value"],
    ],
    [
      "a day so far of front-end events",
      definition({ signal: { kind: "search", origin: "rum", find: {} }, condition: threshold({ soFarThis: "day" }) }),
      ["model/window condition.soFarThis"],
    ],
    [
      "a recovery above the share that fires",
      measured(
        {},
        { kind: "metric-anomaly", source: own, algorithm: "basic", deviations: 2, direction: "both" },
        {
          condition: { kind: "anomalous", window: 900, share: 50, recovery: 60 },
        },
      ),
      ["model/recovery-side condition.recovery"],
    ],
    [
      "a recovery by share of an outlier",
      measured(
        {},
        { kind: "metric-outliers", source: own, groupBy: ["host"], algorithm: "DBSCAN", tolerance: 2 },
        {
          condition: { kind: "anomalous", window: 900, recovery: 60 },
        },
      ),
      ["model/recovery-side condition.recovery"],
    ],
    ["an expression that is not closed", metric({ expression: "(cpu" }), ["model/expression signal.expression"]],
    ["a function that arithmetic lacks", metric({ expression: "cpu % 2" }), ["model/expression signal.expression"]],
    [
      "a minimum of nothing that there is",
      metric({ minimum: { series: "all", value: 5 } }),
      ["model/unknown-series signal.minimum.series"],
    ],
    [
      "a comparison with two weeks before, at Datadog",
      metric({ kind: "metric-change", change: "percent", comparedWith: 1_209_600 }),
      ["model/comparison signal.comparedWith"],
    ],
    [
      "outliers without a group",
      definition({
        signal: { ...metric({}).signal, kind: "metric-outliers", algorithm: "DBSCAN", tolerance: 3 },
        condition: { kind: "anomalous", window: 1800 },
      }),
      ["model/group signal.groupBy"],
    ],
    [
      "an anomaly by season without a season, in too short a time",
      definition({
        signal: { ...metric({}).signal, kind: "metric-anomaly", algorithm: "agile", deviations: 3, direction: "both" },
        condition: { kind: "anomalous", window: 300 },
      }),
      ["model/window condition.window", "model/seasonality signal.seasonality"],
    ],
    [
      "a forecast of what is sustained",
      metric({ kind: "metric-forecast", algorithm: "linear" }, { over: "sustained" }),
      ["model/condition condition.over"],
    ],
    [
      "every point of a number of log lines",
      definition({ condition: threshold({ over: "sustained" }) }),
      ["model/condition condition.over"],
    ],
    [
      "the month so far of log lines",
      definition({ condition: threshold({ soFarThis: "month", window: 2_678_400 }) }),
      ["model/window condition.soFarThis"],
    ],
    [
      "a test that recovers after two passes",
      definition({ signal: http, condition: { ...runs, recoverAfter: 2 } }),
      ["model/condition condition.recoverAfter"],
    ],
    [
      "failures in a row that take longer than a test may fail before it fires",
      definition({ signal: { ...http, every: 21_600 }, condition: { ...runs, failures: 2 } }),
      ["model/condition condition.failures"],
    ],
    [
      "a range of statuses that is empty",
      definition({ signal: { ...http, expect: { status: [299, 200] } }, condition: runs }),
      ["model/empty-range signal.expect.status"],
    ],
    [
      "a Sentry check every two minutes",
      definition({
        signal: { kind: "sentry-uptime", project: "web", service: "shop", path: "/", every: 120 },
        condition: runs,
      }),
      ["model/interval signal.every"],
    ],
    [
      "users of an issue in two hours",
      definition({
        signal: { kind: "sentry-issues", projects: ["web"], filter: { users: { above: 5, per: 7200 } } },
        condition: { kind: "each-event", throttle: 0 },
      }),
      ["model/window signal.filter.users"],
    ],
    [
      "a schedule of four fields",
      definition({
        signal: { kind: "check-ins", project: "web", slug: "x", schedule: { crontab: "0 3 * *" }, margin: 60 },
        condition: runs,
      }),
      ["model/schedule signal.schedule.crontab"],
    ],
    [
      "a short window that is none",
      definition({
        signal: { kind: "burn-rate", objective: "a/b" },
        condition: { kind: "burning", rate: 6, long: 3600, short: 3600 },
      }),
      ["model/window condition.short"],
    ],
    [
      "a repetition by Sentry",
      definition({
        signal: { kind: "sentry-errors", project: "web" },
        condition: threshold({ noData: undefined }),
        repeat: { every: 3600 },
      }),
      ["model/repeat repeat"],
    ],
    [
      "a route by a group that there is not",
      definition({ ...metric({}), routeByGroup: { tag: "team", routes: { a: "everybody" } } }),
      ["model/route-by-group routeByGroup.tag"],
    ],
  ])("%s", (_name, wrong, expected) => expect(rules(wrong)).toEqual(expected));

  test.each<[string, Record<string, unknown>]>([
    [
      "a tag that closes the braces",
      { series: { cpu: { metric: "cpu", aggregate: "avg", tags: { q: "a,b} by {c" } } } },
    ],
    ["a key that is empty", { series: { cpu: { metric: "cpu", aggregate: "avg", tags: { "": "a" } } } }],
    ["a group with braces", { groupBy: ["host}"] }],
  ])("%s is no part of a query", (_name, signal) => {
    const { signal: given, ...rest } = metric({});
    expect(definitionSchema.safeParse({ ...rest, signal: { ...given, ...signal } }).success).toBe(false);
  });
});

describe("text that becomes part of a query or body has a form", () => {
  const by = (signal: object, condition: object = runs) =>
    definitionSchema.safeParse({ ...definition(), signal, condition });
  const logs = { kind: "log-count", source: { kind: "vercel", service: "shop" } };
  const errors = { kind: "sentry-errors", project: "web" };
  const checkIn = {
    kind: "check-ins",
    project: "web",
    slug: "nightly",
    schedule: { crontab: "0 2 * * *" },
    margin: 60,
  };
  const uptime = { kind: "sentry-uptime", project: "web", service: "shop", path: "/", every: 60 };
  const body = { type: "metric_issue", dataSources: [] };
  test.each([
    [
      "an attribute of a log",
      { ...logs, filter: { above: { attribute: "duration) OR (x", value: 1 } } },
      /begins with @/,
    ],
    ["a tag's key at Sentry", { ...errors, tags: { "a:b OR c": ["d"] } }, /a tag's key holds/],
    ["a header's name", { ...uptime, headers: { "a\nb": "c" } }, /a header's name holds/],
    ["a time zone", { ...checkIn, timezone: "Europe/Nowhere" }, /named as in Europe\/Berlin/],
    [
      "a name in a monitor of Sentry's",
      { kind: "sentry-monitor", project: "web", body: { ...body, name: "x" } },
      /leave them out/,
    ],
    [
      "a project in one",
      { kind: "sentry-monitor", project: "web", body: { ...body, projectId: "5" } },
      /leave them out/,
    ],
  ])("%s", (_, signal, message) => expect(by(signal).error?.message ?? "").toMatch(message));

  /** What its form says, or else what its parts say of each other. */
  const objective = (expression: string, more: object = {}) => {
    const { data, error } = objectiveSchema.safeParse({
      ...{ id: "shop/fast", title: "Fast", service: "shop", owner: "ada", target: 99, window: 30, why: "It matters." },
      indicator: {
        ...{ kind: "good-time", source: "probe", comparison: "at most", limit: 1, expression },
        series: { slow: { metric: "slow", aggregate: "avg" } },
        ...more,
      },
    });
    return data === undefined ? error?.message : objectiveFaults(data, [])[0]?.message;
  };
  test.each([
    ["(slow", /not understood at/],
    ["slow % 2", /not understood at/],
    ["slow + fast", /uses "fast", which is not among/],
    ["3 + 4", /does not use the series "slow"/],
    ["slow / limit:connectionPool", /no numbers of the stack file/],
  ])("the formula %s of an objective", (expression, message) => expect(objective(expression) ?? "").toMatch(message));
  test("a sound one is taken", () => expect(objective("100 - slow")).toBeUndefined());
});

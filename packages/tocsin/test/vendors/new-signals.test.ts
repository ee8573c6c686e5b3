import { describe, expect, test } from "vitest";
import type { Definition } from "../../src/model/definition.ts";
import type { JsonObject } from "../../src/model/resource.ts";
import { compile } from "../../src/vendors/compile.ts";
import { definition, everybody, measured, stack, threshold } from "../support/definitions.ts";

const scoped = { ...stack, scopes: { cluster: ["kube_cluster_name:shop-1"] }, hosts: { api: "https://api.example/" } };

function bodyOf(of: Definition, kind: string): JsonObject {
  const found = compile([of], [everybody, { ...everybody, name: "others", slack: [] }], scoped).find(
    (one) => one.kind === kind,
  );
  if (found === undefined) throw new Error(`${of.id} makes no ${kind}`);
  return found.body;
}
const query = (of: Definition) => bodyOf(of, "monitor").query;
const own = { reportedBy: "own", scope: "stack", delay: 0 };

describe("a metric's query", () => {
  const series = (more: Record<string, unknown>) => ({ cpu: { metric: "cpu", aggregate: "max", ...more } });
  const of = (signal: Record<string, unknown>, condition: Record<string, unknown> = {}) =>
    query(measured({ critical: 5, over: "any", noData: "ok", ...condition }, { source: own, ...signal }));

  test.each<[string, Record<string, unknown>, Record<string, unknown>, string]>([
    ["any point above", {}, {}, "max(last_5m):avg:cpu{env:staging} > 5"],
    ["any point below", {}, { comparison: "below" }, "min(last_5m):avg:cpu{env:staging} < 5"],
    ["everywhere", { source: { ...own, scope: "everywhere" } }, {}, "max(last_5m):avg:cpu{*} > 5"],
    [
      "a scope of the stack file",
      { source: { ...own, scope: "cluster" } },
      {},
      "max(last_5m):avg:cpu{kube_cluster_name:shop-1} > 5",
    ],
    [
      "an excluded tag",
      { series: series({ tags: { "!queue": "bulk" } }) },
      {},
      "max(last_5m):max:cpu{env:staging,!queue:bulk} > 5",
    ],
    [
      "alternatives, which are words and no commas",
      { series: series({ tags: { queue: ["a", "b"], "!host": "x" } }) },
      {},
      "max(last_5m):max:cpu{env:staging AND queue IN (a,b) AND NOT host:x} > 5",
    ],
    [
      "rollup, fill and functions",
      {
        series: series({
          as: "rate",
          rollup: { method: "avg", seconds: 60 },
          fill: { with: "zero" },
          functions: [{ name: "clamp_min", arguments: [0] }],
        }),
      },
      {},
      "max(last_5m):clamp_min(max:cpu{env:staging}.as_rate().rollup(avg, 60).fill(zero), 0) > 5",
    ],
    [
      "the month so far",
      {},
      { soFarThis: "month", over: "total", window: 2_678_400 },
      "sum(current_1mo):avg:cpu{env:staging} > 5",
    ],
    [
      "a minimum",
      { minimum: { series: "cpu", value: 20 } },
      {},
      "max(last_5m):(avg:cpu{env:staging}) * is_greater(avg:cpu{env:staging}, 19) > 5",
    ],
  ])("%s", (_name, signal, condition, expected) => expect(of(signal, condition)).toBe(expected));
});

describe("a search's query", () => {
  const of = (signal: Record<string, unknown>) =>
    query(
      definition({
        signal: { kind: "search", find: {}, ...signal },
        condition: threshold({ critical: 2, noData: "ok" }),
      }),
    );

  test.each<[string, Record<string, unknown>, string]>([
    [
      "every form of a field",
      {
        origin: "logs",
        find: {
          fields: {
            service: "web",
            status: ["error", "critical"],
            "@code": { from: 500, to: 599 },
            "@ms": { above: 5 },
            "@user": { exists: true },
            "@kind": { not: ["A b"] },
          },
          phrases: ["it broke", "gone"],
        },
      },
      'logs("env:staging service:web status:(error OR critical) @code:[500 TO 599] @ms:>5 @user:* -@kind:\\"A b\\" (\\"it broke\\" OR \\"gone\\")").index("*").rollup("count").last("5m") > 2',
    ],
    [
      "a number of different values, by group",
      { origin: "rum", value: { of: "unique", attribute: "@session.id" }, groupBy: ["@view.name"] },
      'rum("env:staging").rollup("cardinality", "@session.id").by("@view.name").last("5m") > 2',
    ],
    [
      "the audit trail of everything",
      { origin: "audit", scope: "everywhere" },
      'audits("*").rollup("count").last("5m") > 2',
    ],
  ])("%s", (_name, signal, expected) => expect(of(signal)).toBe(expected));
});

describe("Sentry's issue alerts", () => {
  const filters = (signal: Record<string, unknown>) =>
    bodyOf(
      definition({
        signal: { kind: "sentry-issues", projects: ["web"], ...signal },
        condition: { kind: "each-event", throttle: 1800 },
      }),
      "workflow",
    );
  const tagged = (key: string, match: string, value: string) => ({
    type: "tagged_event",
    comparison: { key, match, value },
    conditionResult: true,
  });

  test("alternatives of a tag are groups of their own, each with all that must hold beside it", () => {
    const { actionFilters } = filters({ tags: { feature: ["pay", "ship"], "!severity": "critical" } });
    expect(actionFilters).toMatchObject([
      { logicType: "all", conditions: [tagged("feature", "eq", "pay"), tagged("severity", "ne", "critical")] },
      { logicType: "all", conditions: [tagged("feature", "eq", "ship"), tagged("severity", "ne", "critical")] },
    ]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["errors", { triggers: ["new"], filter: { category: "error" } }, "50"],
    ["issues of every kind", { triggers: ["new"], allIssues: true }, "60"],
    ["slow queries", { filter: { category: "db-query" } }, "60"],
    ["feedback, among others", { anyOf: [{ category: "feedback" }, { priority: "high" }] }, "60"],
    ["what Seer has finished", { triggers: ["seer-solution"] }, "60"],
  ])("%s are looked for where they come", (_what, signal, monitor) => {
    expect(filters(signal).detectorIds).toEqual([monitor]);
  });

  test("an issue stream that the stack file does not name is asked for", () => {
    const of = {
      ...definition(),
      signal: { kind: "sentry-issues" as const, projects: ["web"], allIssues: true as const, tags: {} },
    };
    const without = { ...scoped, sentry: { ...scoped.sentry, projects: { web: { slug: "web", errorMonitor: "50" } } } };
    const made = () => compile([{ ...of, condition: { kind: "each-event", throttle: 0 } }], [everybody], without);
    expect(made).toThrow("tocsin:sentry.projects.web.issueStreamMonitor is missing from Pulumi.staging.yaml");
  });

  test("alternatives alone are one group, in which the first that holds is enough", () => {
    const { actionFilters, triggers } = filters({
      triggers: ["new", "regressed"],
      anyOf: [{ events: { above: 100, per: 3600 } }, { users: { above: 20, per: 86_400 } }],
    });
    expect(triggers).toMatchObject({ conditions: [{ type: "first_seen_event" }, { type: "regression_event" }] });
    expect(actionFilters).toMatchObject([
      {
        logicType: "any-short",
        conditions: [
          { type: "event_frequency_count", comparison: { value: 100, interval: "1h" } },
          { type: "event_unique_user_frequency_count", comparison: { value: 20, interval: "1d" } },
        ],
      },
    ]);
  });
});

describe("notifications", () => {
  test("go to other routes by group, and repeat as the definition says", () => {
    const { message, options } = bodyOf(
      measured(
        { noData: "ok" },
        { source: own, groupBy: ["team"] },
        {
          severity: "ticket",
          routeByGroup: { tag: "team", routes: { pay: "others" } },
          repeat: { every: 1800, message: "Still failing." },
        },
      ),
      "monitor",
    );
    expect(message).toContain('{{#is_exact_match "team.name" "pay"}} @founder@example.com {{/is_exact_match}}');
    expect(options).toMatchObject({
      renotify_interval: 30,
      renotify_statuses: ["alert"],
      escalation_message: "Still failing.",
    });
  });

  test("name a group whose key has periods in brackets", () => {
    const { message } = bodyOf(
      definition({
        signal: { kind: "search", origin: "logs", find: {}, groupBy: ["@error.kind"] },
        condition: threshold({ noData: "zero" }),
      }),
      "monitor",
    );
    expect(message).toContain("{{[@error.kind].name}}");
  });
});

describe("a limit that is reached", () => {
  const reached = { critical: 5, inclusive: true, over: "any", noData: "ok" };

  test("fires at Datadog and at Sentry, and its words say so", () => {
    const metric = measured({ ...reached, warning: 4 }, { source: own });
    expect(query(metric)).toBe("max(last_5m):avg:cpu{env:staging} >= 5");
    expect(String(bodyOf(metric, "monitor").message)).toContain("limit: at or above 5 % at any point within 5 min");
    expect(String(bodyOf(metric, "monitor").message)).toContain("warns at or above 4 %, fires at or above 5 %");
    const errors = definition({
      signal: { kind: "sentry-errors", project: "web" },
      condition: threshold({ critical: 5, inclusive: true, noData: undefined }),
    });
    expect(bodyOf(errors, "detector").conditionGroup).toMatchObject({
      conditions: [
        { type: "gte", comparison: 5 },
        { type: "lt", comparison: 5 },
      ],
    });
  });
});

describe("options of Datadog's", () => {
  const of = (datadog: Record<string, unknown>, more: Record<string, unknown> = {}) =>
    measured({ critical: 5, noData: "notify" }, { source: own }, { datadog, ...more });

  test("stand in the monitor as it names them", () => {
    const body = bodyOf(
      of({
        priority: 2,
        newGroupDelay: 120,
        timeoutHours: 6,
        notifyBy: ["*"],
        includeTags: false,
        noDataTimeframe: 20,
        schedule: { dayStarts: "04:00", timezone: "Europe/Zurich" },
      }),
      "monitor",
    );
    expect(body.priority).toBe(2);
    expect(body.options).toEqual({
      ...{ include_tags: false, new_host_delay: 300, notify_audit: false },
      ...{ notify_no_data: true, no_data_timeframe: 20 },
      ...{ renotify_interval: 60, renotify_occurrences: 3, renotify_statuses: ["alert", "no data"] },
      ...{ evaluation_delay: 0, require_full_window: false, thresholds: { critical: 5 } },
      ...{ new_group_delay: 120, timeout_h: 6, notify_by: ["*"] },
      scheduling_options: {
        evaluation_window: { day_starts: "04:00", month_starts: 1, timezone: "Europe/Zurich" },
      },
    });
  });

  test("and what repeats, or does not", () => {
    expect(bodyOf(of({}, { repeat: "never" }), "monitor").options).not.toHaveProperty("renotify_interval");
    const again = of({}, { repeat: { every: 1800, states: ["alert", "warn"] } });
    expect(bodyOf(again, "monitor").options).toMatchObject({ renotify_statuses: ["alert", "warn"] });
  });
});

/**
 * What a drill does with alerts that are imported verbatim: of every type, option and assertion of Datadog's specification which are
 * fired by their signal, which by their inverted comparison, and which are left alone with what reason.
 */
import { describe, expect, it } from "vitest";
import { planDrill } from "../../src/drill/plan.ts";
import { readAlert } from "../../src/import/verbatim/alert.ts";
import { rawSchema } from "../../src/model/raw.ts";
import type { JsonObject } from "../../src/model/resource.ts";
import { compileRaw } from "../../src/vendors/raw.ts";
import type { LeftAlone, VerbatimAlert } from "../../src/vendors/verbatim-alert.ts";
import { stack } from "../support/definitions.ts";
import { monitors } from "./estate/datadog-monitors.ts";
import { tests } from "./estate/datadog-tests.ts";
import { drawFrom } from "./estate/seed.ts";

const told = "by hand @slack-acme-alerts";

function read(body: JsonObject, kind: "monitor" | "synthetics-test" = "monitor", titles: string[] = []) {
  const raw = rawSchema.parse({ id: "by-hand/alert", stack: "staging", kind, body });
  return readAlert(compileRaw(raw, stack), titles, stack);
}

const monitor = (over: JsonObject = {}): JsonObject => ({
  ...{
    name: "High load",
    type: "query alert",
    query: "avg(last_5m):avg:system.load.1{*} > 5",
    message: told,
    tags: [],
  },
  ...{ options: { thresholds: { critical: 5 } } },
  ...over,
});

const check = (over: JsonObject = {}): JsonObject => ({
  ...{ name: "Home", type: "api", subtype: "http", status: "live", message: told, tags: [], locations: [] },
  config: {
    request: { method: "GET", url: "https://other.example/" },
    assertions: [{ type: "statusCode", operator: "is", target: 200 }],
  },
  options: { tick_every: 60, min_failure_duration: 90 },
  ...over,
});

const alertOf = (one: VerbatimAlert | LeftAlone): VerbatimAlert => {
  if ("reason" in one) throw new Error(one.reason);
  return one;
};
const reasonOf = (one: VerbatimAlert | LeftAlone): string | null => ("reason" in one ? one.reason : null);

describe("a query that a signal says", () => {
  it("is inverted where nobody knows who reports what it reads", () => {
    const { definition, unread } = alertOf(read(monitor()));
    expect(definition).toMatchObject({
      signal: { kind: "metric" },
      condition: { critical: 5, window: 300, over: "average" },
    });
    expect(unread).toBe("who reports its metrics is not known");
  });

  it.each<[string, JsonObject, object, object]>([
    [
      "of a change",
      { query: "pct_change(avg(last_5m),last_1h):sum:orders{*}.as_count() < -30" },
      { kind: "metric-change", comparedWith: 3600 },
      { critical: -30, comparison: "below" },
    ],
    [
      "of logs, whatever it makes of silence",
      {
        ...{ type: "log alert", query: 'logs("service:worker").index("*").rollup("count").last("15m") >= 20' },
        options: { notify_no_data: true, on_missing_data: "default" },
      },
      { kind: "search", origin: "logs" },
      { critical: 20, window: 900, inclusive: true },
    ],
  ])("is read as it: %s", (_, over, signal, condition) => {
    const { definition, unread } = alertOf(read(monitor(over)));
    expect(definition).toMatchObject({ id: "by-hand/alert", signal, condition });
    expect(unread).toBeNull();
  });
});

it("a query that no signal says is inverted, and the receipt tells why", () => {
  const query = "formula(\"a / b\").last('5m') > 3";
  const alert = alertOf(read(monitor({ query })));
  expect(alert.definition.signal).toMatchObject({ kind: "datadog-monitor", query });
  const [plan] = planDrill({ definitions: [], stack, sqlProbes: [], verbatim: [alert] }, "real");
  expect(plan).toMatchObject({ method: { injection: { kind: "inverted", what: "monitor", why: alert.unread } } });
  expect(alert.unread).toMatch(/^its query is a formula over queries of its own/);
});

it("a test runs as often, and fails as often, as it says, whatever it asks", () => {
  expect(alertOf(read(check(), "synthetics-test")).definition).toMatchObject({
    signal: { kind: "http-check", every: 60 },
    condition: { failures: 2 },
  });
});

it.each<[string, string, VerbatimAlert | LeftAlone]>([
  [
    "that wakes somebody",
    "its message notifies @pagerduty-shop, which may wake somebody: bind it under tocsin:destinations as one for tests to drill it",
    read(monitor({ message: `${told} @pagerduty-shop` })),
  ],
  [
    "that wakes somebody later",
    "its message notifies @oncall-shop, which may wake somebody: bind it under tocsin:destinations as one for tests to drill it",
    read(monitor({ options: { escalation_message: "@oncall-shop" } })),
  ],
  [
    "of another Slack account",
    "its message notifies @slack-other-ops, which may wake somebody: bind it under tocsin:destinations as one for tests to drill it",
    read(monitor({ message: "@slack-other-ops" })),
  ],
  [
    "that notifies whom a variable says",
    "a variable says whom its message notifies, which may be a pager",
    read(monitor({ message: "@{{owner.name}}" })),
  ],
  [
    "that notifies nobody",
    "its message notifies nobody for certain whose messages can be read back",
    read(monitor({ message: "hm" })),
  ],
  [
    "that notifies only of warnings",
    "its message notifies nobody for certain whose messages can be read back",
    read(monitor({ message: `{{#is_warning}}${told}{{/is_warning}}` })),
  ],
  [
    "with another's title",
    "another alert of the stack has the same title: a notification does not say of which it is",
    read(monitor(), "monitor", ["High load", "High load"]),
  ],
  [
    "with no title of its own",
    "its title is made of variables: no notification can be recognised by it",
    read(monitor({ name: "{{host.name}}: {{value}}" })),
  ],
  [
    "of a budget",
    "it watches what is left of a budget, and not how fast it burns",
    read(monitor({ type: "slo alert", query: 'error_budget("abc").over("7d") > 75' })),
  ],
  ["of a paused test", "it is paused: it does not run", read(check({ status: "paused" }), "synthetics-test")],
  [
    "of a browser",
    "the steps of a browser test stand in no list, so nothing of it can be inverted",
    read(check({ type: "browser" }), "synthetics-test"),
  ],
  [
    "that asserts nothing",
    "it asserts nothing that can be inverted",
    read(check({ config: { request: {}, assertions: [] } }), "synthetics-test"),
  ],
  ["without a pace", "it does not say how often it runs", read(check({ options: {} }), "synthetics-test")],
])("is left alone: an alert %s", (_, reason, outcome) => {
  expect(reasonOf(outcome)).toBe(reason);
});

it("a pager for tests is notified, and the receipt says that it cannot be read back", () => {
  const destinations = { tests: { kind: "pagerduty", service: "tests", test: true } } as const;
  const raw = rawSchema.parse({
    id: "by-hand/a",
    stack: "staging",
    kind: "monitor",
    body: monitor({ message: `${told} @pagerduty-tests` }),
  });
  const { notes, places } = alertOf(readAlert(compileRaw(raw, stack), [], { ...stack, destinations }));
  expect(places).toEqual({ alert: ["#alerts"], recovery: ["#alerts"] });
  expect(notes[1]).toBe("@pagerduty-tests cannot be read back: whether it arrives there is not proven.");
});

it.each<[string, string, boolean]>([
  ["High load", "[Triggered] High load", true],
  ["High load", "[P1] [Recovered on {host:web-1}] High load - https://app.datadoghq.com/monitors/1", true],
  ["High load", "[Triggered] High load of the queue", false],
  ["High load", "[Triggered] [staging] High load", false],
  ["High load", "Somebody writes about High load", false],
  [
    "Load (1 min) of {{host.name}} {{#is_alert}}!{{/is_alert}}",
    "text before\n[Warn on {host:a}] Load (1 min) of a ",
    true,
  ],
])("a notification of %s: %s is %s", (name, text, is) => {
  expect(alertOf(read(monitor({ name }))).isAbout(text)).toBe(is);
});

it("is most of a whole estate; what is left tells why", () => {
  const draw = drawFrom(2026);
  const outcomes = [
    ...monitors(draw).map((body) => read({ ...body, message: told, name: "High load" } as JsonObject)),
    ...tests(draw, "id").map((body) => read({ ...body, message: told } as JsonObject, "synthetics-test")),
  ];
  const verbatim = outcomes.flatMap((one) => ("reason" in one ? [] : [one]));
  const plans = planDrill({ definitions: [], stack, sqlProbes: [], verbatim }, "real");
  const how = plans.map(({ method }) => (method.injection === null ? `not: ${method.reason}` : method.injection.kind));
  const left = outcomes.flatMap((one) => ("reason" in one ? [one.reason] : []));
  const counts = new Map<string, number>();
  for (const text of [...how, ...left]) counts.set(text, (counts.get(text) ?? 0) + 1);
  expect(outcomes.length).toBe(150);
  expect([...counts].map(([text, count]) => `${count} ${text}`).sort()).toMatchInlineSnapshot(`
    [
      "1 check-runs",
      "1 not: checks that a drill makes up would count in its percentage from then on",
      "108 inverted",
      "2 it asserts nothing that can be inverted",
      "29 it is paused: it does not run",
      "9 the steps of a browser test stand in no list, so nothing of it can be inverted",
    ]
  `);
});

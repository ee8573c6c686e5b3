/** Definitions in Datadog's own words, read as the signal that says the same: by it a drill fires them. */
import { describe, expect, it } from "vitest";
import { queryReadings } from "../../src/app/query-readings.ts";
import { planDrill } from "../../src/drill/plan.ts";
import { readingOf } from "../../src/import/reading.ts";
import type { Definition } from "../../src/model/definition.ts";
import { minutes } from "../../src/model/units.ts";
import { above, asStated } from "../../src/model/words/conditions.ts";
import { datadogQuery } from "../../src/model/words/metrics.ts";
import { datadogMonitor } from "../../src/model/words/signals.ts";
import { definition, stack } from "../support/definitions.ts";

function planOf(one: Definition) {
  const definitions = [one];
  const readings = queryReadings({ definitions, stack, objectives: [], imported: new Map() });
  const [plan] = planDrill({ definitions, stack, sqlProbes: [], readings }, "real");
  if (plan === undefined) throw new Error("nothing is planned");
  return plan;
}

const inWords = (query: string) =>
  definition({
    signal: datadogQuery(query, { unit: "bytes", delay: minutes(1) }),
    condition: above(90, { averagedOver: minutes(5), noData: "ok" }),
  });

type Type = Parameters<typeof datadogMonitor>[0]["type"];
const monitor = (type: Type, query: string, critical: number) =>
  definition({ signal: datadogMonitor({ type, query, options: { thresholds: { critical } } }), condition: asStated() });

const answers = (service: string) =>
  monitor(
    "log alert",
    `logs("source:vercel @environment:production service:${service} @proxy.statusCode:503").index("*").rollup("count").last("5m") > 20`,
    20,
  );

describe("a query that a signal says", () => {
  it("of the probe's metrics is fired by their points, under the id and route of its definition", () => {
    const { definition: read, method } = planOf(inWords("max:tocsin.probe.db.table_bytes{env:staging} by {table}"));
    expect(method.injection).toMatchObject({ kind: "series", source: "probe", groupBy: ["table"] });
    expect(read).toMatchObject({
      ...{ id: "shop/errors", route: "everybody" },
      signal: { kind: "metric", unit: "bytes" },
      condition: { critical: 90, over: "average", window: 300 },
    });
  });

  it("of a service's lines is fired by them; of lines that no service of the stack writes, nobody knows the form", () => {
    const { definition: read, method } = planOf(answers("shop-staging"));
    expect(method.injection).toMatchObject({ kind: "logs", grows: false });
    expect(read).toMatchObject({ signal: { kind: "log-count" }, condition: { critical: 20, window: 300 } });
    expect(planOf(answers("shop-other")).method.injection).toMatchObject({
      why: "only its own source writes what it finds, in a form that only that source knows",
    });
  });

  it.each<[string, Definition, string]>([
    ["whose points nobody knows who sends", inWords("avg:queue.depth{*}"), "who reports its metrics is not known"],
    [
      "about a past that cannot be sent",
      monitor("query alert", "pct_change(avg(last_5m),last_1h):sum:orders{*}.as_count() < -30", -30),
      "what it is compared with lies in the past, and cannot be sent",
    ],
  ])("is inverted, and says why: %s", (_, one, why) => {
    expect(planOf(one).method.injection).toEqual({ kind: "inverted", what: "monitor", why });
  });
});

it.each<[string, Definition, string]>([
  [
    "a function over several groups",
    inWords("top(max:tocsin.probe.db.table_bytes{env:staging} by {table}, 5, 'mean', 'desc')"),
    "its query calls top(), which no definition says",
  ],
  [
    "a type of monitor",
    monitor("process alert", "processes('worker').over('env:prod').rollup('count').last('5m') < 1", 1),
    'its type "process alert" has no signal of its own',
  ],
  [
    "a formula over searches",
    monitor("log alert", 'formula("a / b").last("5m") > 3', 3),
    "its query is a formula over searches of its own, of which a definition says a share with a minimum",
  ],
])("a query that no signal says is inverted as it stands, and says what it is: %s", (_, one, why) => {
  const { definition: read, method } = planOf(one);
  expect(read).toBe(one);
  expect(method.injection).toEqual({ kind: "inverted", what: "monitor", why });
});

const burn = (id: string, days: string) =>
  `burn_rate("${id}").over("${days}").long_window("1h").short_window("5m") > 14.4`;
const known = new Map([["abc", { id: "objectives/orders", window: 30 }]]);

it("a burn rate in Datadog's words is one of the objective that has its id", () => {
  const reading = readingOf(monitor("slo alert", burn("abc", "30d"), 14.4), stack, known);
  expect(reading).toMatchObject({
    unread: null,
    definition: {
      signal: { kind: "burn-rate", objective: "objectives/orders" },
      condition: { kind: "burning", rate: 14.4, long: 3600, short: 300 },
    },
  });
});

it.each([
  [
    "of another objective",
    burn("xyz", "30d"),
    "what would burn the budget of xyz is not known: it is none of the project's objectives",
  ],
  ["over another time", burn("abc", "7d"), "it asks for 7 days, and its objective is of 30"],
  [
    "of what is left",
    'error_budget("abc").over("7d") > 75',
    "it watches what is left of a budget, and not how fast it burns",
  ],
])("an alert on a budget is not fired, and says why: %s", (_, query, why) => {
  const one = monitor("slo alert", query, 75);
  expect(readingOf(one, stack, known)).toEqual({ definition: one, unread: why });
});

it("of an alert on a budget the plan says why it is not fired", () => {
  expect(planOf(monitor("slo alert", 'error_budget("abc").over("7d") > 75', 75)).method).toEqual({
    injection: null,
    reason:
      "Datadog takes no burn rate below its limit: it watches what is left of a budget, and not how fast it burns",
  });
});

it("a definition that says by itself what it watches is not read", () => {
  expect(queryReadings({ definitions: [definition()], stack, objectives: [], imported: new Map() }).size).toBe(0);
});

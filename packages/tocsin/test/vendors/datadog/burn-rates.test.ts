/** Burn rates: what Datadog refuses, and by what a drill burns the budget of each kind of objective. */
import { describe, expect, it, test } from "vitest";
import { planDrill } from "../../../src/drill/plan.ts";
import { faultsOf } from "../../../src/model/check.ts";
import type { Definition } from "../../../src/model/definition.ts";
import { type Objective, objectiveSchema } from "../../../src/model/objective.ts";
import { hours, minutes } from "../../../src/model/units.ts";
import { referenceFaults } from "../../../src/model/views.ts";
import { burning } from "../../../src/model/words/conditions.ts";
import { burnRate } from "../../../src/model/words/signals.ts";
import { compile } from "../../../src/vendors/compile.ts";
import { definition, everybody, measured, stack } from "../../support/definitions.ts";

const objective = (indicator: object, target = 99.9): Objective =>
  objectiveSchema.parse({
    ...{ id: "objectives/orders", title: "Orders succeed", service: "shop", owner: "founder", target, window: 30 },
    ...{ why: "Nobody comes back who could not order.", indicator },
  });
const own = { reportedBy: "own", scope: "stack", delay: 0 };
const count = (metric: string, tags: object = {}) => ({ metric, aggregate: "sum", tags });
const events = (good: object, total: object, source: unknown = own) =>
  objective({ kind: "good-events", source, good, total });
const time = (source: unknown, target?: number) =>
  objective(
    {
      ...{
        kind: "good-time",
        source,
        expression: "up",
        series: { up: { metric: "tocsin.probe.up", aggregate: "min" } },
      },
      ...{ comparison: "at least", limit: 1 },
    },
    target,
  );

const burn = (rate = 14.4, windows = { long: hours(1), short: minutes(5) }, more = {}): Definition =>
  definition({
    signal: burnRate({ objective: "objectives/orders" }),
    condition: burning(rate, { ...windows, ...more }),
  });

describe("what Datadog refuses", () => {
  const refused = (one: Definition, of: Objective, beside: Definition[] = []) =>
    referenceFaults(one, [one, ...beside], [of]).map(({ rule, path }) => `${rule} ${path}`);

  test("a rate that no error rate reaches", () => {
    const half = objective({ kind: "uptime", definitions: ["shop/cpu"] }, 95);
    const cpu = measured({ noData: "ok" }, {}, { id: "shop/cpu" });
    expect(refused(burn(20), half, [cpu])).toEqual([]);
    expect(refused(burn(20.1), half, [cpu])).toEqual(["model/unreachable condition.rate"]);
  });

  test("the uptime of what is no monitor on metrics", () => {
    const lines = definition({ id: "shop/lines" });
    const uptime = objective({ kind: "uptime", definitions: ["shop/lines"] });
    expect(refused(burn(), uptime, [lines])).toEqual(["model/no-monitor signal.objective"]);
  });

  test.each<[string, { long: number; short: number }, string[]]>([
    ["a long window under an hour", { long: minutes(30), short: minutes(5) }, ["condition.long"]],
    ["a long window of more than two days", { long: hours(49), short: minutes(5) }, ["condition.long"]],
    ["a short window as long", { long: hours(1), short: hours(1) }, ["condition.short"]],
    ["neither", { long: hours(48), short: hours(4) }, []],
  ])("%s", (_, windows, paths) => {
    expect(faultsOf(burn(1, windows as never)).map(({ path }) => path)).toEqual(paths);
  });
});

it("a warning has words of its own and wakes nobody", () => {
  const pager = { ...everybody, pager: ["webhook-pager"] };
  const beside = { dashboards: [], objectives: [time("probe")] };
  const prod = { ...stack, allowDrills: false };
  const made = compile([burn(14.4, undefined, { warning: 7 })], [pager], prod, [], beside);
  const message = String(made.find(({ kind }) => kind === "monitor")?.body.message);
  expect(message).toContain(
    "{{#is_warning}}\nWarning: error budget burning more than 7 times too fast over 1 h and 5 min, fires above 14.4 times.",
  );
  expect(message).toContain("{{^is_warning}} @webhook-pager {{/is_warning}}");
});

describe("a drill burns it", () => {
  const methodOf = (of: Objective, one = burn()) =>
    planDrill({ definitions: [one], stack, sqlProbes: [], objectives: [of] }, "real")[0]?.method;

  it("by failed requests, where a project's are counted", () => {
    const metric = "vercel.functions.invocations";
    const of = (source: object) => events(count(metric, { "!status_code": ["5*", "-1"] }), count(metric), source);
    expect(methodOf(of({ kind: "vercel", service: "shop" }))?.injection).toMatchObject({
      ...{ kind: "logs", grows: true, spends: "objectives/orders" },
      lines: expect.arrayContaining([expect.objectContaining({ status: 500, functions: true })]),
    });
    const other = events(count("vercel.builds"), count("vercel.builds"), { kind: "vercel", service: "shop" });
    expect(methodOf(other)).toEqual({ injection: null, reason: "no request is known that would count as bad" });
  });

  it.each<[string, Objective, object[]]>([
    [
      "of another metric than all are",
      events(count("accepted", { region: "eu" }), count("received", { region: "eu" })),
      [
        { metric: "received", tags: { region: "eu" }, bad: 10_000, good: 1 },
        { metric: "accepted", tags: { region: "eu" }, bad: 0, good: 1 },
      ],
    ],
    [
      "with a tag that the good ones exclude",
      events(count("orders", { "!result": ["5*"] }), count("orders")),
      [
        { metric: "orders", tags: { result: "500" }, bad: 10_000, good: 0 },
        { metric: "orders", tags: {}, bad: 0, good: 1 },
      ],
    ],
    [
      "with another value than the good ones have",
      events(count("orders", { result: "ok" }), count("orders")),
      [
        { metric: "orders", tags: { result: "tocsin-drill" }, bad: 10_000, good: 0 },
        { metric: "orders", tags: { result: "ok" }, bad: 0, good: 1 },
      ],
    ],
  ])("by events %s", (_, of, series) => {
    expect(methodOf(of)?.injection).toMatchObject({
      kind: "series",
      backfill: 420,
      spends: "objectives/orders",
      series,
    });
  });

  it("by bad slices of time, as many as the rate asks for", () => {
    const hour = methodOf(time("probe"));
    // 1.44 % of an hour is one slice; the short window asks for two.
    expect(hour?.injection).toMatchObject({
      kind: "series",
      backfill: 720,
      series: [{ metric: "tocsin.probe.up", bad: 0 }],
    });
    const day = methodOf(time("probe", 99), burn(14.4, { long: hours(24), short: hours(2) } as never));
    expect(day).toEqual({
      injection: null,
      reason: "it takes 215 min of bad time, and Datadog takes no points that are older than an hour",
    });
  });

  it.each<[string, Objective, string]>([
    [
      "an integration's metrics",
      time({ reportedBy: "integration", scope: "stack", delay: 0 }),
      "only the integration itself reports these metrics, and Datadog takes no burn rate below a limit",
    ],
    [
      "events that are all good",
      events(count("orders"), count("orders")),
      "no event is known that would count as bad: all of them are good",
    ],
    [
      "the uptime of other alerts",
      objective({ kind: "uptime", definitions: ["shop/cpu"] }),
      "its objective is counted from other alerts, which are drilled themselves",
    ],
  ])("but not of %s", (_, of, reason) => {
    expect(methodOf(of)).toEqual({ injection: null, reason });
  });
});

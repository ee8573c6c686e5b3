import {
  above,
  alert,
  anomalous,
  below,
  consecutiveFailures,
  hours,
  httpCheck,
  integrationMetrics,
  logCount,
  metric,
  metricChange,
  metricOutliers,
  minutes,
  multistepCheck,
  one,
  ownMetrics,
  search,
  sentryErrors,
  sentrySpans,
  vercelLogs,
} from "tocsin";
import { expect, test } from "vitest";
import { watchedApp } from "../../../src/app/local/watched-app.ts";
import { type Definition, definitionSchema } from "../../../src/model/definition.ts";
import { stack } from "../../support/definitions.ts";

const common = {
  title: "Something is wrong",
  service: "shop",
  owner: "founder",
  severity: "ticket" as const,
  route: "everybody",
  why: "People cannot buy.",
  causes: ["a bad deployment"],
  firstChecks: ["The newest deployment"],
  recovered: "It is quiet.",
  runbook: "storm",
};
const nothing = { crons: {}, routes: [], requests: [], traces: [], errors: [], failures: [] };
let n = 0;
const of = (words: Pick<Parameters<typeof alert>[0], "signal" | "condition">): Definition => {
  n += 1;
  return definitionSchema.parse(alert({ ...common, ...words, id: `shop/alert-${n}` }));
};

test("a health check is answered as it expects it, with the secret that it sends", () => {
  const check = of({
    signal: httpCheck({
      service: "shop",
      path: "/livez",
      every: minutes(1),
      headers: { "x-key": { secret: "SHOP_KEY", prefix: "key " } },
      expect: {
        status: [200, 299],
        json: { "$.open": true, "$.tills[1].ok": true },
        headers: { server: { is: "shop" } },
      },
    }),
    condition: consecutiveFailures(2),
  });
  expect(watchedApp([check], stack, nothing).checks).toEqual([
    {
      host: "shop.example",
      path: "/livez",
      status: 200,
      body: { open: true, tills: [null, { ok: true }] },
      headers: { server: "shop" },
      secret: { header: "x-key", prefix: "key " },
    },
  ]);
});

test("a line whose absence fires is printed often enough, one whose presence fires is not", () => {
  const source = vercelLogs("shop");
  const missing = of({
    signal: logCount({ source, filter: { phrases: ["[orders] taken"], path: "/api/orders" } }),
    condition: below(3, { per: minutes(60), noData: "zero" }),
  });
  const broken = of({
    signal: logCount({ source, filter: { phrases: ["[orders] lost"], path: "/api/refunds" } }),
    condition: above(3, { per: minutes(60), noData: "zero" }),
  });
  const { requests } = watchedApp([missing, broken], stack, nothing);
  expect(requests).toEqual([
    { project: "prj_1", path: "/" },
    { project: "prj_1", path: "/api/orders", every: 7, line: { text: "[orders] taken", every: 7 } },
    { project: "prj_1", path: "/api/refunds", every: 5 },
  ]);
});

test("the project's own file goes before what is derived", () => {
  const errors = of({
    signal: sentryErrors({ project: "web", tags: { area: ["cart", "till"] } }),
    condition: above(5, { per: minutes(5) }),
  });
  const slow = of({
    signal: sentrySpans({ project: "web", transaction: "*/api/orders", statistic: "p95" }),
    condition: above(2000, { per: minutes(5) }),
  });
  const derived = watchedApp([errors, slow], stack, nothing);
  expect(derived.traces).toEqual([{ project: "shop-web", transaction: "GET /api/orders" }]);
  expect(derived.errors).toEqual([
    { project: "shop-web", tags: { area: "cart" } },
    { project: "shop-web", tags: { area: "till" } },
  ]);
  expect(derived.failures).toEqual([{ project: "shop-web", tags: { area: "cart" } }]);
  const traces = [{ project: "web", transaction: "POST /api/orders", durationMs: 80 }];
  const failures = [{ project: "web", tags: { area: "till" } }];
  const own = watchedApp([errors, slow], stack, { ...nothing, traces, failures });
  expect(own.traces).toEqual([{ project: "shop-web", transaction: "POST /api/orders", durationMs: 80 }]);
  expect(own.failures).toEqual([{ project: "shop-web", tags: { area: "till" } }]);
});

test("what agents and integrations measure is there, on the side that does not fire, for a group of its own", () => {
  const share = of({
    signal: metric({
      source: integrationMetrics(),
      expression: "errors / all * 100",
      series: {
        errors: { metric: "lb.5xx", aggregate: "sum", as: "count" },
        all: { metric: "lb.requests", aggregate: "sum", as: "count" },
      },
      minimum: { series: "all", value: 20 },
      groupBy: ["balancer"],
      unit: "%",
      interval: minutes(1),
    }),
    condition: above(5, { per: minutes(5), noData: "ok" }),
  });
  const unusual = of({
    signal: metricOutliers({
      source: integrationMetrics(),
      ...one("lb.5xx", "sum", { as: "count" }),
      ...{ groupBy: ["balancer"], unit: "", interval: minutes(1), algorithm: "DBSCAN", tolerance: 3 },
    }),
    condition: anomalous({ window: minutes(30), noData: "ok" }),
  });
  const floor = of({
    signal: metric({
      source: ownMetrics({ scope: "everywhere" }),
      ...one("disk.free", "min", { tags: { host: "db-*", "!device": "tmp" } }),
      groupBy: ["host"],
      unit: "GiB",
      interval: minutes(10),
    }),
    condition: below(20, { averagedOver: hours(1), warning: 50, noData: "notify" }),
  });
  expect(watchedApp([unusual, share, floor, share], stack, nothing).metrics).toEqual([
    { metric: "lb.5xx", type: "count", value: 0, tags: ["balancer:local-balancer", "env:staging"], every: 1, past: 0 },
    {
      metric: "lb.requests",
      type: "count",
      value: 1,
      tags: ["balancer:local-balancer", "env:staging"],
      every: 1,
      past: 0,
    },
    { metric: "disk.free", type: "gauge", value: 100, tags: ["host:db-local"], every: 10, past: 0 },
  ]);
});

test("what is compared with its past has one, as long as the comparison and its window", () => {
  const orders = { source: ownMetrics({ scope: "everywhere" }), unit: "orders", interval: minutes(1) } as const;
  const change = (comparedWith: number) =>
    of({
      signal: metricChange({ ...orders, ...one("orders", "sum", { as: "count" }), change: "percent", comparedWith }),
      condition: below(-50, { averagedOver: hours(1), noData: "show" }),
    });
  const shifted = of({
    signal: metric({
      ...orders,
      expression: "now / before",
      series: {
        now: { metric: "jobs", aggregate: "sum" },
        before: { metric: "jobs", aggregate: "sum", functions: [{ name: "day_before" }] },
      },
    }),
    condition: above(2, { averagedOver: hours(1), noData: "show" }),
  });
  const pasts = watchedApp([change(3600), change(7 * 86_400), shifted], stack, nothing).metrics;
  expect(pasts.map(({ metric: name, past }) => [name, past])).toEqual([
    ["jobs", 25 * 60],
    ["orders", 7 * 1440 + 60],
  ]);
});

test("lines of other sources are found by searches, and are neither missing nor too many", () => {
  const find = {
    fields: { service: ["gateway", "other"], team: "pay", "@http.code": { from: 400, to: 499 }, "@path": { not: "/" } },
    phrases: ["it was done"],
  };
  const on = (
    value: Parameters<typeof search>[0]["value"],
    condition: Definition["condition"] | ReturnType<typeof above>,
  ) =>
    watchedApp(
      [of({ signal: search({ origin: "logs", find, value, groupBy: ["@region"] }), condition })],
      stack,
      nothing,
    ).lines;
  const body = {
    message: "it was done",
    service: "gateway",
    ddtags: "env:staging,team:pay",
    http: { code: 400 },
    region: "local-region",
  };
  expect(on({ of: "count" }, below(1, { per: hours(1), noData: "notify" }))).toEqual([{ body, every: 1 }]);
  expect(on({ of: "count" }, above(20, { per: minutes(5), noData: "ok" }))).toEqual([{ body, every: 5 }]);
  expect(on({ of: "count" }, above(0, { per: minutes(5), noData: "ok" }))).toEqual([]);
  const slow = { of: "measure", attribute: "@duration", statistic: "pc95", unit: "ns" } as const;
  expect(on(slow, above(1e9, { per: minutes(5), noData: "ok" }))).toEqual([
    { body: { ...body, duration: 0 }, every: 1 },
  ]);
  expect(on(slow, below(5, { per: minutes(5), noData: "ok" }))).toEqual([
    { body: { ...body, duration: 10 }, every: 1 },
  ]);
  // Without lines of the numerator a group has no share; fewer than the minimum count as none.
  const among = { fields: { team: "pay" } };
  const whole = { message: "all is well", ddtags: "env:staging,team:pay", region: "local-region" };
  expect(on({ of: "share", among, minimum: 20 }, above(5, { per: minutes(10) }))).toEqual([
    { body: whole, every: 5 },
    { body, every: 5 },
  ]);
  expect(on({ of: "share", among, minimum: 1 }, above(5, { per: minutes(10) }))).toEqual([{ body: whole, every: 1 }]);
});

test("a path with a kept value is one for every value, and a header that must match has a text that does", () => {
  const steps = of({
    signal: multistepCheck({
      every: minutes(5),
      steps: [
        { name: "a", service: "shop", path: "/carts", expect: { status: 200 }, keep: { CART: { json: "$.id" } } },
        {
          ...{ name: "b", service: "shop", path: "/carts/{{ CART }}" },
          expect: { status: 200, headers: { "content-type": { matches: "^text/html" } } },
        },
      ],
    }),
    condition: consecutiveFailures(2),
  });
  expect(watchedApp([steps], stack, nothing).checks).toMatchObject([
    { path: "/carts" },
    { path: "/carts/:CART", headers: { "content-type": "text/html" } },
  ]);
});

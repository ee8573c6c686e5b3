import {
  above,
  alert,
  below,
  consecutiveFailures,
  httpCheck,
  logCount,
  minutes,
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

/** An error budget is burnt in a stack that drills, by what its objective counts as bad; then nothing bad comes any more. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { definitionSchema } from "../../../src/model/definition.ts";
import { objectiveSchema } from "../../../src/model/objective.ts";
import type { Resource } from "../../../src/model/resource.ts";
import { hours, minutes } from "../../../src/model/units.ts";
import { burning } from "../../../src/model/words/conditions.ts";
import { burnRate } from "../../../src/model/words/signals.ts";
import { Stand } from "./stand.ts";

const alert = (id: string, objective: string) =>
  definitionSchema.parse({
    ...{ id: `budget/${id}`, title: `Budget: ${id}`, service: "cliply-web", owner: "founder", severity: "ticket" },
    ...{ route: "founder-and-alerts", runbook: "api-error-spike", source: ["monitoring 3.1"] },
    ...{ why: "Nobody can buy anything.", causes: ["a bad deployment"], firstChecks: ["The newest deployment"] },
    ...{ recovered: "An order goes through.", signal: burnRate({ objective }) },
    condition: burning(14.4, { long: hours(1), short: minutes(5) }),
  });

const orders = (id: string, good: object) =>
  objectiveSchema.parse({
    ...{
      id: `objectives/${id}`,
      title: `Orders: ${id}`,
      service: "cliply-web",
      owner: "founder",
      target: 99.5,
      window: 30,
    },
    why: "Nobody comes back who could not order.",
    indicator: {
      kind: "good-events",
      source: { reportedBy: "own", scope: "stack", delay: 0 },
      good,
      total: { metric: "orders.received", aggregate: "sum" },
    },
  });

/** In Datadog's own words: it names the objective by Datadog's id, which provisioning puts in the place of this one. */
const inOwnWords = definitionSchema.parse({
  ...alert("own-words", "objectives/orders"),
  condition: { kind: "as-stated" },
  signal: {
    ...{ kind: "datadog-monitor", type: "slo alert", options: { thresholds: { critical: 14.4 } } },
    query: 'burn_rate("<objectives/orders>").over("30d").long_window("1h").short_window("5m") > 14.4',
  },
});
const named = { path: "query", within: "<objectives/orders>", resource: "objectives/orders/slo", property: "id" };

let stand: Stand;
beforeAll(async () => {
  const change = (resource: Resource) =>
    resource.definition === inOwnWords.id ? { ...resource, refs: [...resource.refs, named] } : resource;
  stand = await Stand.start(change, undefined, {
    objectives: [
      orders("orders", { metric: "orders.accepted", aggregate: "sum" }),
      orders("typed", { metric: "orders.received", aggregate: "sum", tags: { "!result": ["failed*"] } }),
    ],
    definitions: [
      alert("requests", "objectives/api-success"),
      alert("orders", "objectives/orders"),
      alert("typed", "objectives/typed"),
      alert("time", "objectives/stripe-delivery"),
      alert("uptime", "objectives/readyz"),
      inOwnWords,
    ],
  });
  stand.project.imported.set("objectives/orders/slo", "<objectives/orders>");
});
afterAll(() => stand?.close());

it.each([
  ["requests", "real", '40 log lines such as "GET /api/tocsin-drill 500"', "objectives/api-success"],
  ["orders", "synthetic", "points of orders.received, orders.accepted", "objectives/orders"],
  ["typed", "synthetic", "points of orders.received", "objectives/typed"],
  ["own-words", "synthetic", "points of orders.received, orders.accepted", "objectives/orders"],
  ["time", "synthetic", "points of tocsin.probe.stripe.delivery_success_pct", "objectives/stripe-delivery"],
])("of %s fires, arrives and recovers, and its receipt says what was used up", async (id, how, injected, objective) => {
  const { level, reason, evidence } = await stand.receipt(`budget/${id}`);
  expect([level, reason, evidence.how, evidence.injected]).toEqual([
    ...["recovered", "it fired, arrived and recovered", how, injected],
  ]);
  expect(evidence.messages.map(({ means }) => means)).toEqual(["alert", "alert", "recovery", "recovery"]);
  expect(evidence.notes).toContain(`What was sent has used up error budget of ${objective} in this stack.`);
});

it("of other alerts is left to them", async () => {
  const { level, reason } = await stand.receipt("budget/uptime");
  expect([level, reason]).toEqual([
    "routed",
    "its objective is counted from other alerts, which are drilled themselves",
  ]);
});

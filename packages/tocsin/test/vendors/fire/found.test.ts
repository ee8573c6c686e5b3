/** A search that any event of a group fires has nothing to invert: a line of the drill's own is sent. */
import { expect, test } from "vitest";
import { planDrill } from "../../../src/drill/plan.ts";
import type { Definition } from "../../../src/model/definition.ts";
import { above, minutes, search } from "../../../src/model/language.ts";
import { touches } from "../../../src/vendors/drills.ts";
import { definition, stack } from "../../support/definitions.ts";

type Given = Omit<Parameters<typeof search>[0], "origin"> & { origin?: "logs" | "rum" };

const on = (given: Given, noData: "ok" | "notify" = "ok", threshold = 0): Definition =>
  definition({
    signal: search({ origin: "logs", ...given }),
    condition: above(threshold, { per: minutes(10), noData }),
  });
const methodOf = (one: Definition) => {
  const [plan] = planDrill({ definitions: [one], stack, sqlProbes: [] }, "emulated");
  if (plan === undefined) throw new Error("there is no plan");
  return plan.method;
};

const memory = { find: { fields: { service: "worker" }, phrases: ["out of memory"] }, groupBy: ["@pod"] };

test("a line that the search finds, of a group of its own", () => {
  expect(methodOf(on(memory)).injection).toMatchObject({
    ...{ kind: "found", count: 1, group: ["@pod:tocsin-drill"] },
    entry: { message: "out of memory", service: "worker", pod: "tocsin-drill", ddtags: "env:staging" },
  });
  const stated = { ...memory, find: { fields: { "@pod": ["a", "b"] } } };
  expect(methodOf(on(stated)).injection).toMatchObject({ entry: { pod: "a" }, group: ["@pod:a"] });
});

test("more than one event, or one of no group, is inverted", () => {
  expect(methodOf(on(memory, "ok", 1)).injection).toMatchObject({ kind: "inverted" });
  expect(methodOf(on({ ...memory, groupBy: [] })).injection).toMatchObject({ kind: "inverted" });
});

test.each<[string, Definition, RegExp]>([
  ["events that no drill can send", on({ ...memory, origin: "rum" }), /exist only with an event/],
  ["what tells of missing data", on(memory, "notify"), /it would tell of missing data/],
])("%s is left alone, and says why", (_, one, reason) => {
  const method = methodOf(one);
  expect(method.injection === null && method.reason).toMatch(reason);
});

test("only searches that can find the same line wait for each other", () => {
  const { injection } = methodOf(on(memory));
  if (injection === null) throw new Error("nothing is sent");
  const other = (fields: Given["find"]["fields"]) => on({ find: { fields }, groupBy: [] });
  expect(touches(injection, other({ service: "worker", status: "error" }))).toBe(true);
  expect(touches(injection, other({ service: "gateway" }))).toBe(false);
});

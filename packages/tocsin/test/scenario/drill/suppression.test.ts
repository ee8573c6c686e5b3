/** What suppresses an alert is not tried by its drill, and the receipt says so. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { definitionSchema } from "../../../src/model/definition.ts";
import { Stand } from "./stand.ts";

let stand: Stand;
beforeAll(async () => {
  const own = {
    ...{ id: "database/full", title: "The disk is full by itself", service: "cliply-database", owner: "founder" },
    ...{ severity: "ticket" as const, route: "alerts-channel", runbook: "api-error-spike" },
    signal: { kind: "composite" as const, all: ["database/disk"], unless: ["database/high-cpu"] },
    condition: { kind: "as-stated" as const },
    why: "Nothing can be written.",
    causes: ["a bad deployment"],
    firstChecks: ["The newest deployment"],
    recovered: "There is room.",
    source: ["monitoring 3.1"],
  };
  stand = await Stand.start(undefined, undefined, {
    only: ["database/disk", "database/high-cpu", "probe/crons"],
    definitions: [definitionSchema.parse(own)],
  });
});
afterAll(() => stand.close());

it("fires and recovers an alert that another suppresses, and says what was not tried", async () => {
  const { level, reason, evidence } = await stand.receipt("database/full");
  expect([level, reason]).toEqual(["recovered", "it fired, arrived and recovered"]);
  expect(evidence.how).toBe("inverted");
  expect(evidence.notes).toContain(
    "That database/high-cpu suppresses it was not tried: while that fires, it does not.",
  );
});

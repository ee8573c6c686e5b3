/** A composite of parts that fire by group is drilled where they have a group in common; else its receipt says which they have. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { definitionSchema } from "../../../src/model/definition.ts";
import { hours, minutes } from "../../../src/model/units.ts";
import { above, asStated } from "../../../src/model/words/conditions.ts";
import { metric, one, ownMetrics } from "../../../src/model/words/metrics.ts";
import { composite } from "../../../src/model/words/signals.ts";
import { Stand } from "./stand.ts";

const common = {
  ...{ title: "Kafka", service: "cliply-worker", owner: "founder", severity: "ticket", route: "alerts-channel" },
  ...{ runbook: "api-error-spike", why: "Nothing is processed.", causes: ["a bad deployment"], recovered: "It is." },
  firstChecks: ["The newest deployment"],
};
const by = (id: string, name: string, groupBy: string[]) =>
  definitionSchema.parse({
    ...common,
    id,
    signal: metric({ source: ownMetrics(), ...one(name, "max"), groupBy, unit: "", interval: minutes(1) }),
    condition: above(1000, { averagedOver: hours(4), noData: "show" }),
  });
const both = (id: string, all: string[]) =>
  definitionSchema.parse({ ...common, id, signal: composite({ all }), condition: asStated() });

let stand: Stand;
beforeAll(async () => {
  const definitions = [
    by("kafka/lag", "kafka.lag", ["topic"]),
    by("kafka/offline", "kafka.offline", ["partition", "topic"]),
    by("kafka/cpu", "kafka.cpu", ["host"]),
    both("kafka/stuck", ["kafka/lag", "kafka/offline"]),
    both("kafka/slow", ["kafka/lag", "kafka/cpu"]),
  ];
  stand = await Stand.start(undefined, undefined, { only: [], definitions });
});
afterAll(() => stand.close());

/**
 * What the agents report in ten minutes, and two minutes for the monitors to look. The clock runs on where this machine waits: hence the
 * long window, in which there is data all the same.
 */
beforeEach(async () => {
  const now = Math.floor(Date.parse(z.object({ now: z.string() }).parse(await stand.told("/clock")).now) / 1000);
  const points = Array.from({ length: 15 }, (_, n) => ({ timestamp: now + (9 - n) * 60, value: 1 }));
  const series = (name: string, ...tags: string[]) => ({ metric: name, type: 3, tags: ["env:local", ...tags], points });
  const body = [
    series("kafka.lag", "topic:orders"),
    series("kafka.offline", "topic:orders", "partition:7"),
    series("kafka.cpu", "host:a"),
  ];
  await stand.call("datadog", "POST", "/api/v2/series", { series: body });
  await stand.pass(7 * 60);
});

it("fires and recovers for the group that they have in common", async () => {
  const { level, reason } = await stand.receipt("kafka/stuck");
  expect([level, reason]).toEqual(["recovered", "it fired, arrived and recovered"]);
});

it("says what the parts have where that is nothing in common", async () => {
  const { level, reason } = await stand.receipt("kafka/slow");
  expect(level).toBe("routed");
  expect(reason).toMatch(
    /it says no-data\): its parts have no group in common: kafka\/lag has topic:orders, kafka\/cpu has host:a$/,
  );
});

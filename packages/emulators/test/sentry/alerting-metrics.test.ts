/** Alerts on a metric: told beyond its limit and when it is over. */
import { expect, test } from "vitest";
import { createWorld } from "../world.ts";
import { alert, metricMonitor, slackAction } from "./client.ts";
import { alerts, filter, mailAction, make, monitors, reportErrors, slackTexts, subjects, trigger } from "./events.ts";

test("a metric beyond its limit is told with its value, and told when it is over", async () => {
  const world = createWorld();
  const name = "[staging] High error rate tocsin:web/errors";
  const detector = await make(world, monitors, metricMonitor({}, { name, description: "Roll back first." }));
  const triggers = trigger("first_seen_event", "regression_event", "issue_resolved_trigger");
  const actionFilters = [{ logicType: "any", conditions: [], actions: [slackAction(), mailAction] }];
  await make(world, alerts, alert({ detectorIds: [detector], triggers, actionFilters, config: { frequency: 0 } }));
  await reportErrors(world, 57);
  await world.context.clock.advance(60);
  expect(subjects(world)).toEqual([`[Critical] ${name} - web`]);
  expect(world.mail.messages[0]?.text).toContain("Roll back first.");
  expect(slackTexts(world)[0]).toContain(`*Critical: ${name}*`);
  expect(slackTexts(world)[0]).toContain("57 events in the last 5 minutes");
  await world.context.clock.advance(300);
  expect(subjects(world).slice(1)).toEqual([`[Resolved] ${name} - web`]);
  expect(slackTexts(world)[1]).toContain(`*Resolved: ${name}*`);
  expect(slackTexts(world)[1]).toContain("0 events in the last 5 minutes");
});

test.each([
  ["the same one again and again", () => ({ id: "42" }), 1],
  ["each another", (n: number) => ({ id: String(n) }), 6],
  [
    "told by mail, name or address",
    (n: number) => [{ email: "42" }, { username: "42" }, { ip_address: "42" }][n % 3],
    3,
  ],
  ["nobody", () => undefined, 0],
])("users are counted once each: %s", async (_, user, expected) => {
  for (const limit of [expected - 1, expected]) {
    const world = createWorld();
    const aggregate = "count_unique(tags[sentry:user])";
    const conditions = [
      { type: "gt", comparison: limit, conditionResult: 75 },
      { type: "lte", comparison: limit, conditionResult: 0 },
    ];
    const monitor = metricMonitor({ aggregate }, { conditionGroup: { logicType: "any", conditions } });
    const detector = await make(world, monitors, monitor);
    await make(world, alerts, alert({ detectorIds: [detector], config: { frequency: 0 }, ...filter("any") }));
    for (let n = 0; n < 6; n++) await reportErrors(world, 1, { user: user(n) });
    await world.context.clock.advance(60);
    expect(subjects(world)).toHaveLength(limit < expected ? 1 : 0);
  }
});

test("without the trigger for it nobody is told that a metric is well again", async () => {
  const world = createWorld();
  const detector = await make(world, monitors, metricMonitor());
  await make(world, alerts, alert({ detectorIds: [detector], config: { frequency: 0 }, ...filter("any") }));
  await reportErrors(world, 57);
  await world.context.clock.advance(600);
  expect(subjects(world)).toEqual(["[Critical] High error rate - web"]);
});

test.each([
  [25, ["issue_resolved_trigger"], ["resolved"]],
  [75, ["issue_resolved_trigger"], ["resolved"]],
  [true, ["issue_resolved_trigger"], ["resolved"]],
  [75, [], ["sunk"]],
  [50, [], []],
])("a monitor's issue has sunk from %s, by %j", async (comparison, triggers, expected) => {
  const world = createWorld();
  const sunk = filter("all", { type: "issue_priority_deescalating", comparison, conditionResult: true });
  const limits = [
    ["gt", 4, 75],
    ["gt", 2, 50],
    ["lte", 2, 0],
  ] as const;
  const conditions = limits.map(([type, limit, conditionResult]) => ({ type, comparison: limit, conditionResult }));
  const monitor = metricMonitor({ timeWindow: 60 }, { conditionGroup: { logicType: "any", conditions } });
  const detectorIds = [await make(world, monitors, monitor)];
  await make(world, alerts, alert({ ...sunk, config: { frequency: 0 }, triggers: trigger(...triggers), detectorIds }));
  const told: string[] = [];
  for (const [name, errors] of Object.entries({ fired: 5, sunk: 3, resolved: 0, quiet: 0 })) {
    await reportErrors(world, errors);
    await world.context.clock.advance(60);
    if (world.mail.messages.splice(0).length > 0) told.push(name);
  }
  expect(told).toEqual(expected);
});

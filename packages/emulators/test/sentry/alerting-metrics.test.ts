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

test("without the trigger for it nobody is told that a metric is well again", async () => {
  const world = createWorld();
  const detector = await make(world, monitors, metricMonitor());
  await make(world, alerts, alert({ detectorIds: [detector], config: { frequency: 0 }, ...filter("any") }));
  await reportErrors(world, 57);
  await world.context.clock.advance(600);
  expect(subjects(world)).toEqual(["[Critical] High error rate - web"]);
});

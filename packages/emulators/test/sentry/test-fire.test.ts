import { expect, test } from "vitest";
import { createWorld } from "../world.ts";
import { slackAction } from "./client.ts";
import { mailAction, slackTexts, subjects } from "./events.ts";

const path = "/organizations/acme/test-fire-actions/";

test("actions are tried with a sample, which leaves no issue", async () => {
  const world = createWorld();
  const actions = [slackAction({ data: { notes: "tocsin:web/errors" } }), mailAction];
  expect((await world.call("sentry", "POST", path, { actions })).status).toBe(200);
  expect(slackTexts(world)[0]).toContain("tocsin:web/errors");
  expect(subjects(world)).toEqual([expect.stringContaining("This is an example event")]);
  expect([world.sentry.store.issues.size, world.sentry.store.events.length]).toEqual([0, 0]);
});

test.each([
  ["no action", []],
  ["a channel that does not exist", [slackAction({ config: { targetType: "specific", targetDisplay: "#nowhere" } })]],
  ["a member that does not exist", [{ ...mailAction, config: { targetType: "user", targetIdentifier: "99" } }]],
  ["an unknown kind", [{ ...mailAction, type: "pager" }]],
])("%s is a 400 that names the actions", async (_, actions) => {
  const world = createWorld();
  const answer = await world.call("sentry", "POST", path, { actions });
  expect([answer.status, Object.keys(Object(answer.body))]).toEqual([400, ["actions"]]);
  expect(subjects(world)).toEqual([]);
});

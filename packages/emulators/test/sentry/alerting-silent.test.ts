import { expect, test } from "vitest";
import { createWorld } from "../world.ts";
import { alert } from "./client.ts";
import { alerts, error, filter, mailAction, make, report, slackTexts, subjects, trigger } from "./events.ts";

/** Where an alert says nothing, and where what it says does not arrive. */
const every = { triggers: trigger(), config: { frequency: 0 } };

test("within its interval an alert says nothing more about the same issue, whatever happens to it", async () => {
  const world = createWorld();
  const triggers = trigger("first_seen_event", "regression_event", "issue_resolved_trigger");
  await make(world, alerts, alert({ triggers, ...filter("any"), config: { frequency: 30 } }));
  await report(world, error());
  const [issue] = world.sentry.store.issues.values();
  const path = `/organizations/acme/issues/${issue?.id}/`;
  await world.call("sentry", "PUT", path, { status: "resolved" });
  await report(world, error());
  await report(world, error("another"));
  expect(subjects(world).map((subject) => subject.replace(/^WEB-\w+ - /, ""))).toEqual([
    "TypeError: x is undefined",
    "TypeError: another",
  ]);
  await world.context.clock.advance(1_801);
  await world.call("sentry", "PUT", path, { status: "resolved" });
  expect(subjects(world).at(-1)).toMatch(/^\[Resolved\] TypeError: x is undefined/);
});

test.each([
  ["is off", { enabled: false }],
  ["is of another environment", { environment: "prod" }],
  ["has no monitor", { detectorIds: [] }],
  ["is of another project's monitor", { detectorIds: ["51"] }],
])("an alert that %s says nothing", async (_, rest) => {
  const world = createWorld();
  const id = await make(world, alerts, alert({ ...every, ...filter("any"), ...rest }));
  await report(world, error());
  expect(world.mail.messages).toEqual([]);
  expect((await world.call("sentry", "GET", `${alerts}${id}/`)).body).toMatchObject({ lastTriggered: null });
});

test("a disabled monitor or action says nothing", async () => {
  const world = createWorld();
  const actions = [{ ...mailAction, status: "disabled" }];
  await make(world, alerts, alert({ ...every, actionFilters: [{ logicType: "any", conditions: [], actions }] }));
  await report(world, error());
  await make(world, alerts, alert({ ...every, ...filter("any") }));
  await world.call("sentry", "PUT", "/organizations/acme/detectors/50/", { enabled: false });
  await report(world, error());
  expect(world.mail.messages).toEqual([]);
});

test.each([
  ["archived", (world: ReturnType<typeof createWorld>) => channelOf(world).archive()],
  ["left by the bot", (world: ReturnType<typeof createWorld>) => channelOf(world).leave()],
])("a message to a channel that was %s is lost, the alert counts as triggered", async (_, spoil) => {
  const world = createWorld();
  const id = await make(world, alerts, alert());
  spoil(world);
  await report(world, error());
  expect(slackTexts(world)).toEqual([]);
  const { lastTriggered } = Object((await world.call("sentry", "GET", `${alerts}${id}/`)).body);
  expect(lastTriggered).toEqual(expect.any(String));
});

function channelOf({ slack }: ReturnType<typeof createWorld>) {
  const channel = slack.workspace.channels.find(({ name }) => name === "alerts");
  if (channel === undefined) throw new Error("no channel seeded");
  return {
    archive: () => {
      channel.archived = true;
    },
    leave: () => {
      channel.members.clear();
    },
  };
}

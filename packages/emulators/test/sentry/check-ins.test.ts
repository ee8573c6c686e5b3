/** Cron monitors: a job tells of its runs, and what fails, takes too long or does not come raises an issue. */
import { expect, test } from "vitest";
import { createWorld, createWorldWithPast } from "../world.ts";
import { alerts, mailAction, make, monitors, subjects, trigger } from "./events.ts";

type World = ReturnType<typeof createWorld>;

const config = {
  ...{ scheduleType: "crontab", schedule: "*/5 * * * *", timezone: "Europe/Berlin" },
  ...{ checkinMargin: 2, maxRuntime: 3, failureIssueThreshold: 1, recoveryThreshold: 1 },
};
const cron = (own: object = {}, slug = "nightly-export") => ({
  ...{ name: "[staging] Export", type: "monitor_check_in_failure", enabled: true },
  dataSources: [{ name: "Export", slug, config: { ...config, ...own } }],
});

async function watched(own: object = {}): Promise<{ world: World; monitor: string }> {
  const world = await createWorldWithPast();
  const monitor = await make(world, monitors, cron(own));
  await make(world, alerts, {
    ...{ name: "Export", enabled: true, environment: "staging", config: { frequency: 0 }, detectorIds: [monitor] },
    triggers: trigger("first_seen_event", "regression_event", "issue_resolved_trigger"),
    actionFilters: [{ logicType: "any-short", conditions: [], actions: [mailAction] }],
  });
  return { world, monitor };
}

const keyOf = (world: World) => {
  const found = world.sentry.store.projects.find(({ slug }) => slug === "web");
  return { project: found?.id, key: found?.key.public };
};

/** As an SDK sends it. */
async function told(world: World, status: string, rest: object = {}): Promise<number> {
  const { project, key } = keyOf(world);
  const item = { monitor_slug: "nightly-export", environment: "staging", status, ...rest };
  const answer = await world.sentry.app.request(`/api/${project}/envelope/?sentry_key=${key}`, {
    method: "POST",
    body: `{}\n{"type":"check_in"}\n${JSON.stringify(item)}\n`,
  });
  return answer.status;
}

const stateOf = ({ sentry }: World, monitor: string) =>
  [...sentry.store.issues.values()].filter(({ detectorId }) => detectorId === monitor).map(({ status }) => status);

test("a run that fails raises an issue that one that passes resolves, and only the failure is notified", async () => {
  const { world, monitor } = await watched();
  await told(world, "ok");
  await told(world, "error");
  expect(stateOf(world, monitor)).toEqual(["unresolved"]);
  expect(subjects(world)).toEqual([expect.stringMatching(/^WEB-\w+ - Monitor failure: Export$/)]);
  expect(world.mail.messages[0]?.text).toContain("An error check-in was detected");
  await told(world, "ok");
  expect(stateOf(world, monitor)).toEqual(["resolved"]);
  await told(world, "error");
  expect(stateOf(world, monitor)).toEqual(["unresolved"]);
  expect(subjects(world)).toHaveLength(2);
});

test("so many must fail in a row, and so many must pass", async () => {
  const { world, monitor } = await watched({ failureIssueThreshold: 3, recoveryThreshold: 2 });
  for (const status of ["ok", "error", "error", "ok", "error", "error"]) await told(world, status);
  expect(stateOf(world, monitor)).toEqual([]);
  await told(world, "error");
  expect(stateOf(world, monitor)).toEqual(["unresolved"]);
  expect(world.mail.messages[0]?.text).toContain("3 error check-ins detected");
  for (const status of ["ok", "error", "ok"]) await told(world, status);
  expect(stateOf(world, monitor)).toEqual(["unresolved"]);
  await told(world, "ok");
  expect(stateOf(world, monitor)).toEqual(["resolved"]);
});

test("a run that does not come is missed when its margin is over, and each further one is too", async () => {
  const { world, monitor } = await watched({ failureIssueThreshold: 2 });
  await world.context.clock.advance(3_600);
  // Nothing is expected before the first check-in.
  expect(stateOf(world, monitor)).toEqual([]);
  await told(world, "ok");
  await world.context.clock.advance(7 * 60);
  expect(stateOf(world, monitor)).toEqual([]);
  await world.context.clock.advance(6 * 60);
  expect(stateOf(world, monitor)).toEqual(["unresolved"]);
  expect(world.mail.messages[0]?.text).toContain("2 missed check-ins detected");
});

test("a run that begins and does not end in time is a failure, one that ends is none", async () => {
  const { world, monitor } = await watched({ schedule: "0 3 * * *" });
  const run = { check_in_id: "4c1f3c1b8d0e4f3a9b7a2d6e5f4c3b2a" };
  await told(world, "in_progress", run);
  await world.context.clock.advance(120);
  await told(world, "ok", run);
  await world.context.clock.advance(600);
  expect(stateOf(world, monitor)).toEqual([]);
  await told(world, "in_progress");
  await world.context.clock.advance(240);
  expect(stateOf(world, monitor)).toEqual(["unresolved"]);
  expect(world.mail.messages[0]?.text).toContain("A timeout check-in was detected");
});

test("an interval counts from the last check-in, and environments are apart", async () => {
  const { world, monitor } = await watched({ scheduleType: "interval", schedule: [10, "minute"] });
  await told(world, "ok", { environment: "preview" });
  await told(world, "ok");
  await world.context.clock.advance(9 * 60);
  await told(world, "ok");
  await world.context.clock.advance(9 * 60);
  // That of the other environment is missing; the alert is of this one.
  expect(stateOf(world, monitor)).toEqual(["unresolved"]);
  expect(subjects(world)).toEqual([]);
  await world.context.clock.advance(5 * 60);
  expect(stateOf(world, monitor)).toEqual(["unresolved", "unresolved"]);
  expect(subjects(world)).toHaveLength(1);
});

test("a monitor that is switched off expects nothing", async () => {
  const { world, monitor } = await watched();
  await told(world, "ok");
  await world.call("sentry", "PUT", `/organizations/acme/detectors/${monitor}/`, { enabled: false });
  await world.context.clock.advance(3_600);
  expect(stateOf(world, monitor)).toEqual([]);
});

test("a check-in by its path counts as one by an envelope; one that is none, or has no key, is refused", async () => {
  const { world, monitor } = await watched();
  const { project, key } = keyOf(world);
  const call = async (path: string, init: RequestInit = {}) => {
    const { status } = await world.sentry.app.request(`/api/${project}/cron/nightly-export/${path}`, init);
    return status;
  };
  const posted = (body: object) => ({
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(await call(`${key}/?status=ok&environment=staging`)).toBe(202);
  expect(await call(`${key}/`, posted({ status: "error", environment: "staging" }))).toBe(202);
  expect(stateOf(world, monitor)).toEqual(["unresolved"]);
  expect(await call(`${key}/?status=fine`)).toBe(400);
  expect(await call(`${key}/`)).toBe(400);
  expect(await call("wrong/?status=ok")).toBe(403);
  expect(await told(world, "fine")).toBe(400);
  expect(await told(world, "ok", { check_in_id: "short" })).toBe(400);
  expect(await told(world, "ok", { monitor_slug: "unknown" })).toBe(200);
});

test.each<[string, object]>([
  ["a crontab of four fields", { schedule: "* * * *" }],
  ["an hour that no day has", { schedule: "0 25 * * *" }],
  ["a unit that is none", { scheduleType: "interval", schedule: [1, "fortnight"] }],
  ["an interval for a crontab", { schedule: [1, "hour"] }],
  ["a time zone that is none", { timezone: "Berlin" }],
  ["no margin", { checkinMargin: 0 }],
  ["no failure", { failureIssueThreshold: 0 }],
])("%s is refused", async (_, own) => {
  const world = createWorld();
  expect((await world.call("sentry", "POST", monitors, cron(own))).status).toBe(400);
});

test("a slug that another monitor has is refused, and its own is kept", async () => {
  const { world, monitor } = await watched();
  expect(await world.call("sentry", "POST", monitors, cron())).toMatchObject({
    status: 400,
    body: { dataSources: { 0: { slug: ['The slug "nightly-export" is already in use.'] } } },
  });
  const answer = await world.call(
    "sentry",
    "PUT",
    `/organizations/acme/detectors/${monitor}/`,
    cron({ maxRuntime: 9 }),
  );
  expect(answer).toMatchObject({
    status: 200,
    body: { dataSources: [{ type: "cron_monitor", queryObj: { slug: "nightly-export", config: { max_runtime: 9 } } }] },
  });
});

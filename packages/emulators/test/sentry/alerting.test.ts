import { expect, test } from "vitest";
import { createWorld } from "../world.ts";
import { alert, slackAction } from "./client.ts";
import { alerts, error, filter, mailAction, make, report, reportErrors, slackTexts, tag, trigger } from "./events.ts";

const every = { triggers: trigger(), config: { frequency: 0 } };

test("a new issue is told once, in Slack and by mail, with title, tags, notes and the alert's name", async () => {
  const world = createWorld();
  const data = { tags: "service, severity,environment", notes: "Runbook: https://example.com <now>" };
  const actionFilters = [{ logicType: "any", conditions: [], actions: [slackAction({ data }), mailAction] }];
  const id = await make(world, alerts, alert({ name: "[staging] errors tocsin:web/errors", actionFilters }));
  await reportErrors(world, 3);
  const [text = "", ...more] = slackTexts(world);
  expect(more).toEqual([]);
  for (const part of [
    "TypeError: x is undefined",
    "service: `api`",
    "environment: `staging`",
    "notes: Runbook: https://example.com &lt;now&gt;",
    "Alert: [staging] errors tocsin:web/errors",
    "Project: web",
  ])
    expect(text).toContain(part);
  expect(text).not.toContain("severity");
  expect(world.mail.messages).toMatchObject([
    {
      to: ["founder@example.com"],
      subject: expect.stringMatching(/^WEB-\w+ - TypeError: x is undefined$/),
      text: expect.stringContaining("[staging] errors tocsin:web/errors"),
    },
  ]);
  const found = await world.call("sentry", "GET", `${alerts}${id}/`);
  expect(Object(found.body).lastTriggered).toEqual(expect.any(String));
  expect((await world.call("sentry", "GET", `${alerts}${id}/group-history/`)).body).toMatchObject([
    { count: 1, group: { title: "TypeError: x is undefined" }, detector: { id: "50" } },
  ]);
  expect((await world.call("sentry", "GET", `${alerts}${id}/stats/`)).body).toMatchObject([{ count: 1 }]);
});

test("an alert on the issue stream looks at errors and cron failures, one on the error monitor at errors alone", async () => {
  const world = createWorld();
  const on = (detector: string) =>
    make(world, alerts, alert({ name: `on ${detector}`, detectorIds: [detector], environment: null, ...every }));
  await on("60");
  await on("50");
  await reportErrors(world, 1);
  const told = () => ["on 60", "on 50"].map((name) => slackTexts(world).filter((text) => text.includes(name)).length);
  expect(told()).toEqual([1, 1]);
  expect((await world.call("sentry", "DELETE", "/organizations/acme/detectors/60/")).status).toBe(403);
  const listed = await world.call("sentry", "GET", "/organizations/acme/detectors/60/");
  expect(listed.body).toMatchObject({ type: "issue_stream", dataSources: [], config: {}, openIssues: 0 });
});

test("errors are one issue by stack, else by type and value, else by message; a fingerprint goes before all", async () => {
  const world = createWorld();
  const thrown = (type: string, value: string, fn?: string) => ({
    exception: {
      values: [
        {
          type,
          value,
          ...(fn === undefined ? {} : { stacktrace: { frames: [{ function: fn, filename: "a.js", in_app: true }] } }),
        },
      ],
    },
  });
  for (const payload of [
    thrown("E", "first", "save"),
    thrown("E", "second", "save"),
    thrown("E", "first", "load"),
    thrown("E", "took 15 ms"),
    thrown("E", "took 1200 ms"),
    thrown("E", "took long"),
    { message: "job 17 failed" },
    { message: "job 18 failed" },
    { ...thrown("E", "first", "save"), fingerprint: ["mine"] },
    { ...thrown("F", "other"), fingerprint: ["mine"] },
    { ...thrown("E", "first", "save"), fingerprint: ["{{ default }}", "mine"] },
  ])
    await report(world, payload);
  expect([...world.sentry.store.issues.values()].map(({ count }) => count)).toEqual([2, 1, 2, 1, 2, 2, 1]);
});

test.each([
  ["first_seen_event", ["new"]],
  ["regression_event", ["again"]],
  ["issue_resolved_trigger", ["resolved"]],
  [undefined, ["new", "more", "again"]],
])("the trigger %s", async (type, expected) => {
  const world = createWorld();
  const only = { config: { frequency: 0 }, triggers: type === undefined ? trigger() : trigger(type) };
  await make(world, alerts, alert({ ...only, ...filter("any") }));
  const told: string[] = [];
  const step = async (name: string, run: () => Promise<unknown>) => {
    const before = world.mail.messages.length;
    await run();
    if (world.mail.messages.length > before) told.push(name);
  };
  await step("new", () => report(world, error()));
  await step("more", () => report(world, error()));
  const [issue] = world.sentry.store.issues.values();
  const path = `/organizations/acme/issues/${issue?.id}/`;
  await step("resolved", () => world.call("sentry", "PUT", path, { status: "resolved" }));
  await step("again", () => report(world, error()));
  await step("archived", () => world.call("sentry", "PUT", path, { status: "ignored" }));
  await step("while archived", () => report(world, error()));
  expect(told).toEqual(expected);
});

const condition = (type: string, comparison: unknown) => ({ type, comparison, conditionResult: true });

test.each([
  ["both tags", filter("all", tag("service", "eq", "api"), tag("severity", "eq", "critical")), true],
  ["both tags, one missing", filter("all", tag("service", "eq", "api"), tag("job", "eq", "x")), false],
  ["any of two", filter("any", tag("service", "eq", "worker"), tag("severity", "eq", "Critical")), true],
  ["any of two, at the first", filter("any-short", tag("service", "eq", "api"), tag("job", "eq", "x")), true],
  ["none of two", filter("none", tag("service", "eq", "worker"), tag("job", "eq", "x")), true],
  ["none of two, one there", filter("none", tag("service", "eq", "api"), tag("job", "eq", "x")), false],
  ["a part of a tag", filter("all", tag("severity", "co", "crit")), true],
  ["not a part of a tag", filter("all", tag("severity", "nc", "crit")), false],
  ["a set tag", filter("all", tag("severity", "is")), true],
  ["a tag that is not set", filter("all", tag("job", "ns")), true],
  ["a beginning", filter("all", tag("severity", "sw", "cri")), true],
  ["an end", filter("all", tag("severity", "ew", "cri")), false],
  ["one of a list", filter("all", tag("service", "in", "web, api")), true],
  ["another than", filter("all", tag("service", "ne", "api")), false],
  ["the environment as a tag", filter("all", tag("environment", "eq", "staging")), true],
  [
    "at least a level",
    filter("all", { type: "level", comparison: { level: 40, match: "gte" }, conditionResult: true }),
    true,
  ],
  [
    "exactly a level",
    filter("all", { type: "level", comparison: { level: 50, match: "eq" }, conditionResult: true }),
    false,
  ],
  [
    "an attribute",
    filter("all", {
      type: "event_attribute",
      comparison: { attribute: "exception.type", match: "eq", value: "TypeError" },
      conditionResult: true,
    }),
    true,
  ],
  [
    "a new issue",
    filter("all", {
      type: "age_comparison",
      comparison: { comparison_type: "older", value: 1, time: "hour" },
      conditionResult: true,
    }),
    false,
  ],
  [
    "many occurrences",
    filter("all", { type: "issue_occurrences", comparison: { value: 10 }, conditionResult: true }),
    false,
  ],
  [
    "a frequency",
    filter("all", { type: "event_frequency_count", comparison: { value: 0, interval: "5m" }, conditionResult: true }),
    true,
  ],
  [
    "a frequency of users",
    filter("all", {
      type: "event_unique_user_frequency_count",
      comparison: { value: 1, interval: "1h" },
      conditionResult: true,
    }),
    false,
  ],
  ["issues of nobody", filter("all", condition("assigned_to", { targetType: "Unassigned" })), true],
  ["issues of a member", filter("all", condition("assigned_to", { targetType: "Member", targetIdentifier: 7 })), false],
  ["errors", filter("all", condition("issue_category", { value: 1 })), true],
  ["feedback", filter("all", condition("issue_category", { value: 6 })), false],
  [
    "a rise of events, without any before",
    filter("all", condition("event_frequency_percent", { value: 1, interval: "5m", comparisonInterval: "1h" })),
    false,
  ],
  [
    "a priority",
    filter("all", { type: "issue_priority_greater_or_equal", comparison: 75, conditionResult: true }),
    true,
  ],
])("the filter for %s", async (_, actionFilters, passes) => {
  const world = createWorld();
  await make(world, alerts, alert({ ...every, ...actionFilters }));
  await report(world, { ...error(), tags: { service: "api", severity: "critical" } });
  expect(world.mail.messages).toHaveLength(passes ? 1 : 0);
});

test.each([
  ["user:7", "Member", 7, true],
  ["user:7", "Team", 3, false],
  ["team:3", "Team", "3", true],
  ["team:3", "Unassigned", "", false],
  ["", "Unassigned", "", true],
])(
  "an issue that is assigned to '%s' and the filter for %s %s",
  async (assignedTo, targetType, targetIdentifier, told) => {
    const world = createWorld();
    await report(world, error());
    const [issue] = world.sentry.store.issues.values();
    await world.call("sentry", "PUT", `/organizations/acme/issues/${issue?.id}/`, { assignedTo });
    const to = condition("assigned_to", { targetType, targetIdentifier });
    await make(world, alerts, alert({ ...every, ...filter("all", to) }));
    await report(world, error());
    expect(world.mail.messages).toHaveLength(told ? 1 : 0);
  },
);

test.each([
  ["Member", 70, "user"],
  ["Team", "30", "team"],
])("a filter for a %s whom nobody knows is refused", async (targetType, targetIdentifier, whom) => {
  const world = createWorld();
  const to = condition("assigned_to", { targetType, targetIdentifier });
  const answer = await world.call("sentry", "POST", alerts, alert(filter("all", to)));
  expect(answer.status).toBe(400);
  expect(JSON.stringify(answer.body)).toContain(`This ${whom} is not part of the organization.`);
});

test("events that rise against so long before pass, the same number does not", async () => {
  const world = createWorld();
  const rise = condition("event_frequency_percent", { value: 100, interval: "5m", comparisonInterval: "1h" });
  const at = (minutesAgo: number) => ({ ...error(), timestamp: Date.now() / 1000 - minutesAgo * 60 });
  for (const ago of [62, 61, 0]) await report(world, at(ago));
  await make(world, alerts, alert({ ...every, ...filter("all", rise) }));
  const told: number[] = [];
  for (let sent = 0; sent < 4; sent += 1) {
    await report(world, at(0));
    told.push(world.mail.messages.length);
  }
  // Two before: five are more than twice as many.
  expect(told).toEqual([0, 0, 0, 1]);
});

test.each([
  [false, "error.unhandled:true", 1],
  [true, "error.unhandled:true", 0],
  [undefined, "error.handled:true", 1],
])("an exception whose handled is %s, searched for by %s", async (handled, query, found) => {
  const world = createWorld();
  const [exception] = error().exception.values;
  const mechanism = handled === undefined ? {} : { mechanism: { type: "generic", handled } };
  await report(world, { exception: { values: [{ ...exception, ...mechanism }] } });
  const answer = await world.call("sentry", "GET", `/organizations/acme/issues/?query=${encodeURIComponent(query)}`);
  expect(answer.body).toHaveLength(found);
});

test("an attribute that Sentry does not have is refused; one that is not kept here is taken, and holds for nothing", async () => {
  const world = createWorld();
  const named = (attribute: string) => ({
    type: "event_attribute",
    comparison: { attribute, match: "is" },
    conditionResult: true,
  });
  const refused = await world.call("sentry", "POST", alerts, alert(filter("all", named("http.speed"))));
  expect(refused.status).toBe(400);
  await make(world, alerts, alert({ ...every, ...filter("all", named("http.url")) }));
  await report(world, error());
  expect(world.mail.messages).toEqual([]);
});

test("what Sentry takes and is not evaluated here is kept as it was sent, and neither fires nor is delivered", async () => {
  const world = createWorld();
  const body = alert({
    triggers: {
      logicType: "any-short",
      conditions: [{ type: "seer_activity_trigger", comparison: ["pr_created"], conditionResult: true }],
    },
    actionFilters: [
      {
        logicType: "all",
        conditions: [condition("latest_release", true)],
        actions: [
          {
            type: "pagerduty",
            integrationId: "2345",
            config: { targetType: "specific", targetIdentifier: "1", targetDisplay: "Errors" },
            data: { priority: "default" },
            status: "active",
          },
        ],
      },
    ],
  });
  const answer = await world.call("sentry", "POST", alerts, body);
  expect([answer.status, answer.body]).toMatchObject([
    201,
    { triggers: { conditions: [{ comparison: ["pr_created"] }] } },
  ]);
  await report(world, error());
  expect(world.mail.messages).toEqual([]);
});

test("a filter by frequency counts only the events that its own filters let through", async () => {
  const world = createWorld();
  const often = (value: string) => ({
    type: "event_frequency_count",
    comparison: { value: 1, interval: "1h", filters: [{ key: "service", match: "eq", value }] },
    conditionResult: true,
  });
  await make(world, alerts, alert({ ...every, name: "api", ...filter("all", often("api")) }));
  await make(world, alerts, alert({ ...every, name: "other", ...filter("all", often("other")) }));
  for (let i = 0; i < 2; i += 1) await report(world, { ...error(), tags: { service: "api" } });
  expect(world.mail.messages).toHaveLength(1);
});

test("a mail to a team goes to its members", async () => {
  const world = createWorld();
  const actions = [{ ...mailAction, config: { targetType: "team", targetIdentifier: "3" } }];
  await make(world, alerts, alert({ ...every, actionFilters: [{ logicType: "any", conditions: [], actions }] }));
  await report(world, error());
  expect(world.mail.messages.map(({ to }) => to)).toEqual([["founder@example.com"]]);
});

test("of equal actions that several filters let through one is sent; others are all sent", async () => {
  const world = createWorld();
  const group = (notes: string) => ({
    logicType: "any",
    conditions: [],
    actions: [slackAction({ data: { notes } }), mailAction],
  });
  const actionFilters = [group("first"), group("first"), group("other")];
  await make(world, alerts, alert({ ...every, name: "[staging] errors tocsin:web/errors", actionFilters }));
  await reportErrors(world, 1);
  const notes = slackTexts(world).map((text) => /notes: (\w+)/.exec(text)?.[1]);
  expect(notes).toEqual(["first", "other"]);
  expect(world.mail.messages).toHaveLength(1);
});

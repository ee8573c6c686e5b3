import { expect, test } from "vitest";
import { createWorld } from "../world.ts";
import { metricMonitor } from "./client.ts";
import { make, monitors, report, reportErrors, transaction } from "./events.ts";

type World = ReturnType<typeof createWorld>;

const conditions = (...list: [type: string, comparison: number, conditionResult: number][]) => ({
  conditionGroup: {
    logicType: "any",
    conditions: list.map(([type, comparison, conditionResult]) => ({ type, comparison, conditionResult })),
  },
});

/** Status and priority of the issue that a monitor raised; null when it raised none. */
async function issueOf({ call }: World, id: string) {
  const { latestGroup } = Object((await call("sentry", "GET", `/organizations/acme/detectors/${id}/`)).body);
  if (latestGroup === null) return null;
  const { status, priority } = Object(
    (await call("sentry", "GET", `/organizations/acme/issues/${latestGroup.id}/`)).body,
  );
  return `${status} ${priority}`;
}

test("more errors than the limit open one issue, and the window draining resolves it", async () => {
  const world = createWorld();
  const id = await make(world, monitors, metricMonitor());
  await reportErrors(world, 50);
  await world.context.clock.advance(60);
  expect(await issueOf(world, id)).toBeNull();
  await reportErrors(world, 1);
  await world.context.clock.advance(60);
  expect(await issueOf(world, id)).toBe("unresolved high");
  await world.context.clock.advance(120);
  expect(await issueOf(world, id)).toBe("unresolved high");
  await world.context.clock.advance(120);
  expect(await issueOf(world, id)).toBe("resolved high");
  await reportErrors(world, 51);
  await world.context.clock.advance(60);
  expect(await issueOf(world, id)).toBe("unresolved high");
  const found = await world.call("sentry", "GET", `/organizations/acme/issues/?query=issue.category:metric`);
  expect(found.body).toMatchObject([{ title: "High error rate", issueType: "metric_issue", substatus: "regressed" }]);
});

test("only what the query, the environment and the project ask for is counted", async () => {
  const world = createWorld();
  const limit = conditions(["gt", 0, 75], ["lte", 0, 0]);
  const id = await make(world, monitors, metricMonitor({ query: "service:[api, apps/web] !level:info" }, limit));
  await report(world, { tags: { service: "worker" }, message: "of another service" });
  await report(world, { tags: { service: "api" }, message: "of another environment", environment: "prod" });
  await report(world, { tags: { service: "api" }, message: "of another level", level: "info" });
  await report(world, { tags: { service: "api" }, message: "of another project" }, "worker");
  await world.context.clock.advance(60);
  expect(await issueOf(world, id)).toBeNull();
  await report(world, { tags: { service: "apps/web" }, message: "this one" });
  await world.context.clock.advance(60);
  expect(await issueOf(world, id)).toBe("unresolved high");
});

test("between the limit and the recovery everything stays, and a higher limit raises the priority", async () => {
  const world = createWorld();
  const three = conditions(["gte", 10, 75], ["gte", 5, 50], ["lt", 3, 0]);
  const id = await make(world, monitors, metricMonitor({ timeWindow: 60 }, three));
  const minute = async (errors: number) => {
    await reportErrors(world, errors);
    await world.context.clock.advance(60);
    return issueOf(world, id);
  };
  expect(await minute(4)).toBeNull();
  expect(await minute(5)).toBe("unresolved medium");
  expect(await minute(4)).toBe("unresolved medium");
  expect(await minute(10)).toBe("unresolved high");
  expect(await minute(6)).toBe("unresolved medium");
  expect(await minute(2)).toBe("resolved medium");
});

test("percentiles go over the spans of one transaction", async () => {
  const world = createWorld();
  const source = {
    dataset: "events_analytics_platform",
    queryType: 1,
    eventTypes: ["trace_item_span"],
    aggregate: "p95(span.duration)",
    query: "is_transaction:true transaction:*/api/publish/*",
  };
  const limit = conditions(["gt", 5000, 75], ["lte", 4500, 0]);
  const id = await make(world, monitors, metricMonitor(source, limit));
  await report(world, transaction("POST /api/upload/init", 60));
  for (let sent = 0; sent < 95; sent += 1) await report(world, transaction("POST /api/publish/youtube", 1));
  for (let sent = 0; sent < 5; sent += 1) await report(world, transaction("POST /api/publish/tiktok", 9));
  await world.context.clock.advance(60);
  expect(await issueOf(world, id)).toBeNull();
  await report(world, transaction("POST /api/publish/tiktok", 9));
  await world.context.clock.advance(60);
  expect(await issueOf(world, id)).toBe("unresolved high");
  await world.context.clock.advance(300);
  expect(await issueOf(world, id)).toBe("resolved high");
});

test("the longer the window, the less often it is looked at", async () => {
  const world = createWorld();
  const id = await make(
    world,
    monitors,
    metricMonitor({ timeWindow: 86_400 }, conditions(["gt", 0, 75], ["lte", 0, 0])),
  );
  const toQuarter = 900 - (Math.floor(world.context.now().getTime() / 1000) % 900);
  await world.context.clock.advance(toQuarter + 1);
  await reportErrors(world, 1);
  await world.context.clock.advance(13 * 60);
  expect(await issueOf(world, id)).toBeNull();
  await world.context.clock.advance(2 * 60);
  expect(await issueOf(world, id)).toBe("unresolved high");
});

test("a monitor of change compares with the window before", async () => {
  const world = createWorld();
  const percent = {
    ...conditions(["gt", 150, 75], ["lte", 150, 0]),
    config: { detectionType: "percent", comparisonDelta: 300 },
  };
  const id = await make(world, monitors, metricMonitor({}, percent));
  await reportErrors(world, 10);
  await world.context.clock.advance(300);
  expect(await issueOf(world, id)).toBeNull();
  await reportErrors(world, 16);
  await world.context.clock.advance(120);
  expect(await issueOf(world, id)).toBe("unresolved high");
});

test.each([300, 900, 3_600, 86_400, 604_800, 2_592_000])(
  "a monitor of change compares with %i seconds before, which the events of that time outlast",
  async (delta) => {
    const world = createWorld();
    const percent = {
      ...conditions(["gt", 150, 75], ["lte", 150, 0]),
      config: { detectionType: "percent", comparisonDelta: delta },
    };
    const id = await make(world, monitors, metricMonitor({}, percent));
    await reportErrors(world, 10);
    world.context.clock.shift((delta - 60) * 1_000);
    await world.context.clock.advance(60);
    expect(await issueOf(world, id)).toBeNull();
    await reportErrors(world, 16);
    await world.context.clock.advance(120);
    expect(await issueOf(world, id)).toBe("unresolved high");
  },
);

test("a monitor that is changed measures anew, and one that is off measures nothing", async () => {
  const world = createWorld();
  const id = await make(world, monitors, metricMonitor({}, { enabled: false }));
  const path = `/organizations/acme/detectors/${id}/`;
  await reportErrors(world, 60);
  await world.context.clock.advance(60);
  expect(await issueOf(world, id)).toBeNull();
  await world.call("sentry", "PUT", path, { ...metricMonitor({ query: "service:worker" }), enabled: true });
  await world.context.clock.advance(60);
  expect(await issueOf(world, id)).toBeNull();
  await world.call("sentry", "PUT", path, metricMonitor());
  await world.context.clock.advance(60);
  expect(await issueOf(world, id)).toBe("unresolved high");
});

test("an issue that was resolved by hand comes back as long as the metric is beyond its limit", async () => {
  const world = createWorld();
  const id = await make(world, monitors, metricMonitor());
  await reportErrors(world, 60);
  await world.context.clock.advance(60);
  const [issue] = [...world.sentry.store.issues.values()].filter(({ category }) => category === "metric");
  await world.call("sentry", "PUT", `/organizations/acme/issues/${issue?.id}/`, { status: "resolved" });
  expect(await issueOf(world, id)).toBe("resolved high");
  await world.context.clock.advance(60);
  expect(await issueOf(world, id)).toBe("unresolved high");
});

test("on a clock that runs apart from real time, events count when they came", async () => {
  const world = createWorld();
  world.context.clock.shift(40 * 86_400_000);
  const id = await make(world, monitors, metricMonitor());
  await reportErrors(world, 51);
  await world.context.clock.advance(60);
  expect(await issueOf(world, id)).toBe("unresolved high");
});

test("what no window reaches any more is forgotten, the issues are not", async () => {
  const world = createWorld();
  await reportErrors(world, 5);
  await report(world, transaction("POST /api/upload/init", 1));
  world.context.clock.shift(60 * 3_600_000);
  await reportErrors(world, 1);
  await world.context.clock.advance(60);
  const { events, issues, spans } = world.sentry.store;
  expect([events.length, [...issues.values()].map(({ count }) => count)]).toEqual([1, [6]]);
  expect(spans.filter(({ timestamp }) => timestamp.getTime() < world.context.now().getTime() - 180_000)).toEqual([]);
});

test.each([
  ["a field that is not kept", { query: "stack.filename:app.ts" }],
  [
    "an unknown field of spans",
    {
      dataset: "events_analytics_platform",
      queryType: 1,
      eventTypes: ["trace_item_span"],
      aggregate: "p95(span.duration)",
      query: "span.self_time:>5",
    },
  ],
  [
    "an aggregate of another measurement",
    {
      dataset: "events_analytics_platform",
      queryType: 1,
      eventTypes: ["trace_item_span"],
      aggregate: "p95(span.self_time)",
      query: "",
    },
  ],
  [
    "logs",
    {
      dataset: "events_analytics_platform",
      queryType: 1,
      eventTypes: ["trace_item_log"],
      aggregate: "count()",
      query: "",
    },
  ],
  ["anomaly detection", {}, { config: { detectionType: "dynamic" } }],
  ...[60, 600, 7_200, 172_800, 604_801].map((delta): [string, object, object] => [
    `a comparison with ${delta} seconds before`,
    {},
    { config: { detectionType: "percent", comparisonDelta: delta } },
  ]),
])("%s is refused at creation, for it would not be evaluated", async (_, source: object, rest: object = {}) => {
  const { call } = createWorld();
  expect((await call("sentry", "POST", monitors, metricMonitor(source, rest))).status).toBe(400);
});

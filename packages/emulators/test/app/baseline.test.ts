import { expect, test } from "vitest";
import { EmulatedClock } from "../../src/clock.ts";
import { historyMs, replayHistory } from "../../src/history.ts";
import { createWorld, createWorldWithPast } from "../world.ts";

const lines = (world: ReturnType<typeof createWorld>, service: string) =>
  world.datadog.store.logs.all.filter((log) => log.service === service);

const statusOf = (attributes: object) => Object(Object(attributes).proxy).statusCode;

/** One line of each request of a service that a function served. */
const requests = (world: ReturnType<typeof createWorld>, service: string) => [
  ...new Map(
    lines(world, service)
      .filter(({ attributes }) => attributes.source === "lambda")
      .map((log) => [String(log.attributes.requestId), log]),
  ).values(),
];

test("a healthy minute shows at every vendor", async () => {
  const world = createWorld();
  await world.context.clock.advance(60);
  // Twice an hour a webhook is called besides.
  const web = requests(world, "cliply-web").map(({ attributes }) => Object(Object(attributes).proxy));
  const asked = web.filter(({ path }) => path !== "/api/webhooks/stripe");
  expect(asked).toHaveLength(6);
  expect(requests(world, "tips").length).toBeGreaterThanOrEqual(2);
  // A request leaves several lines, of which one is the function's report; a file leaves one, and no report.
  const reports = lines(world, "cliply-web").filter(({ message }) => message.includes("REPORT RequestId"));
  expect(reports).toHaveLength(web.length);
  const files = lines(world, "cliply-web").filter(({ attributes }) => attributes.source === "static");
  expect(files.map(({ attributes }) => attributes.path)).toEqual(["/favicon.ico"]);
  expect(asked.map(({ statusCode }) => statusCode)).toEqual(asked.map(() => 200));
  expect(lines(world, "postgres_logs").map(({ attributes }) => attributes)).toMatchObject([
    { data: { project: "localref" }, supabase: { pg_duration: 3.412 } },
    { data: { project: "localref" }, supabase: { pg_duration: 17.058 } },
  ]);
  const cpu = world.datadog.store.series.list("supabase.cloud.node.cpu.seconds.count");
  expect(cpu.map(({ values }) => values[0]).reduce((sum = 0, one = 0) => sum + one)).toBe(60);
  expect(world.sentry.store.spans.map(({ projectId, transaction }) => [projectId, transaction])).toEqual([
    ["1", "POST /api/upload/init"],
    ["1", "POST /api/upload/init"],
    ["1", "POST /api/publish/youtube"],
    ["1", "POST /api/publish/tiktok"],
    ["1", "GET /api/cron/scan-schedules"],
    ["2", "worker.poll"],
  ]);
  expect(world.sentry.store.events).toEqual([]);
  expect(world.context.requests.list()).toEqual([]);
});

test("a metric that is compared with its past has been reported for so long, each minute", async () => {
  const world = createWorld(new EmulatedClock({ offsetMs: -historyMs }));
  const metric = { type: "count", value: 3, tags: ["env:local"], every: 1 };
  const metrics = [
    { ...metric, metric: "orders", past: 7 * 1440 + 60 },
    { ...metric, metric: "other", past: 0 },
  ];
  Object.assign(world.context.accounts.app, { metrics });
  await replayHistory(world.context, world.vendors);
  const now = world.context.now().getTime() / 1000;
  const minutesOf = (name: string) =>
    world.datadog.store.series.list(name).flatMap(({ times }) => times.map((at) => Math.ceil((now - at) / 60)));
  const orders = minutesOf("orders");
  expect(new Set(orders).size).toBe(orders.length);
  expect(orders.length).toBeGreaterThanOrEqual(7 * 1440 + 60);
  expect(Math.max(...orders) - Math.min(...orders)).toBe(orders.length - 1);
  expect(minutesOf("other").length).toBe(30);
});

test("what definitions watch beside is measured and logged, each as often as it comes", async () => {
  const world = createWorld();
  Object.assign(world.context.accounts.app, {
    metrics: [
      { metric: "lb.requests", type: "count", value: 3, tags: ["env:local", "balancer:a"], every: 1 },
      { metric: "disk.free", type: "gauge", value: 100, tags: ["host:db"], every: 30 },
    ],
    lines: [
      { body: { message: "it was done", service: "gateway", ddtags: "team:pay", http: { code: 400 } }, every: 1 },
    ],
  });
  await world.context.clock.advance(120);
  const { series } = world.datadog.store;
  expect(series.list("lb.requests").map(({ values }) => [...values])).toEqual([[3, 3]]);
  expect(series.list("disk.free").length).toBeLessThanOrEqual(1);
  expect(lines(world, "gateway").map(({ message, attributes }) => [message, attributes.http])).toEqual([
    ["it was done", { code: 400 }],
    ["it was done", { code: 400 }],
  ]);
});

test("times are the emulated ones, however far the clock is from real time", async () => {
  const world = createWorld();
  world.context.clock.shift(-7 * 3_600_000);
  await world.context.clock.advance(60);
  const now = world.context.now().getTime();
  for (const { at } of lines(world, "cliply-web")) expect(now - at).toBeLessThan(63_000);
  for (const { timestamp } of world.sentry.store.spans) expect(now - timestamp.getTime()).toBeLessThan(63_000);
});

test("a failing app answers 5xx and reports errors; a slow one is slow", async () => {
  const world = createWorld();
  world.app.state.mode = "failing";
  await world.context.clock.advance(300);
  expect(new Set(requests(world, "cliply-web").map((log) => statusOf(log.attributes)))).toEqual(new Set([500]));
  // Files lie at the edge, which does not fail with the app.
  const files = lines(world, "cliply-web").filter(({ attributes }) => attributes.source === "static");
  expect(new Set(files.map((log) => statusOf(log.attributes)))).toEqual(new Set([200]));
  expect(world.sentry.store.events.length).toBeGreaterThan(50);
  expect(world.sentry.store.events[0]).toMatchObject({ environment: "local", tags: { service: "api" } });
  world.app.state.mode = "slow";
  await world.context.clock.advance(60);
  const web = world.sentry.store.spans.filter(({ projectId }) => projectId === "1").slice(-3);
  expect(Math.min(...web.map(({ durationMs }) => durationMs))).toBeGreaterThan(5_000);
});

test("nothing looks missing on a fresh stack", async () => {
  const world = await createWorldWithPast();
  const { context } = world;
  expect(Math.abs(context.clock.offsetMs)).toBeLessThan(5);
  const day = context.now().getTime() - 26 * 3_600_000;
  for (const message of [
    "[cleanup-photos] Deleted",
    "[cleanup-idempotency-keys] Deleted",
    "[billing-reconciliation] Completed",
  ]) {
    const found = lines(world, "tips").filter((log) => log.message.startsWith(message));
    expect(found.map(({ at }) => at > day)).toEqual([true]);
  }
  const paths = (service: string) =>
    requests(world, service).map(({ attributes }) => String(Object(attributes.proxy).path));
  expect(paths("tips").filter((path) => path === "/api/cron/cleanup-photos")).toHaveLength(1);
  expect(paths("cliply-web").filter((path) => path === "/api/cron/scan-schedules").length).toBeGreaterThanOrEqual(30);
  expect(lines(world, "tips").filter(({ message }) => message.includes("Tip recorded"))).toHaveLength(2);
  expect(context.requests.list()).toEqual([]);
});

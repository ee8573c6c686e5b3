import { describe, expect, test } from "vitest";
import { z } from "zod";
import { newWorld } from "./world.ts";

const series = z.object({
  status: z.literal("ok"),
  series: z.array(
    z.object({
      scope: z.string(),
      query_index: z.int(),
      interval: z.int(),
      pointlist: z.array(z.tuple([z.number(), z.number()])),
    }),
  ),
});

/** The client's own clock, which knows nothing of the emulated one. */
const realSeconds = (ago = 0) => Math.ceil(Date.now() / 1_000) - ago;

const ask = (query: string, from: number, to = realSeconds()) =>
  `/api/v1/query?${new URLSearchParams({ query, from: String(from), to: String(to) })}`;

describe("GET /api/v1/query", () => {
  test("answers several queries in emulated time, group by group", async () => {
    const world = await newWorld();
    world.context.clock.shift(86_400_000);
    await world.point("cpu", 4, ["host:a"]);
    await world.point("cpu", 6, ["host:b"]);
    const { value } = await world.call("GET", ask("avg:cpu{*},2 * max:cpu{*} by {host},avg:none{*}", realSeconds(600)));
    const answer = series.parse(value);
    expect(answer.series.map(({ scope, query_index: index, pointlist }) => [scope, index, pointlist[0]?.[1]])).toEqual([
      ["*", 0, 5],
      ["host:a", 1, 8],
      ["host:b", 1, 12],
    ]);
    const [at] = answer.series[0]?.pointlist[0] ?? [0];
    expect(Math.abs(at - world.context.now().getTime())).toBeLessThan(10_000);
  });

  test("a day comes in intervals of 300 seconds, an hour in 20", async () => {
    const world = await newWorld();
    await world.point("cpu", 4);
    const interval = async (ago: number) =>
      series.parse((await world.call("GET", ask("avg:cpu{*}", realSeconds(ago)))).value).series[0]?.interval;
    expect([await interval(86_400), await interval(3_600)]).toEqual([300, 20]);
  });

  test.each([
    ["/api/v1/query?from=1&to=2", "'query' is missing"],
    ["/api/v1/query?query=avg:a{*}&to=2", "'from' is missing"],
    ["/api/v1/query?query=avg:a{*}&from=x&to=2", "'from' is invalid"],
    [ask("avg:a{*}", 20, 10), "'to' is invalid"],
    [ask("avg:a{", 1), "Error parsing query"],
    [ask("forecast(avg:a{*}, 'linear', 1)", 1), "'forecast'"],
    ["/api/v1/metrics", "'from' is missing"],
  ])("%s is refused", async (path, reason) => {
    const answer = await (await newWorld()).call("GET", path);
    expect([answer.status, answer.body]).toEqual([400, { errors: [expect.stringContaining(reason)] }]);
  });
});

test("GET /api/v1/metrics tells what has reported since", async () => {
  const world = await newWorld();
  await world.point("old", 1, [], 1_800);
  await world.point("new", 1);
  const answer = await world.call("GET", `/api/v1/metrics?from=${realSeconds(900)}`);
  expect(answer.body).toMatchObject({ metrics: ["new"] });
});

describe("logs", () => {
  const PATH = "/api/v2/logs/analytics/aggregate";
  const filled = async () => {
    const world = await newWorld();
    for (const [service, n] of [
      ["web", 2],
      ["web", 6],
      ["worker", 1],
    ] as const) {
      await world.log({ message: `did ${n}`, service, ddsource: "vercel", n });
    }
    return world;
  };

  test("are counted and measured, in all and by facet", async () => {
    const world = await filled();
    const compute = [{ aggregation: "count" }, { aggregation: "avg", metric: "@n" }];
    const all = await world.create(PATH, { compute, filter: { query: "source:vercel", from: "now-60s", to: "now" } });
    expect(all).toMatchObject({
      meta: { status: "done" },
      data: { buckets: [{ by: {}, computes: { c0: 3, c1: 3 } }] },
    });
    const by = await world.create(PATH, { compute, group_by: [{ facet: "service" }], filter: { query: "*" } });
    expect(by).toMatchObject({
      data: {
        buckets: [
          { by: { service: "web" }, computes: { c0: 2, c1: 4 } },
          { by: { service: "worker" }, computes: { c0: 1, c1: 1 } },
        ],
      },
    });
  });

  test("that are not there count zero, and have no measure", async () => {
    const world = await filled();
    const compute = [{ aggregation: "count" }, { aggregation: "max", metric: "@n" }];
    const none = await world.create(PATH, { compute, filter: { query: "service:none" } });
    expect(none).toMatchObject({ data: { buckets: [{ computes: { c0: 0, c1: null } }] } });
    await world.minutes(20);
    const past = await world.create(PATH, { filter: { query: "*", from: "now-15m" } });
    expect(past).toMatchObject({ data: { buckets: [{ computes: { c0: 0 } }] } });
  });

  test("are listed page by page, newest first", async () => {
    const world = await filled();
    const list = (page: object) =>
      world.create("/api/v2/logs/events/search", { filter: { query: "service:web" }, page });
    const first = await list({ limit: 1 });
    expect(first).toMatchObject({
      data: [{ type: "log", attributes: { message: "did 6" } }],
      meta: { page: { after: "1" } },
    });
    expect(await list({ limit: 1, cursor: "1" })).toMatchObject({ data: [{ attributes: { message: "did 2" } }] });
  });

  test("a series has a value for every interval that the time touches", async () => {
    const compute = [{ aggregation: "count", type: "timeseries", interval: "1h" }];
    const answer = (await (await filled()).call("POST", PATH, { filter: { from: "now-2h" }, compute })).value;
    const rows = z.object({
      data: z.object({
        buckets: z.tuple([
          z.object({ computes: z.object({ c0: z.array(z.object({ time: z.iso.datetime(), value: z.number() })) }) }),
        ]),
      }),
    });
    const values = rows.parse(answer).data.buckets[0].computes.c0;
    expect(values.map(({ time }) => time.slice(14))).toEqual(values.map(() => "00:00.000Z"));
    expect(values.length).toBeGreaterThanOrEqual(2);
    expect(values.reduce((sum, { value }) => sum + value, 0)).toBeGreaterThan(0);
  });

  test.each([
    { filter: { query: "a:[" } },
    { filter: { from: "yesterday" } },
    { compute: [{ aggregation: "avg" }] },
    { compute: [{ aggregation: "count", type: "timeseries", interval: "1 hour" }] },
    { compute: [{ aggregation: "count", type: "timeseries", interval: "1s" }], filter: { from: "now-1d" } },
  ])("%j is refused", async (body) => {
    expect((await (await filled()).call("POST", PATH, body)).status).toBe(400);
  });
});

test("transitions are events that can be searched", async () => {
  const world = await newWorld();
  const id = await world.monitor({
    type: "log alert",
    name: "Lines",
    query: 'logs("x").index("*").rollup("count").last("1m") > 0',
  });
  await world.minutes(1);
  await world.log({ message: "x" });
  await world.minutes(2);
  const found = await world.create("/api/v2/events/search", { filter: { query: `source:alert @monitor.id:${id}` } });
  expect(found).toMatchObject({
    data: [
      {
        attributes: {
          attributes: { title: "[Triggered] Lines", status: "error", monitor: { id, groups: ["*"] } },
        },
      },
      { attributes: { attributes: { title: "[Recovered] Lines", status: "success" } } },
    ],
  });
  expect((await world.call("POST", "/api/v2/events/search", { filter: { query: "(" } })).status).toBe(400);
});

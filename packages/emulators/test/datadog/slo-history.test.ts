import { describe, expect, test } from "vitest";
import { z } from "zod";
import { newWorld, type World } from "./world.ts";

const indicator = z.looseObject({
  sli_value: z.number().nullable(),
  error_budget_remaining: z.record(z.string(), z.number()).optional(),
  history: z.array(z.tuple([z.number(), z.number()])).optional(),
});
const history = z.object({
  data: z.looseObject({
    type: z.string(),
    overall: indicator,
    monitors: z.array(indicator).optional(),
    series: z.looseObject({ numerator: z.looseObject({ sum: z.number() }) }).optional(),
  }),
});

/** The client's own clock, which knows nothing of the emulated one. */
const realSeconds = (ago = 0) => Math.ceil(Date.now() / 1_000) - ago;

async function make(world: World, body: object): Promise<string> {
  const { data } = await world.create("/api/v1/slo", {
    name: "n",
    thresholds: [{ timeframe: "30d", target: 99 }],
    ...body,
  });
  return z.tuple([z.object({ id: z.string() })]).parse(data)[0].id;
}

const ask = (world: World, id: string, ago: number, more = "") =>
  world.call("GET", `/api/v1/slo/${id}/history?from_ts=${realSeconds(ago)}&to_ts=${realSeconds()}${more}`);

async function read(world: World, id: string, ago = 3_600, more = "") {
  const answer = await ask(world, id, ago, more);
  expect([answer.status, answer.value]).toMatchObject([200, {}]);
  return history.parse(answer.value).data;
}

const counted = (as: string) => `sum:requests{${as}}.as_count()`;

describe("events", () => {
  const body = { type: "metric", query: { numerator: counted("!status:5*"), denominator: counted("*") } };

  test("good ones against all, and what is left of the budget", async () => {
    const world = await newWorld();
    const id = await make(world, body);
    for (const ago of [50, 110, 170]) await world.point("requests", 66, ["status:200"], ago, 1);
    await world.point("requests", 2, ["status:503"], 170, 1);
    const { overall, series } = await read(world, id);
    expect(overall.sli_value).toBeCloseTo(99, 6);
    expect(overall.error_budget_remaining?.["30d"]).toBeCloseTo(0, 6);
    expect(series?.numerator.sum).toBe(198);
    expect((await read(world, id, 130)).overall.sli_value).toBe(100);
    const custom = (await read(world, id, 3_600, "&target=98")).overall.error_budget_remaining;
    expect(custom?.custom).toBeCloseTo(50, 6);
  });

  test("the same by formulas, good and bad ones", async () => {
    const world = await newWorld();
    await world.point("requests", 3, ["status:200"], 50, 1);
    await world.point("requests", 1, ["status:503"], 50, 1);
    const queries = [
      { data_source: "metrics", name: "good", query: counted("status:2*") },
      { data_source: "metrics", name: "bad", query: counted("status:5*") },
    ];
    const count = { good_events_formula: { formula: "good" }, bad_events_formula: { formula: "bad" }, queries };
    expect(
      (await read(world, await make(world, { type: "metric", sli_specification: { count } }))).overall.sli_value,
    ).toBe(75);
  });

  test("where there were none it has no value", async () => {
    const world = await newWorld();
    expect((await read(world, await make(world, body))).overall.sli_value).toBeNull();
  });

  test("a query in groups is refused, not guessed", async () => {
    const world = await newWorld();
    for (const status of ["200", "503"]) await world.point("requests", 1, [`status:${status}`], 50, 1);
    const grouped = "sum:requests{*} by {status}.as_count()";
    const id = await make(world, { type: "metric", query: { numerator: grouped, denominator: grouped } });
    expect(await ask(world, id, 600)).toMatchObject({
      status: 400,
      body: { errors: [expect.stringContaining("grouped")] },
    });
  });
});

test("slices of time, of which one without data is good", async () => {
  const world = await newWorld();
  const query = {
    formulas: [{ formula: "share" }],
    queries: [{ data_source: "metrics", name: "share", query: "min:share{*}" }],
  };
  const condition = { query, query_interval_seconds: 60, comparator: ">=", threshold: 99 };
  const id = await make(world, { type: "time_slice", sli_specification: { time_slice: condition } });
  await world.point("share", 100, [], 300);
  await world.point("share", 50, [], 180);
  const { overall } = await read(world, id, 630);
  expect(overall.sli_value).toBeCloseTo(90, 6);
  expect(overall.history?.map(([, state]) => state)).toEqual([0, 1, 0]);
});

test("monitors, each and all of them: down as long as one alerts, known from their creation on", async () => {
  const world = await newWorld();
  const over = (metric: string) => ({
    type: "query alert",
    query: `avg(last_1m):avg:${metric}{*} > 80`,
    options: { thresholds: { critical: 80 } },
  });
  const monitors = [await world.monitor(over("a")), await world.monitor(over("b"))];
  const id = await make(world, { type: "monitor", monitor_ids: monitors });
  for (const value of [10, 90, 90, 10, 10, 10, 10, 10]) {
    await world.point("a", value);
    await world.point("b", 10);
    await world.minutes(1);
  }
  const { overall, monitors: each = [] } = await read(world, id);
  // Two of eight minutes.
  expect(overall.sli_value).toBeGreaterThan(70);
  expect(overall.sli_value).toBeLessThan(80);
  expect(overall.history?.map(([, state]) => state)).toEqual([0, 1, 0]);
  expect(each.map((one) => one.sli_value)).toEqual([overall.sli_value, 100]);
});

test.each([
  ["no such objective", "0123456789abcdef0123456789abcdef", "", 404],
  ["a time that ends before it begins", null, "&to_ts=1", 400],
  ["a target that is none", null, "&target=100", 400],
])("%s is refused", async (_, unknown, more, status) => {
  const world = await newWorld();
  const made = await make(world, { type: "metric", query: { numerator: counted("*"), denominator: counted("*") } });
  const path = `/api/v1/slo/${unknown ?? made}/history?from_ts=${realSeconds(60)}`;
  const answer = await world.call(
    "GET",
    more.includes("to_ts") ? path + more : `${path}&to_ts=${realSeconds()}${more}`,
  );
  expect(answer.status).toBe(status);
});

import { describe, expect, test } from "vitest";
import { z } from "zod";
import { newWorld, type World } from "./world.ts";

/** docs: Service Level Objectives > Burn Rate Alerts. */

async function objective(world: World, body: object): Promise<string> {
  const { data } = await world.create("/api/v1/slo", {
    name: "n",
    thresholds: [{ timeframe: "30d", target: 99 }],
    ...body,
  });
  return z.tuple([z.object({ id: z.string() })]).parse(data)[0].id;
}

const events = { type: "metric", query: { numerator: "sum:ok{*}.as_count()", denominator: "sum:all{*}.as_count()" } };
const burning = (id: string, rate: number, long = "1h", short = "5m") => ({
  type: "slo alert",
  query: `burn_rate("${id}").over("30d").long_window("${long}").short_window("${short}") > ${rate}`,
  options: { thresholds: { critical: rate } },
});

describe("a burn rate", () => {
  const minute = async (world: World, bad: number) => {
    await world.point("all", 100, [], 0, 1);
    await world.point("ok", 100 - bad, [], 0, 1);
    await world.minutes(1);
  };

  test("alerts while both windows burn too fast, and has recovered when the short one does not", async () => {
    const world = await newWorld();
    const id = await world.monitor({ ...burning(await objective(world, events), 10), name: "Burns" });
    expect(await world.state(id)).toBe("No Data");
    for (let n = 0; n < 20; n += 1) await minute(world, 0);
    expect(await world.state(id)).toBe("OK");
    // The short window burns at once, the long one when more than a tenth of the hour is bad.
    await minute(world, 100);
    expect(await world.state(id)).toBe("OK");
    for (let n = 0; n < 3; n += 1) await minute(world, 100);
    expect(await world.state(id)).toBe("Alert");
    for (let n = 0; n < 6; n += 1) await minute(world, 0);
    expect(await world.state(id)).toBe("OK");
    expect(world.mailSubjects()).toEqual(["[Triggered] Burns", "[Recovered] Burns"]);
  });

  test("ends where nothing comes any more, and warns before", async () => {
    const world = await newWorld();
    const slo = await objective(world, events);
    const id = await world.monitor({ ...burning(slo, 50), options: { thresholds: { critical: 50, warning: 5 } } });
    for (let n = 0; n < 3; n += 1) await minute(world, 10);
    expect(await world.state(id)).toBe("Warn");
    await world.minutes(6);
    expect(await world.state(id)).toBe("OK");
  });

  test("of time slices and of monitors is of their time", async () => {
    const world = await newWorld();
    const time_slice = {
      query: { formulas: [{ formula: "a" }], queries: [{ data_source: "metrics", name: "a", query: "avg:up{*}" }] },
      ...{ comparator: ">=", threshold: 1, query_interval_seconds: 60 },
    };
    const down = await world.monitor({ type: "query alert", query: "min(last_1m):avg:up{*} < 1", name: "Down" });
    const slices = await world.monitor(
      burning(await objective(world, { type: "time_slice", sli_specification: { time_slice } }), 5),
    );
    const uptime = await world.monitor(burning(await objective(world, { type: "monitor", monitor_ids: [down] }), 5));
    const minutes = async (count: number, up: number) => {
      for (let n = 0; n < count; n += 1) {
        await world.point("up", up);
        await world.minutes(1);
      }
    };
    await minutes(10, 1);
    expect([await world.state(slices), await world.state(uptime)]).toEqual(["OK", "OK"]);
    await minutes(8, 0);
    expect([await world.state(slices), await world.state(uptime)]).toEqual(["Alert", "Alert"]);
  });

  test("is refused where no error rate reaches it, and by the documented windows", async () => {
    const world = await newWorld();
    const slo = await objective(world, events);
    const status = async (body: object) =>
      (await world.call("POST", "/api/v1/monitor", { name: "m", message: "", ...body })).status;
    expect(await status(burning(slo, 100))).toBe(200);
    expect(await status(burning(slo, 101))).toBe(400);
    expect(await status(burning(slo, 10, "30m"))).toBe(400);
    expect(await status(burning(slo, 10, "49h"))).toBe(400);
    expect(await status(burning(slo, 10, "1h", "1h"))).toBe(400);
  });
});

test("a budget alerts when more than so many percent of it are used up", async () => {
  const world = await newWorld();
  const slo = await objective(world, events);
  const id = await world.monitor({ type: "slo alert", query: `error_budget("${slo}").over("30d") > 75`, options: {} });
  await world.point("all", 1000, [], 0, 1);
  await world.point("ok", 995, [], 0, 1);
  await world.minutes(1);
  expect(await world.state(id)).toBe("OK");
  await world.point("all", 1000, [], 0, 1);
  await world.point("ok", 985, [], 0, 1);
  await world.minutes(1);
  expect(await world.state(id)).toBe("Alert");
});

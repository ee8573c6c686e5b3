/** Monitors of metrics, and of formulas over events. */
import { describe, expect, test } from "vitest";
import { newWorld } from "./world.ts";

describe("a metric", () => {
  const ask = (query: string, options: object = {}) => ({ type: "query alert", query, options });

  test("that stays beyond the limit for the whole window alerts, and recovers at the recovery threshold", async () => {
    const world = await newWorld();
    const thresholds = { critical: 80, warning: 60, critical_recovery: 75 };
    const id = await world.monitor(ask("min(last_3m):avg:cpu{env:x} > 80", { thresholds }));
    const seen: string[] = [];
    for (const value of [90, 90, 70, 90, 90, 90, 78, 76, 74, 50]) {
      await world.point("cpu", value, ["env:x"]);
      await world.minutes(1);
      seen.push(await world.state(id));
    }
    const firstWindow = ["Alert", "Alert", "Warn", "Warn", "Warn"];
    expect(seen).toEqual([...firstWindow, "Alert", "Alert", "Alert", "Warn", "OK"]);
    expect(world.mailSubjects()).toEqual(["[Triggered] m", "[Warn] m", "[Triggered] m", "[Warn] m", "[Recovered] m"]);
  });

  test("as_count adds up before it divides, as_rate afterwards: 0.6 and 3 in the vendor's own example", async () => {
    const world = await newWorld();
    const ratio = (as: string) => `sum(last_5m):sum:errors{*}.${as}() / sum:total{*}.${as}() > 10`;
    const [count, rate] = [await world.monitor(ask(ratio("as_count"))), await world.monitor(ask(ratio("as_rate")))];
    for (const value of [1, 2, 3, 4, 5]) {
      await world.point("errors", value, [], 0, 1);
      await world.point("total", 5, [], 0, 1);
      await world.minutes(1);
    }
    const value = (id: number) => world.emulator.store.states.get(id)?.groups.get("*")?.value;
    expect([value(count), value(rate)]).toEqual([0.6, expect.closeTo(3, 9)]);
  });

  test("each mountpoint is judged on its own share of free space", async () => {
    const world = await newWorld();
    const query = "avg(last_2m):100 - 100 * avg:free{ref:r} by {mountpoint} / avg:size{ref:r} by {mountpoint} > 85";
    const id = await world.monitor(ask(query, { new_group_delay: 0 }));
    for (const [mount, free] of [
      ["/", 50],
      ["/data", 10],
    ] as const) {
      await world.point("free", free, ["ref:r", `mountpoint:${mount}`]);
      await world.point("size", 100, ["ref:r", `mountpoint:${mount}`]);
    }
    await world.minutes(1);
    expect(await world.groups(id)).toMatchObject({
      "mountpoint:/": { status: "OK" },
      "mountpoint:/data": { status: "Alert" },
    });
    expect(world.mailSubjects()).toEqual(["[Triggered on {mountpoint:/data}] m"]);
  });

  test.each([
    ["show_and_notify_no_data", "No Data", ["[No data] m", "[Recovered] m"]],
    ["show_no_data", "No Data", []],
    ["default", "OK", []],
    ["resolve", "OK", []],
  ])("that goes missing under the policy %s is shown as %s", async (policy, state, told) => {
    const world = await newWorld();
    const id = await world.monitor(ask("avg(last_2m):avg:cpu{*} > 80", { on_missing_data: policy }));
    await world.minutes(3);
    expect([await world.state(id), world.mailSubjects()]).toEqual(["No Data", []]);
    await world.point("cpu", 1);
    await world.minutes(1);
    expect(await world.state(id)).toBe("OK");
    await world.minutes(2);
    expect(await world.state(id)).toBe(state);
    await world.point("cpu", 1);
    await world.minutes(1);
    expect([await world.state(id), world.mailSubjects()]).toEqual(["OK", told]);
  });

  test("a window that must be full waits for it, and looks past no gap", async () => {
    const world = await newWorld();
    const id = await world.monitor(ask("max(last_3m):avg:cpu{*} > 80", { require_full_window: true }));
    const seen: string[] = [];
    for (const value of [90, 90, 90, null, 50, 50, 50]) {
      if (value !== null) await world.point("cpu", value);
      await world.minutes(1);
      seen.push(await world.state(id));
    }
    expect(seen).toEqual(["No Data", "No Data", "Alert", "Alert", "Alert", "Alert", "OK"]);
  });

  test("an evaluation delay looks at an earlier window, a change at the difference to one", async () => {
    const world = await newWorld();
    const late = await world.monitor(ask("max(last_1m):avg:cpu{*} > 80", { evaluation_delay: 120 }));
    const jump = await world.monitor(ask("change(max(last_1m),last_2m):avg:cpu{*} > 30"));
    const seen: string[][] = [];
    for (const value of [50, 50, 90, 90, 90, 90]) {
      await world.point("cpu", value);
      await world.minutes(1);
      seen.push([await world.state(late), await world.state(jump)]);
    }
    expect(seen.map(([state]) => state)).toEqual(["No Data", "No Data", "OK", "OK", "Alert", "Alert"]);
    expect(seen.map(([, state]) => state)).toEqual(["No Data", "No Data", "Alert", "Alert", "OK", "OK"]);
  });

  test.each([
    ["default_zero(avg:none{*}) < 1", "Alert"],
    ["abs(-1 * avg:cpu{*}) > 80", "Alert"],
    ["clamp_max(avg:cpu{*}, 10) > 80", "OK"],
    ["count:cpu{*} > 1", "Alert"],
    ["avg:cpu{*} / avg:zero{*} > 1", "No Data"],
    ["exclude_null(avg:cpu{*} by {host}) > 80", "OK"],
    ["avg:cpu{host:b} + avg:cpu{!host:b} > 90", "Alert"],
    ["hour_before(avg:cpu{*}) > 1", "No Data"],
  ])("max(last_1m):%s is %s", async (expression, state) => {
    const world = await newWorld();
    const id = await world.monitor(ask(`max(last_1m):${expression}`, { new_group_delay: 0 }));
    await world.point("cpu", 90);
    await world.point("cpu", 80, ["host:b"]);
    await world.point("zero", 0);
    await world.minutes(1);
    expect(await world.state(id)).toBe(state);
  });

  test("a group that is new waits", async () => {
    const world = await newWorld();
    const id = await world.monitor(ask("max(last_5m):avg:cpu{*} by {host} > 80", { new_group_delay: 180 }));
    const seen: string[] = [];
    for (let minute = 0; minute < 5; minute += 1) {
      await world.point("cpu", 90, ["host:a"]);
      await world.minutes(1);
      seen.push(await world.state(id));
    }
    expect(seen).toEqual(["No Data", "No Data", "No Data", "Alert", "Alert"]);
  });

  test("what is left without data ends by itself when asked to", async () => {
    const world = await newWorld();
    const id = await world.monitor(ask("max(last_1m):avg:cpu{*} > 80", { timeout_h: 1, on_missing_data: "default" }));
    await world.point("cpu", 90);
    await world.minutes(59);
    expect(await world.state(id)).toBe("Alert");
    await world.minutes(3);
    expect([await world.state(id), world.mailSubjects()]).toEqual(["OK", ["[Triggered] m", "[Recovered] m"]]);
  });

  test("what Datadog takes and is not evaluated here is stored, and stays without data", async () => {
    const world = await newWorld();
    const stored = [
      ask("avg(last_4h):anomalies(avg:a{*}, 'basic', 2) >= 1", { thresholds: { critical: 1 } }),
      ask("max(next_1w):forecast(avg:a{*}, 'linear', 1) >= 1"),
      ask("avg(last_5m):avg:a{*}.rollup(avg, 60) / avg:b{*} > 1"),
    ];
    const ids = await Promise.all(stored.map((body) => world.monitor(body)));
    await world.point("a", 9);
    await world.minutes(5);
    expect(await Promise.all(ids.map((id) => world.state(id)))).toEqual(["No Data", "No Data", "No Data"]);
    expect(world.mailSubjects()).toEqual([]);
  });

  test("what Datadog does not take is refused, by name", async () => {
    const world = await newWorld();
    const refused = async (query: string) =>
      (await world.call("POST", "/api/v1/monitor", { name: "n", message: "", ...ask(query) })).body;
    const reason = (text: string) => ({ errors: [expect.stringContaining(text)] });
    expect(await refused("avg(last_5m):sum:a{*}.as_count() / sum:b{*}.as_count() > 1")).toEqual(reason("sum(...)"));
    expect(await refused("avg(last_5m):avg:a{*} by {x} / avg:b{*} by {y} > 1")).toEqual(reason("{y}"));
  });
});

describe("a formula over events", () => {
  const variable = (name: string, query: string) => ({
    name,
    data_source: "logs",
    search: { query },
    indexes: ["*"],
    compute: { aggregation: "cardinality", metric: "@id" },
    group_by: [],
  });
  const variables = [variable("part", "service:web @code:>499"), variable("whole", "service:web")];
  const body = {
    type: "log alert",
    query: 'formula("part / whole * 100 * is_greater(whole, 19)").last("5m") > 5',
    options: { variables, on_missing_data: "resolve" },
  };
  /** Two lines for each request: counting lines would count it twice. */
  const line = (id: number, code: number) => ({ message: "a", service: "web", id, code });

  test.each([
    [19, 19, "OK", "a few failures are no share"],
    [20, 1, "OK", "exactly the limit"],
    [20, 2, "Alert", "beyond it"],
  ])("of %i requests %i fail: %s (%s)", async (all, failed, state) => {
    const world = await newWorld();
    const id = await world.monitor(body);
    for (let i = 0; i < all; i += 1) await world.log(line(i, i < failed ? 500 : 200), 2);
    await world.minutes(1);
    expect(await world.state(id)).toBe(state);
    await world.minutes(6);
    expect(await world.state(id), "no traffic at all").toBe("OK");
  });
});

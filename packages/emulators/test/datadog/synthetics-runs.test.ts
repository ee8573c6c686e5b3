import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { alertBy, type LifeRules, newLife, observe } from "../../src/datadog/synthetics/lifecycle.ts";
import { readyzTest } from "./client.ts";
import { newWorld } from "./world.ts";

const created = z.object({ public_id: z.string(), monitor_id: z.int() });

/** A world whose app answers as the test says, and minutes counted from the first run. */
async function newRuns(changes: Record<string, unknown> = {}) {
  const world = await newWorld();
  const app = { ok: true, calls: 0, seen: new Headers() };
  const handler = new Hono().all("*", (c) => {
    app.calls += 1;
    app.seen = c.req.raw.headers;
    return c.json({ ok: app.ok, checks: [{ name: "db", up: app.ok }] }, app.ok ? 200 : 503);
  });
  world.context.apps.set("app", handler);
  await world.minutes(0.5);
  const body = readyzTest({ message: "m @founder@example.com", locations: ["aws:eu-central-1"], ...changes });
  const test = created.parse(await world.create("/api/v1/synthetics/tests/api", body));
  await world.minutes(0.5);
  const first = Math.floor(world.context.now().getTime() / 60_000) * 60;
  return {
    ...world,
    app,
    id: test.public_id,
    state: () => world.state(test.monitor_id),
    /** The minute, counted from the first run, of a time of the one group. */
    minuteOf: async (field: string) => (Number((await world.groups(test.monitor_id))["*"]?.[field]) - first) / 60,
  };
}

const options = (changes: object) => ({ options: { tick_every: 60, ...changes } });

test("a run is of the time at which it looks, also where its results were read before the first one", async () => {
  const world = await newWorld();
  let fails = false;
  world.context.apps.set(
    "app",
    new Hono().all("*", (c) => c.json({}, fails ? 503 : 200)),
  );
  const body = readyzTest({
    message: "m",
    locations: ["aws:eu-central-1"],
    options: { tick_every: 60, min_failure_duration: 0 },
  });
  const { public_id: id, monitor_id: monitor } = created.parse(
    await world.create("/api/v1/synthetics/tests/api", body),
  );
  await world.call("GET", `/api/v1/synthetics/tests/${id}/results`);
  await world.minutes(5 / 60);
  fails = true;
  const failing = world.context.now().getTime() / 1_000;
  await world.minutes(1);
  expect(Number((await world.groups(monitor))["*"]?.last_triggered_ts)).toBeGreaterThanOrEqual(failing);
});

describe("the vendor's worked examples", () => {
  test("no retries, every 15 minutes, 13 minutes: failing at 15 alerts at 28", async () => {
    const { app, minutes, minuteOf, state } = await newRuns(options({ tick_every: 900, min_failure_duration: 780 }));
    await minutes(14);
    app.ok = false;
    await minutes(13);
    expect(await state()).toBe("OK");
    await minutes(2);
    expect([await state(), await minuteOf("last_triggered_ts")]).toEqual(["Alert", 28]);
  });

  test("two retries a minute apart, every 30 minutes, 5 minutes: failing at 30, 31, 32 alerts at 37, passing at 60 ends it", () => {
    const rules: LifeRules = { minFailureDuration: 300, minLocationFailed: 1 };
    const life = newLife();
    const at = (minute: number) => minute * 60;
    const run = (minute: number, passed: boolean) => observe(life, { location: "a", passed, at: at(minute) }, rules);
    expect(run(0, true)).toEqual({ to: "OK", at: 0 });
    // The run of minute 30 has failed with its last retry, at 32.
    expect(run(32, false)).toBeNull();
    expect(alertBy(life, at(37) - 1, rules)).toBeNull();
    expect(alertBy(life, at(37), rules)).toEqual({ to: "Alert", at: at(37) });
    expect(run(60, true)).toEqual({ to: "OK", at: at(60) });
  });

  test("every minute with 90 seconds needs exactly two failing runs in a row", async () => {
    const { app, minutes, minuteOf, state, mailSubjects } = await newRuns(options({ min_failure_duration: 90 }));
    const fails = async (pattern: string) => {
      for (const sign of pattern) {
        app.ok = sign === ".";
        await minutes(1);
      }
    };
    await fails("..x.x.x..");
    expect([await state(), mailSubjects()]).toEqual(["OK", []]);
    await fails("xx");
    app.ok = true;
    expect(await state(), "the second failure has just been seen").toBe("OK");
    await minutes(0.5);
    expect(await state()).toBe("Alert");
    expect((await minuteOf("last_triggered_ts")) % 1, "between two runs").toBe(0.5);
    await minutes(1);
    expect(await state()).toBe("OK");
    expect(mailSubjects()).toEqual(["[Triggered] [Synthetics] readyz", "[Recovered] [Synthetics] readyz"]);
  });
});

test("a retry that passes saves the run", async () => {
  const world = await newRuns(options({ retry: { count: 2, interval: 1_000 } }));
  let next = 0;
  const flaky = new Hono().all("*", (c) => c.json({}, ++next % 3 === 0 ? 200 : 503));
  world.context.apps.set("app", flaky);
  await world.minutes(3);
  expect([await world.state(), next]).toEqual(["OK", 9]);
});

test("as many locations must fail as the test says", async () => {
  const locations = ["aws:eu-central-1", "aws:us-east-1"];
  const one = await newRuns({ locations, ...options({ min_location_failed: 1 }) });
  const two = await newRuns({ locations, ...options({ min_location_failed: 2 }) });
  for (const { context, minutes } of [one, two]) {
    let next = 0;
    context.apps.set(
      "app",
      new Hono().all("*", (c) => c.json({}, ++next % 2 === 0 ? 200 : 503)),
    );
    await minutes(2);
  }
  expect([await one.state(), await two.state()]).toEqual(["Alert", "OK"]);
});

test("secrets are put into headers, and never shown", async () => {
  const world = await newWorld();
  const variable = { name: "TOKEN", description: "", tags: [], value: { secure: true, value: "s3cret" } };
  const { id } = await world.create("/api/v1/synthetics/variables", variable);
  let seen: string | undefined;
  world.context.apps.set(
    "app",
    new Hono().all("*", (c) => {
      seen = c.req.header("authorization");
      return c.json({ ok: true });
    }),
  );
  const config = {
    assertions: [{ type: "statusCode", operator: "is", target: 200 }],
    configVariables: [{ type: "global", name: "TOKEN", id }],
    request: { method: "GET", url: "https://app.cliply.example/a", headers: { Authorization: "Bearer {{ TOKEN }}" } },
  };
  const test = created.parse(await world.create("/api/v1/synthetics/tests/api", readyzTest({ config })));
  await world.minutes(1);
  expect(seen).toBe("Bearer s3cret");
  const results = await world.call("GET", `/api/v1/synthetics/tests/${test.public_id}/results`);
  expect(JSON.stringify(results.value)).not.toContain("s3cret");
});

test("nothing outside the emulated world is reached", async () => {
  const config = {
    assertions: [{ type: "statusCode", operator: "is", target: 200 }],
    request: { method: "GET", url: "https://www.datadoghq.com/" },
  };
  const { id, call, minutes, app, state } = await newRuns({ config, ...options({}) });
  await minutes(1);
  const { value } = await call("GET", `/api/v1/synthetics/tests/${id}/results`);
  const { results } = z.object({ results: z.array(z.object({ result_id: z.string() })).min(1) }).parse(value);
  const one = await call("GET", `/api/v1/synthetics/tests/${id}/results/${results[0]?.result_id}`);
  expect(one.body).toMatchObject({ status: 1, result: { failure: { code: "DNS" } } });
  expect([await state(), app.calls]).toEqual(["Alert", 0]);
});

describe("runs on request", () => {
  const trigger = (world: Awaited<ReturnType<typeof newRuns>>, how = "") =>
    world.call("POST", `/api/v1/synthetics/tests/trigger${how}`, { tests: [{ public_id: world.id }] });

  test("by hand change the state of a test that is not paused", async () => {
    const world = await newRuns(options({ tick_every: 604_800 }));
    world.app.ok = false;
    const answer = await trigger(world);
    expect(answer.body).toMatchObject({ triggered_check_ids: [world.id], results: [{ public_id: world.id }] });
    await world.minutes(1);
    expect([await world.state(), world.mailSubjects()]).toEqual(["Alert", ["[Triggered] [Synthetics] readyz"]]);
  });

  test("do not when it is paused, nor ever for a CI pipeline", async () => {
    const paused = await newRuns({ status: "paused" });
    const ci = await newRuns(options({ tick_every: 604_800 }));
    for (const world of [paused, ci]) world.app.ok = false;
    const calls = paused.app.calls;
    await trigger(paused);
    await trigger(ci, "/ci");
    for (const world of [paused, ci]) await world.minutes(5);
    expect([await paused.state(), await ci.state()]).toEqual(["No Data", "OK"]);
    expect([calls, paused.app.calls, paused.mailSubjects(), ci.mailSubjects()]).toEqual([0, 2, [], []]); // a run and its retry
  });

  test("are refused for a test that there is not", async () => {
    const world = await newRuns();
    const ask = (tests: unknown) => world.call("POST", "/api/v1/synthetics/tests/trigger", { tests });
    expect([(await ask([{ public_id: "abc" }])).status, (await ask([])).status]).toEqual([404, 400]);
    expect((await world.call("GET", `/api/v1/synthetics/tests/${world.id}/results/1`)).status).toBe(404);
  });
});

test("a paused test does not run, and runs again afterwards", async () => {
  const world = await newRuns(options({}));
  await world.call("PUT", `/api/v1/synthetics/tests/${world.id}/status`, { new_status: "paused" });
  const before = world.app.calls;
  await world.minutes(5);
  expect(world.app.calls).toBe(before);
  await world.call("PUT", `/api/v1/synthetics/tests/${world.id}/status`, { new_status: "live" });
  await world.minutes(2);
  expect(world.app.calls).toBeGreaterThan(before);
});

import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { readyzTest } from "./client.ts";
import { newWorld } from "./world.ts";

const created = z.object({ public_id: z.string(), monitor_id: z.int() });
const results = z.object({ results: z.array(z.object({ result_id: z.string() })) });
const outcome = z.object({
  result: z.object({ failure: z.object({ code: z.string(), message: z.string() }).optional() }),
});

const url = (path: string) => `https://shop.example${path}`;
const ok = [{ type: "statusCode", operator: "is", target: 200 }];
const first = {
  name: "log in",
  subtype: "http",
  request: { method: "POST", url: url("/login"), body: '{"user":"m"}' },
  assertions: ok,
  extractedValues: [
    { name: "SESSION", type: "http_body", parser: { type: "json_path", value: "$.session" } },
    { name: "PLACE", type: "http_header", field: "x-place", parser: { type: "raw" } },
  ],
};
const second = {
  name: "account",
  subtype: "http",
  request: { method: "GET", url: url("/accounts/{{ PLACE }}"), headers: { authorization: "Bearer {{ SESSION }}" } },
  assertions: ok,
};

/** A test of steps every minute, and an app that knows one session. */
async function run(steps: object[]) {
  const world = await newWorld();
  const app = { session: true, asked: [] as string[] };
  const handler = new Hono()
    .post("/login", (c) => c.json(app.session ? { session: "s-1" } : {}, 200, { "x-place": "vienna" }))
    .get("/accounts/vienna", (c) => {
      app.asked.push(c.req.header("authorization") ?? "");
      return c.json({}, c.req.header("authorization") === "Bearer s-1" ? 200 : 401);
    });
  world.context.apps.set("app", handler);
  await world.minutes(0.5);
  const options = { tick_every: 60, min_failure_duration: 0 };
  const body = readyzTest({
    subtype: "multi",
    message: "m",
    config: { steps },
    options,
    locations: ["aws:eu-central-1"],
  });
  const made = created.parse(await world.create("/api/v1/synthetics/tests/api", body));
  const path = `/api/v1/synthetics/tests/${made.public_id}/results`;
  const next = async () => {
    await world.minutes(1);
    const [newest] = results.parse((await world.call("GET", path)).value).results;
    if (newest === undefined) return null;
    const { result } = outcome.parse((await world.call("GET", `${path}/${newest.result_id}`)).value);
    return [await world.state(made.monitor_id), result.failure?.message ?? null];
  };
  return { app, next };
}

describe("a test of several steps", () => {
  test("sends what it took out of earlier answers, in addresses and headers", async () => {
    const { app, next } = await run([first, second]);
    expect(await next()).toEqual(["OK", null]);
    expect(app.asked).toEqual(["Bearer s-1"]);
  });

  test("fails where there is nothing to take, and asks no further", async () => {
    const { app, next } = await run([first, second]);
    app.session = false;
    expect(await next()).toEqual(["Alert", "log in: nothing to take for SESSION"]);
    expect(app.asked).toEqual([]);
  });

  test.each([
    ["ends with a step that fails", {}, "Alert"],
    ["goes on after one that may fail", { allowFailure: true }, "OK"],
    ["fails for one that may fail and is critical", { allowFailure: true, isCritical: true }, "Alert"],
  ])("%s", async (_, more, state) => {
    const wrong = { ...first, ...more, assertions: [{ type: "statusCode", operator: "is", target: 201 }] };
    const { next } = await run([wrong, { ...first, name: "again" }]);
    expect((await next())?.[0]).toBe(state);
  });

  test("ends well with a step that says so", async () => {
    const { app, next } = await run([{ ...first, exitIfSucceed: true }, second]);
    expect(await next()).toEqual(["OK", null]);
    expect(app.asked).toEqual([]);
  });

  test.each([
    ["that waits", { name: "wait", subtype: "wait", value: 5 }],
    ["that repeats itself", { ...first, retry: { count: 2, interval: 300 } }],
  ])("with a step %s is stored only", async (_, step) => {
    expect(await (await run([step])).next()).toBeNull();
  });
});

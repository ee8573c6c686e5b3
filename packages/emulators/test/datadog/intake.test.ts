import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { newClient } from "./client.ts";

const series = (points: object[], changes: object = {}) => ({
  series: [{ metric: "a.b", type: 3, points, resources: [{ type: "host", name: "H1" }], tags: ["env:x"], ...changes }],
});

describe("intake", () => {
  test("points are kept by series; those out of time are dropped", async () => {
    const { call, context, emulator } = newClient();
    const now = Math.floor(context.now().getTime() / 1_000);
    const point = (timestamp: number, value: number) => ({ timestamp, value });
    const sent = series([point(now - 60, 1), point(now, 2), point(now - 4_000, 9), point(now + 700, 9)]);
    expect(await call("POST", "/api/v2/series", sent)).toMatchObject({ status: 202, body: { errors: [] } });
    await call("POST", "/api/v2/series", series([point(now, 3)]));
    expect(emulator.store.series.list("a.b")).toEqual([
      {
        metric: "a.b",
        kind: "gauge",
        interval: null,
        tags: ["env:x", "host:h1"],
        times: [now - 60, now],
        values: [1, 3],
      },
    ]);
  });

  test("logs that are indexed late are found late, by their own time", async () => {
    const { call, context, emulator } = newClient();
    const control = (body: unknown) =>
      emulator.control?.request("/indexing", { method: "PUT", body: JSON.stringify(body) });
    for (const wrong of [{ delaySeconds: -1 }, { delaySeconds: "1" }, {}])
      expect((await control(wrong))?.status).toBe(400);
    expect((await control({ delaySeconds: 90 }))?.status).toBe(200);
    const at = context.now().toISOString();
    await call("POST", "/api/v2/logs", [{ message: "late", service: "shop" }]);
    const found = async () => {
      const { body } = await call("POST", "/api/v2/logs/events/search", {
        filter: { query: "service:shop", from: "now-10m", to: "now" },
      });
      return body.data;
    };
    expect(await found()).toEqual([]);
    expect(emulator.store.counts().logs).toBe(1);
    context.clock.shift(89_000);
    expect(await found()).toEqual([]);
    context.clock.shift(3_000);
    expect(await found()).toMatchObject([
      { attributes: { message: "late", timestamp: expect.stringContaining(at.slice(0, 16)) } },
    ]);
    await control({ delaySeconds: 0 });
    await call("POST", "/api/v2/logs", [{ message: "at once", service: "shop" }]);
    expect(await found()).toHaveLength(2);
  });

  test("a compressed body is read, a broken one refused", async () => {
    const { context, emulator } = newClient();
    const headers = { "dd-api-key": context.tokens.datadog.apiKey, "content-encoding": "gzip" };
    const now = Math.floor(context.now().getTime() / 1_000);
    const body = gzipSync(JSON.stringify(series([{ timestamp: now, value: 1 }])));
    const post = (content: Uint8Array | string) =>
      emulator.app.request("/api/v2/series", { method: "POST", headers, body: content });
    expect((await post(body)).status).toBe(202);
    expect((await post("not gzip")).status).toBe(400);
    expect((await post(gzipSync(" ".repeat(6_000_000)))).status).toBe(413);
  });

  test.each([
    ['{"status":"error"}', {}, "error"],
    ['{"level":"WARNING"}', {}, "warn"],
    ['{"severity":2}', {}, "critical"],
    ['{"status":"error"}', { status: "ok" }, "ok"],
    ['{"status":"completed"}', {}, "critical"],
    ["plain", { status: "Error" }, "error"],
    ["plain", { status: "whatever" }, "warn"],
    ["plain", { status: "9" }, "info"],
  ])("the status of %s sent with %j is %s", async (message, around, status) => {
    const { call, emulator } = newClient();
    await call("POST", "/api/v2/logs", [{ message, ...around }]);
    expect(emulator.store.logs.all).toMatchObject([{ status }]);
  });

  test("a JSON message tells its service and host where the envelope does not", async () => {
    const { call, emulator } = newClient();
    const message = '{"service":"inner","hostname":"h1"}';
    await call("POST", "/api/v2/logs", [{ message }, { message, service: "outer", hostname: "h2" }]);
    expect(emulator.store.logs.all).toMatchObject([
      { service: "inner", host: "h1" },
      { service: "outer", host: "h2" },
    ]);
  });

  test("logs are kept with the fields of a JSON message", async () => {
    const { call, emulator } = newClient();
    const log = {
      ddsource: "vercel",
      ddtags: "env:prod, a:b",
      service: "web",
      message: '{"message":"hi","n":{"x":1}}',
      x: 1,
    };
    expect(await call("POST", "/api/v2/logs", [log, { message: "plain" }])).toMatchObject({ status: 202, body: {} });
    expect(emulator.store.logs.all).toMatchObject([
      { source: "vercel", tags: ["env:prod", "a:b"], message: "hi", attributes: { n: { x: 1 }, x: 1 } },
      { source: null, message: "plain", status: "info" },
    ]);
    expect((await call("POST", "/api/v2/logs", Array(1_001).fill({ message: "m" }))).status).toBe(400);
  });

  test("runs of checks and events", async () => {
    const { call, emulator } = newClient();
    const run = { check: "app.ok", host_name: "h", status: 0, tags: [] };
    expect(await call("POST", "/api/v1/check_run", run)).toMatchObject({ status: 202, body: { status: "ok" } });
    expect((await call("POST", "/api/v1/check_run", [{ ...run, status: 4 }])).status).toBe(400);
    const event = await call("POST", "/api/v1/events", { title: "t", text: "x", tags: ["a:b"] });
    expect(event).toMatchObject({ status: 202, body: { status: "ok", event: { title: "t", tags: ["a:b"] } } });
    expect((await call("POST", "/api/v1/events", { title: "t", text: "x", date_happened: 1 })).body).toEqual({
      errors: ["Event too far in the past"],
    });
    expect((await call("POST", "/api/v1/events", { title: "t", text: "x".repeat(4_001) })).status).toBe(400);
    expect([emulator.store.checks.length, emulator.store.events.length]).toEqual([1, 1]);
  });

  test.each([
    [{ series: [] }],
    [{}],
    [series([{ timestamp: "now", value: 1 }])],
    [series([], { metric: "1bad" })],
    [series([], { type: 4 })],
  ])("refused: %j", async (body) => {
    const { call } = newClient();
    expect((await call("POST", "/api/v2/series", body)).status).toBe(400);
  });
});

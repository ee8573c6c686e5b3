import { describe, expect, test } from "vitest";
import { metricMonitor, newClient } from "./client.ts";

describe("keys", () => {
  const forbidden = { status: 403, body: { errors: ["Forbidden"] } };

  test("both are needed, and only the API key for intake", async () => {
    const { call, context } = newClient();
    const { apiKey, appKey } = context.tokens.datadog;
    const path = "/api/v1/monitor";
    expect(await call("GET", path, undefined, {})).toMatchObject(forbidden);
    expect(await call("GET", path, undefined, { "dd-api-key": apiKey })).toMatchObject(forbidden);
    expect(await call("GET", path, undefined, { "dd-application-key": appKey })).toMatchObject(forbidden);
    expect(await call("GET", path, undefined, { "dd-api-key": appKey, "dd-application-key": apiKey })).toMatchObject(
      forbidden,
    );
    expect(await call("POST", "/api/v2/logs", { message: "m" }, { "dd-api-key": apiKey })).toMatchObject({
      status: 202,
    });
    expect(await call("POST", "/api/v2/logs", { message: "m" }, {})).toMatchObject(forbidden);
  });

  test("a key can be checked", async () => {
    const { call, context } = newClient();
    const { apiKey } = context.tokens.datadog;
    expect((await call("GET", "/api/v1/validate", undefined, { "dd-api-key": apiKey })).body).toEqual({ valid: true });
    expect((await call("GET", "/api/v1/validate", undefined, {})).body).toEqual({ errors: ["API key required"] });
    expect(await call("GET", "/api/v1/validate", undefined, { "dd-api-key": "x" })).toMatchObject(forbidden);
  });
});

describe("every answer", () => {
  const NAMES = ["limit", "period", "remaining", "reset", "name"];

  test.each(["/api/v1/monitor", "/api/v1/monitor/1", "/api/v1/nowhere"])("%s tells the rate limit", async (path) => {
    const { call } = newClient();
    const { headers } = await call("GET", path);
    for (const name of NAMES) expect(headers.get(`x-ratelimit-${name}`), name).toBeTruthy();
  });

  test("beyond the limit is 429, until the period is over", async () => {
    const { call, context, emulator } = newClient();
    const left = async () => Number((await call("GET", "/api/v1/slo")).headers.get("x-ratelimit-remaining"));
    // The clock stands still, so that the period cannot end in the middle.
    context.clock.freeze();
    expect(await left()).toBe((await left()) + 1);
    const { apiKey, appKey } = context.tokens.datadog;
    const headers = { "dd-api-key": apiKey, "dd-application-key": appKey };
    let last = 200;
    for (let calls = 0; calls < 6_000 && last === 200; calls += 1) {
      last = (await emulator.app.request("/api/v1/slo", { headers })).status;
    }
    expect(last).toBe(429);
    context.clock.shift(10_000);
    expect(await left()).toBeGreaterThan(0);
  });

  test("an unknown path is 404 with a body in the API's shape", async () => {
    const { call } = newClient();
    expect(await call("GET", "/api/v1/nowhere")).toMatchObject({ status: 404, body: { errors: ["Not found"] } });
  });
});

test("faults hit calls that carry the keys, and requests are logged without headers", async () => {
  const { call, context } = newClient();
  const body = { errors: ["Too many requests"] };
  context.faults.add({
    vendor: "datadog",
    match: { method: "POST", path: "^/api/v1/monitor$" },
    status: 429,
    body,
    headers: { "X-RateLimit-Reset": "1" },
    times: 1,
  });
  const keyless = await call("POST", "/api/v1/monitor", metricMonitor(), { "content-type": "application/json" });
  expect(keyless).toMatchObject({ status: 403, body: { errors: ["Forbidden"] } });
  const hit = await call("POST", "/api/v1/monitor?x=1", metricMonitor());
  expect(hit).toMatchObject({ status: 429, body });
  expect(hit.headers.get("x-ratelimit-reset")).toBe("1");
  expect((await call("POST", "/api/v1/monitor", metricMonitor())).status).toBe(200);
  const log = context.requests.list("datadog");
  expect(log).toMatchObject([
    { method: "POST", path: "/api/v1/monitor", query: {}, request: null, status: 403 },
    { method: "POST", path: "/api/v1/monitor", query: { x: "1" }, request: { name: "High load" }, status: 429 },
    { status: 200 },
  ]);
  expect(JSON.stringify(log)).not.toContain(context.tokens.datadog.apiKey);
});

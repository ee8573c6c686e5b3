import { expect, test } from "vitest";
import { createContext } from "../../src/context.ts";
import { createDatadog } from "../../src/datadog/app.ts";
import { metricMonitor, newClient } from "./client.ts";

const downtime = (attributes: Record<string, unknown> = {}) => ({
  data: {
    type: "downtime",
    attributes: {
      message: "m",
      scope: "env:staging",
      monitor_identifier: { monitor_tags: ["env:staging"] },
      ...attributes,
    },
  },
});

test("a downtime matches the monitors that it names until it is cancelled", async () => {
  const { create, call } = newClient();
  const named = await create("/api/v1/monitor", metricMonitor());
  const other = await create("/api/v1/monitor", metricMonitor({ tags: ["env:prod"] }));
  const created = await create("/api/v2/downtime", downtime());
  expect(created).toMatchObject({
    data: {
      type: "downtime",
      attributes: {
        status: "active",
        canceled: null,
        display_timezone: "UTC",
        mute_first_recovery_notification: false,
        notify_end_types: ["expired"],
        schedule: { end: null },
      },
      relationships: { monitor: { data: null } },
    },
    included: [{ type: "users" }],
  });
  const matches = async (id: unknown) => (await call("GET", `/api/v2/monitor/${id}/downtime_matches`)).body;
  expect(await matches(named.id)).toMatchObject({
    data: [{ type: "downtime_match", attributes: { scope: "env:staging", end: null } }],
    meta: { page: { total_filtered_count: 1 } },
  });
  expect(await matches(other.id)).toMatchObject({ data: [] });
  const found = (await call("GET", "/api/v1/monitor/search?query=muted:true")).body.metadata;
  expect(found).toMatchObject({ total_count: 1 });

  const listed = (await call("GET", "/api/v2/downtime?current_only=true")).body;
  expect(listed).toMatchObject({
    data: [{ attributes: { status: "active" } }],
    meta: { page: { total_filtered_count: 1 } },
  });
  const [{ id }] = Object(listed).data;
  expect((await call("DELETE", `/api/v2/downtime/${id}`)).status).toBe(204);
  expect((await call("GET", `/api/v2/downtime/${id}`)).body).toMatchObject({
    data: { attributes: { status: "canceled" } },
  });
  expect(await matches(named.id)).toMatchObject({ data: [] });
});

test("a downtime is scheduled, active and ended by the clock", async () => {
  const context = createContext();
  const { app } = createDatadog(context);
  const { apiKey, appKey } = context.tokens.datadog;
  const headers = { "dd-api-key": apiKey, "dd-application-key": appKey };
  const at = (minutes: number) => new Date(context.now().getTime() + minutes * 60_000).toISOString();
  const body = JSON.stringify(downtime({ schedule: { start: at(10), end: at(20) } }));
  expect((await app.request("/api/v2/downtime", { method: "POST", headers, body })).status).toBe(200);
  const status = async () => {
    const text = await (await app.request("/api/v2/downtime", { headers })).text();
    return /"status":"(\w+)"/.exec(text)?.[1];
  };
  expect(await status()).toBe("scheduled");
  context.clock.shift(15 * 60_000);
  expect(await status()).toBe("active");
  context.clock.shift(15 * 60_000);
  expect(await status()).toBe("ended");
});

test.each([
  [{ scope: "NO_KEY" }, 400, "All values must have a key"],
  [{ scope: "env:staging OR NO_KEY" }, 400, "All values must have a key"],
  [
    {
      display_timezone: "UTC",
      schedule: { timezone: "Europe/Berlin", recurrences: [{ duration: "1h", rrule: "FREQ=DAILY" }] },
    },
    400,
    "timezone must match display_timezone",
  ],
  [{ frobnicate: 1 }, 400, "Additional properties are not allowed ('frobnicate' unexpected)"],
  [{ monitor_identifier: { monitor_id: 1 } }, 404, "Monitor with id 1 not found"],
  [{ monitor_identifier: {} }, 400, "'monitor_identifier' is invalid"],
  [{ scope: undefined }, 400, "Required parameter 'scope' is missing"],
  [{ schedule: { recurrences: [{ duration: "1h", rrule: "FREQ=MONTHLY" }] } }, 400, "FREQ=MONTHLY is not supported"],
  [{ schedule: { start: "2026-01-02T00:00:00Z", end: "2026-01-01T00:00:00Z" } }, 400, "end must be after start"],
])("refused: %j", async (attributes, status, message) => {
  const { call } = newClient();
  const answer = await call("POST", "/api/v2/downtime", downtime(attributes));
  expect(answer).toMatchObject({ status, body: { errors: [expect.stringContaining(message)] } });
});

test.each(["env:(staging OR qa)", "env IN (staging,qa)", "NOT env:(prod OR qa),service:web"])(
  "a scope in words is taken: %s",
  async (scope) => {
    const { call } = newClient();
    expect(await call("POST", "/api/v2/downtime", downtime({ scope }))).toMatchObject({ status: 200 });
  },
);

test("ids that are none, or not known", async () => {
  const { call } = newClient();
  expect((await call("GET", "/api/v2/downtime/abc")).body.errors).toEqual([
    "Invalid URL param: downtime_id must be an uuid",
  ]);
  const unknown = "00000000-0000-1234-0000-000000000000";
  expect((await call("GET", `/api/v2/downtime/${unknown}`)).body.errors).toEqual(["Downtime not found"]);
  expect((await call("DELETE", `/api/v2/downtime/${unknown}`)).body.errors).toEqual([`Downtime ${unknown} not found`]);
  expect((await call("GET", "/api/v2/monitor/0/downtime_matches")).body.errors).toEqual([
    "Monitor with id 0 not found",
  ]);
});

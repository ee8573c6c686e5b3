import { expect, test } from "vitest";
import { createWorld } from "../world.ts";
import { error, report, reportErrors, transaction } from "./events.ts";

const org = "/organizations/acme";
const encoded = (query: Record<string, string>) => new URLSearchParams(query).toString();

test("a client can tell how much came, and when last, by query, project and environment", async () => {
  const world = createWorld();
  world.context.clock.shift(-3 * 3_600_000);
  await reportErrors(world, 3);
  await report(world, { message: "of another service", tags: { service: "worker" } }, "worker");
  const ask = async (query: Record<string, string>) => {
    const path = `${org}/events/?field=count()&field=last_seen()&${encoded({ dataset: "errors", statsPeriod: "1h", ...query })}`;
    return Object((await world.call("sentry", "GET", path)).body).data[0];
  };
  const all = await ask({});
  expect(all["count()"]).toBe(4);
  expect(Math.abs(Date.parse(all["last_seen()"]) - world.context.now().getTime())).toBeLessThan(5_000);
  expect((await ask({ query: "service:api" }))["count()"]).toBe(3);
  expect((await ask({ project: "2" }))["count()"]).toBe(1);
  expect(await ask({ environment: "prod" })).toEqual({ "count()": 0, "last_seen()": null });
});

test("a series shows buckets, in times of the emulated clock", async () => {
  const world = createWorld();
  for (let sent = 0; sent < 4; sent += 1) await report(world, transaction("POST /api/upload/init", 2));
  const query = {
    dataset: "spans",
    yAxis: "p95(span.duration)",
    query: "is_transaction:true",
    statsPeriod: "30m",
    interval: "1m",
  };
  const answer = await world.call("sentry", "GET", `${org}/events-timeseries/?${encoded(query)}`);
  const [{ yAxis, values }] = Object(answer.body).timeSeries;
  expect(yAxis).toBe("p95(span.duration)");
  expect(values.length).toBeGreaterThanOrEqual(30);
  const filled = values.filter(({ value }: { value: number }) => value > 0);
  expect(filled.map(({ value }: { value: number }) => Math.round(value))).toEqual([2_000]);
});

test("start and end are a client's times", async () => {
  const world = createWorld();
  world.context.clock.shift(-86_400_000);
  await reportErrors(world, 2);
  const times = (from: number, until: number) => ({
    start: new Date(Date.now() + from).toISOString().replace("Z", ""),
    end: new Date(Date.now() + until).toISOString(),
  });
  const count = async (query: Record<string, string>) =>
    Object((await world.call("sentry", "GET", `${org}/events/?${encoded({ field: "count()", ...query })}`)).body)
      .data[0];
  expect(await count(times(-60_000, 60_000))).toEqual({ "count()": 2 });
  expect(await count(times(-120_000, -60_000))).toEqual({ "count()": 0 });
});

test.each([
  ["no field", ""],
  ["an unknown function", "field=median()"],
  ["an unknown dataset", "field=count()&dataset=profiles"],
  ["a field that is not kept", "field=count()&query=stack.function:save"],
  ["an unreadable query", "field=count()&query=(a:b"],
  ["an unreadable period", "field=count()&statsPeriod=long"],
  ["a start without an end", "field=count()&start=2026-01-01T00:00:00"],
  ["a start after the end", "field=count()&start=2026-01-02T00:00:00&end=2026-01-01T00:00:00"],
  ["an unreadable time", "field=count()&start=now&end=later"],
])("%s is a 400", async (_, query) => {
  const { call } = createWorld();
  expect((await call("sentry", "GET", `${org}/events/?${query}`)).status).toBe(400);
});

test("a key that is off, or whose limit is reached, lets nothing in", async () => {
  const world = createWorld();
  const [project] = world.sentry.store.projects;
  const key = `/projects/acme/web/keys/${project?.key.public}/`;
  expect((await world.call("sentry", "PUT", key, { isActive: false })).body).toMatchObject({ isActive: false });
  expect(await report(world, error())).toBe(403);
  await world.call("sentry", "PUT", key, { isActive: true, rateLimit: { window: 60, count: 2 } });
  expect([await report(world, error()), await report(world, error()), await report(world, error())]).toEqual([
    200, 200, 429,
  ]);
  await world.context.clock.advance(61);
  expect(await report(world, error())).toBe(200);
  expect((await world.call("sentry", "PUT", key, { rateLimit: null })).body).toMatchObject({ rateLimit: null });
  expect((await world.call("sentry", "PUT", key, { isActive: "no" })).status).toBe(400);
  expect((await world.call("sentry", "GET", "/projects/acme/web/keys/unknown/")).status).toBe(404);
  expect((await world.call("sentry", "GET", "/projects/acme/web/keys/?status=inactive")).body).toEqual([]);
});

test.each([
  ["is:unresolved", 2],
  ["is:archived", 0],
  ["service:api", 1],
  ["detector:51", 1],
  ["issue.category:metric", 0],
  ["!service:api is:unresolved", 1],
])("issues are found by %s", async (query, count) => {
  const world = createWorld();
  await report(world, error());
  await report(world, { message: "of the worker", tags: { service: "worker" } }, "worker");
  const found = await world.call("sentry", "GET", `${org}/issues/?${encoded({ query })}`);
  expect(found.body).toHaveLength(count);
});

test("archived issues are found as such, and what the search does not know is a 400", async () => {
  const world = createWorld();
  await report(world, error());
  const [issue] = world.sentry.store.issues.values();
  await world.call("sentry", "PUT", `${org}/issues/${issue?.id}/`, { status: "ignored" });
  for (const query of ["is:archived", "is:ignored"]) {
    const found = await world.call("sentry", "GET", `${org}/issues/?${encoded({ query })}`);
    expect(found.body).toMatchObject([{ status: "ignored", substatus: "archived_forever" }]);
  }
  expect((await world.call("sentry", "GET", `${org}/issues/?${encoded({ query: "assigned:me" })}`)).status).toBe(400);
});

test.each([
  ["firstSeen:-24h", 1],
  ["firstSeen:+24h", 0],
  ["age:-2d lastSeen:-10m", 1],
  ["!firstSeen:-24h", 0],
])("issues by their age: %s finds %i", async (query, count) => {
  const world = createWorld();
  await report(world, error());
  const found = await world.call("sentry", "GET", `${org}/issues/?${encoded({ query })}`);
  expect(found.body).toHaveLength(count);
});

test.each(["firstSeen:yesterday", "firstSeen:>24", "lastSeen:[-1h, -2h]"])("%s is no time", async (query) => {
  const answer = await createWorld().call("sentry", "GET", `${org}/issues/?${encoded({ query })}`);
  expect(answer.status).toBe(400);
});

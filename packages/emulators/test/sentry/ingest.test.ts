import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { startSentry } from "./client.ts";

const event = (rest: object = {}) => ({
  event_id: "a".repeat(32),
  timestamp: Date.now() / 1000,
  platform: "node",
  environment: "staging",
  tags: { service: "api", severity: "critical" },
  exception: { values: [{ type: "TypeError", value: "x is undefined" }] },
  ...rest,
});

/** An envelope of one item, as an SDK writes it. */
function envelope(payload: object, type = "event"): string {
  const text = JSON.stringify(payload);
  const item = { type, length: Buffer.byteLength(text), content_type: "application/json" };
  return [JSON.stringify({ sent_at: new Date().toISOString() }), JSON.stringify(item), text, ""].join("\n");
}

function start() {
  const { sentry, call, context } = startSentry();
  const [project] = sentry.store.projects;
  if (project === undefined) throw new Error("no project seeded");
  const send = async (
    body: string | Uint8Array<ArrayBuffer>,
    headers: { [name: string]: string } = {},
    key = project.key.public,
  ) => {
    const answer = await sentry.app.request(`/api/1/envelope/?sentry_version=7&sentry_key=${key}`, {
      method: "POST",
      body,
      headers,
    });
    return { status: answer.status, body: await answer.json() };
  };
  return { sentry, call, context, project, send };
}

test("an error becomes an event and an issue, and the same error again counts", async () => {
  const { call, send, sentry } = start();
  expect(await send(envelope(event()))).toEqual({ status: 200, body: { id: "a".repeat(32) } });
  expect(
    (
      await send(new Uint8Array(gzipSync(envelope(event({ event_id: "b".repeat(32) })))), {
        "content-encoding": "gzip",
      })
    ).status,
  ).toBe(200);
  expect(sentry.store.events).toMatchObject([{ kind: "error", environment: "staging", tags: { service: "api" } }, {}]);
  const issues = await call("GET", "/organizations/acme/issues/?project=1&query=is:unresolved service:api");
  expect(issues.body).toMatchObject([
    { title: "TypeError: x is undefined", count: "2", status: "unresolved", project: { slug: "web" } },
  ]);
  expect((await call("GET", "/organizations/acme/issues/?environment=prod")).body).toEqual([]);
});

test("a resolved issue that is seen again is unresolved", async () => {
  const { call, send } = start();
  await send(envelope(event()));
  const [issue] = Object((await call("GET", "/organizations/acme/issues/")).body);
  const path = `/organizations/acme/issues/${issue.id}/`;
  expect((await call("PUT", path, { status: "resolved" })).body).toMatchObject({ status: "resolved" });
  expect((await call("GET", "/organizations/acme/issues/")).body).toEqual([]);
  expect((await call("PUT", path, { status: "done" })).status).toBe(400);
  await send(envelope(event({ event_id: "c".repeat(32) })));
  expect((await call("GET", path)).body).toMatchObject({ status: "unresolved", substatus: "regressed", count: "2" });
  expect((await call("GET", `${path}events/`)).body).toMatchObject([
    { eventID: "c".repeat(32) },
    { eventID: "a".repeat(32) },
  ]);
});

test("a transaction is kept with its spans and raises no issue", async () => {
  const { send, sentry } = start();
  const now = Date.now() / 1000;
  const payload = event({
    type: "transaction",
    transaction: "POST /api/upload/init",
    start_timestamp: now - 6,
    timestamp: now,
    contexts: { trace: { op: "http.server", span_id: "1".repeat(16), trace_id: "2".repeat(32) } },
    spans: [{ span_id: "3".repeat(16), op: "db", start_timestamp: now - 2, timestamp: now - 1 }],
  });
  await send(envelope(payload, "transaction"));
  expect(sentry.store.spans.map((span) => [span.op, span.isTransaction, Math.round(span.durationMs)])).toEqual([
    ["http.server", true, 6000],
    ["db", false, 1000],
  ]);
  expect(sentry.store.issues.size).toBe(0);
});

test("spans that an SDK streams are kept, each with its transaction", async () => {
  const { send, sentry } = start();
  const now = Date.now() / 1000;
  const span = (name: string, seconds: number, isSegment: boolean) => ({
    name,
    span_id: "1".repeat(16),
    trace_id: "2".repeat(32),
    start_timestamp: now - seconds,
    end_timestamp: now,
    is_segment: isSegment,
    status: "ok",
    attributes: {
      "sentry.segment.name": { value: "POST /api/upload/init", type: "string" },
      "sentry.environment": { value: "staging", type: "string" },
    },
  });
  const items = { version: 2, items: [span("select", 1, false), span("POST /api/upload/init", 7, true)] };
  expect(await send(envelope(items, "span"))).toEqual({ status: 200, body: {} });
  expect(sentry.store.spans).toMatchObject([
    { isTransaction: false, description: "select", transaction: "POST /api/upload/init" },
    { isTransaction: true, environment: "staging", transaction: "POST /api/upload/init" },
  ]);
  expect((await send(envelope({ items: [{ name: 5 }] }, "span"))).status).toBe(400);
});

test("times are told on the emulated clock", async () => {
  const { context, send, sentry } = start();
  context.clock.shift(3_600_000);
  const sent = Date.now();
  await send(envelope(event({ timestamp: sent / 1000 })));
  const shifted = (sentry.store.events[0]?.timestamp.getTime() ?? 0) - sent;
  expect(Math.round(shifted / 60_000)).toBe(60);
});

test("sessions and client reports are taken and dropped", async () => {
  const { send, sentry } = start();
  expect(await send(envelope({ sid: "x" }, "session"))).toEqual({ status: 200, body: {} });
  expect(sentry.store.events).toEqual([]);
});

test("the older store endpoint takes a bare event with the key in its header", async () => {
  const { sentry, project } = start();
  const answer = await sentry.app.request("/api/1/store/", {
    method: "POST",
    headers: { "x-sentry-auth": `Sentry sentry_version=7, sentry_key=${project.key.public}` },
    body: JSON.stringify(event({ tags: [["service", "api"]] })),
  });
  expect([answer.status, await answer.json()]).toEqual([200, { id: "a".repeat(32) }]);
});

test("what is no envelope, or comes with a wrong key, is refused", async () => {
  const { send, sentry, project } = start();
  expect((await send("not json\n")).status).toBe(400);
  expect((await send('{}\n{"type":"event","length":900}\n{}')).status).toBe(400);
  expect((await send('{}\n{"type":"event"}\n{"exception":5}')).status).toBe(400);
  expect((await send(new Uint8Array([1, 2, 3]), { "content-encoding": "gzip" })).status).toBe(400);
  expect((await send(envelope(event()), {}, "0".repeat(32))).status).toBe(403);
  const bare = (path: string) => sentry.app.request(path, { method: "POST", body: envelope(event()) });
  expect((await bare("/api/1/envelope/")).status).toBe(401);
  expect((await bare(`/api/9/envelope/?sentry_key=${project.key.public}`)).status).toBe(403);
  project.key.isActive = false;
  expect((await send(envelope(event()))).status).toBe(403);
  expect(sentry.store.events).toEqual([]);
});

test("a key that is limited to nothing answers 429 and says when to come back", async () => {
  const { sentry, project } = start();
  project.key.rateLimit = { window: 60, count: 0 };
  const answer = await sentry.app.request(`/api/1/envelope/?sentry_key=${project.key.public}`, {
    method: "POST",
    body: envelope(event()),
  });
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "60"]);
});

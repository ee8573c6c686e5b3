import { expect, test } from "vitest";
import { createMonitoredApp } from "../../src/app/app.ts";
import { teamContext } from "../team.ts";

function start() {
  const context = teamContext();
  const emulator = createMonitoredApp(context);
  const call = async (path: string, bearer?: string, method = "GET") => {
    const headers: Record<string, string> = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
    const answer = await emulator.app.request(path, { method, headers });
    return { status: answer.status, body: await answer.json() };
  };
  return { ...context.tokens.app, state: emulator.state, call };
}

test("readiness is what the playbook expects, and 503 when a check fails", async () => {
  const { call, state } = start();
  expect(await call("/api/readyz")).toEqual({
    status: 200,
    body: { ok: true, service: "api", checks: { env: true, db: true } },
  });
  state.mode = "failing";
  expect(await call("/api/readyz")).toMatchObject({ status: 503, body: { ok: false, checks: { db: false } } });
});

test("readiness for admins needs the admin token", async () => {
  const { call, adminToken, cronSecret } = start();
  expect(await call("/api/admin/readyz", adminToken)).toMatchObject({ status: 200, body: { ok: true } });
  expect((await call("/api/admin/readyz")).status).toBe(401);
  expect((await call("/api/admin/readyz", cronSecret)).status).toBe(401);
});

test.each(["scan-schedules", "cleanup-photos", "cleanup-idempotency-keys", "billing-reconciliation"])(
  "the cron %s takes GET with the cron secret, and nothing else",
  async (name) => {
    const { call, adminToken, cronSecret } = start();
    const path = `/api/cron/${name}`;
    expect(await call(path, cronSecret)).toMatchObject({ status: 200, body: { ok: true } });
    expect((await call(path)).status).toBe(401);
    expect((await call(path, adminToken)).status).toBe(401);
    expect((await call(path, cronSecret, "POST")).status).toBe(405);
    expect((await call("/api/cron/nope", cronSecret)).status).toBe(404);
  },
);

test.each(["/", "/u/alex", "/api/upload/init", "/api/publish/youtube", "/api/webhooks/stripe"])(
  "%s answers 200, and 500 while the app fails",
  async (path) => {
    const { call, state } = start();
    expect((await call(path, undefined, "POST")).status).toBe(200);
    state.mode = "failing";
    expect((await call(path, undefined, "POST")).status).toBe(500);
  },
);

test("a failing app is not ready and its crons fail, whoever calls them", async () => {
  const { call, state, adminToken, cronSecret } = start();
  state.mode = "failing";
  expect(await call("/api/readyz")).toMatchObject({
    status: 503,
    body: { ok: false, service: "api", checks: { env: false, db: false } },
  });
  expect(await call("/api/admin/readyz", adminToken)).toMatchObject({ status: 503, body: { ok: false } });
  expect((await call("/api/cron/scan-schedules", cronSecret)).status).toBe(500);
  expect((await call("/api/cron/scan-schedules")).status).toBe(401);
});

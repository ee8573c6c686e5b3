import type { Context } from "hono";
import type { LocalContext, VendorEmulator } from "../context.ts";
import { createVendorApp } from "../vendor.ts";

/** What the monitored app says of itself; whoever makes it fail changes it. */
export interface AppState {
  checks: { env: boolean; db: boolean };
}

/** The monitored app, with its state. */
export interface AppEmulator extends VendorEmulator {
  readonly state: AppState;
}

/** Paths of the crons that the two services declare. */
const crons: readonly string[] = [
  "/api/cron/scan-schedules",
  "/api/cron/cleanup-photos",
  "/api/cron/cleanup-idempotency-keys",
  "/api/cron/billing-reconciliation",
];

/**
 * The app that is watched: readiness, readiness for admins, and the four cron endpoints, which take GET with the cron secret as
 * Vercel sends it. Ready is 200, not ready 503.
 */
export function createMonitoredApp(context: LocalContext): AppEmulator {
  const state: AppState = { checks: { env: true, db: true } };
  const { adminToken, cronSecret } = context.tokens.app;
  const app = createVendorApp(context, "app");

  const readiness = (c: Context, service: string) => {
    const ok = Object.values(state.checks).every((check) => check);
    return c.json({ ok, service, checks: state.checks }, ok ? 200 : 503);
  };
  app.get("/api/readyz", (c) => readiness(c, "api"));
  app.get("/api/admin/readyz", (c) => (bears(c, adminToken) ? readiness(c, "admin") : unauthorized(c)));
  for (const path of crons) {
    app.get(path, (c) =>
      bears(c, cronSecret) ? c.json({ ok: true, ranAt: context.now().toISOString() }) : unauthorized(c),
    );
    app.all(path, (c) => c.json({ ok: false, error: "method not allowed" }, 405, { allow: "GET" }));
  }
  app.notFound((c) => c.json({ ok: false, error: "not found" }, 404));

  return {
    name: "app",
    app,
    state,
    counts: () => ({ crons: crons.length }),
    describe: (url) => ({ url, adminToken, cronSecret }),
  };
}

function bears(c: Context, secret: string): boolean {
  return c.req.header("authorization") === `Bearer ${secret}`;
}

function unauthorized(c: Context): Response {
  return c.json({ ok: false, error: "unauthorized" }, 401);
}

import { setTimeout as sleep } from "node:timers/promises";
import { type Context, Hono } from "hono";
import { z } from "zod";
import type { LocalContext, VendorEmulator } from "../context.ts";
import { lastHalfHour } from "../history.ts";
import { bears } from "../secret.ts";
import { createVendorApp, openToAll } from "../vendor.ts";
import { forwardLines, printedLine } from "../vercel/log-forwarding.ts";
import { badMoment, liveOn } from "./baseline.ts";
import { scanner } from "./schedules.ts";
import { type AppMode, appModes, projects } from "./traffic.ts";

/** What the monitored app says of itself; whoever makes it fail changes it. */
interface AppState {
  mode: AppMode;
  checks: { env: boolean; db: boolean };
}

/** The monitored app, with its state. */
export interface AppEmulator extends VendorEmulator {
  readonly state: AppState;
}

/** Paths of the crons that the two services declare, with the line that each prints when it is done. */
const crons: Readonly<Record<string, string | null>> = {
  "/api/cron/scan-schedules": null,
  "/api/cron/cleanup-photos": "[cleanup-photos] Deleted 3 orphaned records",
  "/api/cron/cleanup-idempotency-keys": "[cleanup-idempotency-keys] Deleted 12 expired keys",
  "/api/cron/billing-reconciliation": "[billing-reconciliation] Completed",
};

/** Where else something answers. */
const routes = [
  "/",
  "/u/:name",
  "/api/projects",
  "/api/upload/init",
  "/api/publish/:where",
  "/api/tips",
  "/api/webhooks/stripe",
  "/api/clerk/webhook",
];

/** Emulated milliseconds by which a slow app is late. */
const lateMs = 4_000;

const modeBody = z.strictObject({ mode: z.enum(appModes) });

/**
 * The app that is watched: readiness, readiness for admins, and the four cron endpoints, which take GET with the cron secret as
 * Vercel sends it. Ready is 200, not ready 503. It serves the public, as any app does; what it holds nobody can read there.
 *
 * The control app's `PUT /app {mode}` makes it fail or answer late.
 */
export function createMonitoredApp(context: LocalContext): AppEmulator {
  const state: AppState = { mode: "healthy", checks: { env: true, db: true } };
  const { adminToken, cronSecret } = context.tokens.app;
  const app = createVendorApp(context, "app", openToAll);

  app.use(async (c, next) => {
    // However slow the clock, no client waits longer than that for real.
    if (state.mode === "slow") await sleep(lateMs / Math.max(1, context.clock.rate));
    await next();
    // Whoever measures would measure real time, which says nothing of the emulated one.
    if (state.mode === "slow") c.res.headers.set("server-timing", `app;dur=${lateMs}`);
  });
  const failing = () => state.mode === "failing";
  const scan = scanner(context);
  const readiness = (c: Context, service: string) => {
    const checks = { ...state.checks, db: state.checks.db && !failing() };
    const ok = Object.values(checks).every((check) => check);
    return c.json({ ok, service, checks }, ok ? 200 : 503);
  };
  app.get("/api/readyz", (c) => readiness(c, "api"));
  app.get("/api/admin/readyz", (c) => (bears(c, adminToken) ? readiness(c, "admin") : unauthorized(c)));
  for (const [path, line] of Object.entries(crons)) {
    app.get(path, async (c) => {
      if (!bears(c, cronSecret)) return unauthorized(c);
      if (failing()) return broken(c);
      if (line !== null) await print(context, c, line);
      if (path === "/api/cron/scan-schedules" && !(await scan())) return broken(c);
      return c.json({ ok: true, ranAt: context.now().toISOString() });
    });
    app.all(path, (c) => c.json({ ok: false, error: "method not allowed" }, 405, { allow: "GET" }));
  }
  for (const path of routes) app.all(path, (c) => (failing() ? broken(c) : c.json({ ok: true })));
  app.notFound((c) => c.json({ ok: false, error: "not found" }, 404));

  return {
    name: "app",
    app,
    state,
    past: pastLife(context, () => state.mode),
    counts: () => ({ crons: Object.keys(crons).length }),
    describe: (url) => ({ url, adminToken, cronSecret }),
    control: modeControl(state),
  };
}

/** A bad moment a day ago, and the last half hour. */
function pastLife(context: LocalContext, mode: () => AppMode): NonNullable<VendorEmulator["past"]> {
  const [bad, minute] = [badMoment(context), liveOn(context, mode)];
  const badAt = (end: Date) => new Date(end.getTime() - 24 * 3_600_000);
  let badMs: number | null = null;
  return {
    moments: (end) => {
      badMs = badAt(end).getTime();
      return [badAt(end), ...lastHalfHour(end)];
    },
    live: (at) => (at.getTime() === badMs ? bad(at) : minute(at)),
  };
}

function modeControl(state: AppState): Hono {
  const control = new Hono();
  control.get("/", (c) => c.json({ mode: state.mode }));
  control.put("/", async (c) => {
    const parsed = modeBody.safeParse(await c.req.json().catch(() => null));
    if (!parsed.success) return c.json({ errors: [`mode: one of ${appModes.join(", ")}`] }, 400);
    state.mode = parsed.data.mode;
    return c.json({ mode: state.mode });
  });
  return control;
}

/** What a function prints is a line of its own in Vercel's logs, with the request's id. */
async function print(context: LocalContext, c: Context, message: string): Promise<void> {
  const requestId = c.req.header("x-vercel-id") ?? "";
  const request = { by: "function", method: "GET", path: c.req.path, statusCode: 200, requestId } as const;
  // Only this service's crons print anything.
  const served = { ...request, project: projects.tips, durationMs: 150, at: context.now() };
  await forwardLines(context, [printedLine(served, message)]);
}

function unauthorized(c: Context): Response {
  return c.json({ ok: false, error: "unauthorized" }, 401);
}

function broken(c: Context): Response {
  return c.json({ ok: false, error: "the database is not reachable" }, 500);
}

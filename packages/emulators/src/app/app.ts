import { setTimeout as sleep } from "node:timers/promises";
import { type Context, Hono } from "hono";
import { z } from "zod";
import type { Accounts } from "../accounts.ts";
import type { LocalContext, VendorEmulator } from "../context.ts";
import { lastHalfHour } from "../history.ts";
import { bears, sameSecret } from "../secret.ts";
import { createVendorApp, openToAll } from "../vendor.ts";
import { forwardLines, printedLine } from "../vercel/log-forwarding.ts";
import { badMoment, liveOn } from "./baseline.ts";
import { caller } from "./cron-calls.ts";
import { hoursOfPast, sendPastHour } from "./metrics.ts";
import { type AppMode, appModes } from "./traffic.ts";

/** How the monitored app is; whoever makes it fail changes it. */
interface AppState {
  mode: AppMode;
}

/** The monitored app, with its state. */
export interface AppEmulator extends VendorEmulator {
  readonly state: AppState;
}

type Check = Accounts["app"]["checks"][number];
type Cron = Accounts["app"]["crons"][number];

/** Statuses of answers that have no body. */
const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

/** Emulated milliseconds by which a slow app is late. */
const lateMs = 4_000;

const modeBody = z.strictObject({ mode: z.enum(appModes) });

/**
 * The app that is watched, as the accounts describe it: its health checks, its crons, which take GET with the cron secret as
 * Vercel sends it, and what its users call. Ready is 200, not ready 503. It serves the public, as any app does; what it holds
 * nobody can read there.
 *
 * The control app's `PUT /app {mode}` makes it fail or answer late.
 */
export function createMonitoredApp(context: LocalContext): AppEmulator {
  const state: AppState = { mode: "healthy" };
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
  const callDatabase = caller(context);
  const ready = (c: Context, { status, body, text, headers, secret }: Check) => {
    const isOpen = secret === undefined || sameSecret(c.req.header(secret.header), `${secret.prefix}${adminToken}`);
    if (!isOpen) return unauthorized(c);
    if (failing()) return c.json(withoutTruth(body), 503);
    if (bodiless.has(status)) return new Response(null, { status, headers });
    return text === undefined ? Response.json(body, { status, headers }) : new Response(text, { status, headers });
  };
  const run = async (c: Context, { line, calls, project }: Cron) => {
    if (c.req.method !== "GET") return c.json({ ok: false, error: "method not allowed" }, 405, { allow: "GET" });
    if (!bears(c, cronSecret)) return unauthorized(c);
    if (failing()) return broken(c);
    if (line !== undefined) await print(context, c, project, line);
    if (calls !== undefined && !(await callDatabase(calls))) return broken(c);
    return c.json({ ok: true, ranAt: context.now().toISOString() });
  };
  app.all("*", (c) => {
    const { checks, crons, routes, requests } = context.accounts.app;
    const { path } = c.req;
    const host = c.req.header("x-forwarded-host") ?? new URL(c.req.url).hostname;
    const own = projectAt(context.accounts, host);
    const cron = atPath(crons, path, ({ project }) => project === own);
    if (cron !== undefined) return run(c, cron);
    const asked = atPath(checks, path, (one) => one.host === host);
    if (asked !== undefined) return ready(c, asked);
    const known = routes.some((one) => fits(one, path)) || requests.some((one) => one.path === path);
    if (!known) return c.json({ ok: false, error: "not found" }, 404);
    return failing() ? broken(c) : c.json({ ok: true });
  });

  return {
    name: "app",
    app,
    state,
    past: pastLife(context, () => state.mode),
    counts: () => ({ crons: context.accounts.app.crons.length }),
    describe: (url) => ({ url, adminToken, cronSecret }),
    control: modeControl(state),
  };
}

/** Id of the project that answers at a host. */
const projectAt = ({ vercel }: Accounts, host: string): string | undefined =>
  vercel.projects.find((project) => project.host === host)?.id;

/** What a path is of: of the one that fits, or else of the first; one that names it before one with `:name` segments. */
function atPath<T extends { path: string }>(all: readonly T[], path: string, fitting: (one: T) => boolean) {
  const named = (one: T) => Number(one.path === path);
  const found = all.filter((one) => fits(one.path, path)).sort((a, b) => named(b) - named(a));
  return found.find(fitting) ?? found[0];
}

/** Whether a path is one that a route with `:name` segments stands for. */
function fits(route: string, path: string): boolean {
  const [wanted, given] = [route.split("/"), path.split("/")];
  return wanted.length === given.length && wanted.every((part, at) => part.startsWith(":") || part === given[at]);
}

/** A check's body when nothing in it holds any more. */
function withoutTruth(body: Check["body"]): Check["body"] {
  const text = JSON.stringify(body, (_key, value: unknown) => (value === true ? false : value));
  return z.record(z.string(), z.json()).parse(JSON.parse(text));
}

/** A bad moment a day ago, the hours of metrics that have a past, and the last half hour. */
function pastLife(context: LocalContext, mode: () => AppMode): NonNullable<VendorEmulator["past"]> {
  const [bad, minute] = [badMoment(context), liveOn(context, mode)];
  const badAt = (end: Date) => new Date(end.getTime() - 24 * 3_600_000);
  const hours = new Map<number, Date>();
  let badMs: number | null = null;
  return {
    moments: (end) => {
      badMs = badAt(end).getTime();
      const minutes = lastHalfHour(end);
      const oldest = minutes.at(-1) ?? end;
      for (let back = 0; back < hoursOfPast(context); back += 1) {
        // As far within its minute as everything that is measured.
        const at = new Date(oldest.getTime() - 62_000 - back * 3_600_000);
        hours.set(at.getTime(), end);
      }
      return [badAt(end), ...[...hours.keys()].map((at) => new Date(at)), ...minutes];
    },
    live: (at) => {
      if (at.getTime() === badMs) return bad(at);
      const end = hours.get(at.getTime());
      return end === undefined ? minute(at) : sendPastHour(context, at, end);
    },
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
async function print(context: LocalContext, c: Context, id: string, message: string): Promise<void> {
  const requestId = c.req.header("x-vercel-id") ?? "";
  const project = context.accounts.vercel.projects.find((one) => one.id === id) ?? { id, name: id };
  const request = { by: "function", method: "GET", path: c.req.path, statusCode: 200, requestId } as const;
  await forwardLines(context, [printedLine({ ...request, project, durationMs: 150, at: context.now() }, message)]);
}

function unauthorized(c: Context): Response {
  return c.json({ ok: false, error: "unauthorized" }, 401);
}

function broken(c: Context): Response {
  return c.json({ ok: false, error: "the database is not reachable" }, 500);
}

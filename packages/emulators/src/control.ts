import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import { accountsSchema, unchangeable } from "./accounts.ts";
import type { LocalContext, VendorEmulator } from "./context.ts";
import { faultSchema } from "./faults.ts";
import { bears } from "./secret.ts";

/** What the control app steers. */
export interface Controlled {
  context: LocalContext;
  vendors: readonly VendorEmulator[];
  /** Ends the process after the answer has been sent. */
  shutdown(): void;
  /** Told when the clock's rate was set or an account was added, so that `vendors.json` says so too. */
  changed?(): Promise<void>;
}

/** Bytes of a body that are read; a fault's answer is the largest. */
const MOST_BYTES = 8 * 1024 * 1024;

/** Beyond 10,000 the emulators could not keep up on any machine. */
const clockSchema = z.strictObject({
  rate: z.number().positive().max(10_000),
  waitForCrons: z.boolean().default(false),
  cronGapMinutes: z.int().min(1).max(60).default(5),
});

/**
 * The control app: how tests, drills and `tocsin local` look into the emulators and make them misbehave. Every call carries its
 * bearer token, `control.token` of `vendors.json`.
 *
 * `GET /status`, `GET|DELETE /requests[?vendor=]`, `GET|POST|DELETE /faults[?name=]`, `GET|PUT /clock`, `PUT /accounts`,
 * `POST /shutdown`, and below `/<vendor>` what a vendor adds of its own (`PUT /app {mode}`, `PATCH /supabase`, `POST /stripe/events`,
 * `GET /datadog/not-evaluated`, `PUT /datadog/indexing`, `POST /status-pages/incidents`).
 */
export function createControl({ context, vendors, shutdown, changed }: Controlled): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    if (bears(c, context.tokens.control.token)) return next();
    return c.json({ errors: ["the bearer token is missing or wrong: it is control.token in vendors.json"] }, 401);
  });
  app.use(bodyLimit({ maxSize: MOST_BYTES }));
  // Such as a disk that is full: whoever steers is told, as nobody reads the log.
  app.onError((error, c) => c.json({ errors: [error.message] }, 500));

  app.get("/status", (c) => c.json(Object.fromEntries(vendors.map((vendor) => [vendor.name, vendor.counts()]))));

  app.get("/requests", (c) => c.json(context.requests.list(c.req.query("vendor"))));
  app.delete("/requests", (c) => {
    context.requests.clear();
    return c.body(null, 204);
  });

  app.get("/faults", (c) => c.json(context.faults.list()));
  app.post("/faults", async (c) => {
    const parsed = faultSchema.safeParse(await jsonOf(c));
    if (!parsed.success) {
      const errors = parsed.error.issues.map((issue) => `${issue.path.join(".") || "fault"}: ${issue.message}`);
      return c.json({ errors }, 400);
    }
    context.faults.add(parsed.data);
    return c.json(parsed.data, 201);
  });
  app.delete("/faults", (c) => {
    const name = c.req.query("name");
    const removed = context.faults.clear(name);
    return name === undefined ? c.body(null, 204) : c.json({ removed });
  });

  for (const { name, control } of vendors) if (control !== undefined) app.route(`/${name}`, control);

  const clock = () => ({
    now: context.now().toISOString(),
    offsetMs: context.clock.offsetMs,
    rate: context.clock.rate,
  });
  app.get("/clock", (c) => c.json(clock()));
  app.put("/clock", async (c) => {
    const parsed = clockSchema.safeParse(await jsonOf(c));
    if (!parsed.success)
      return c.json(
        { errors: ["rate: a number above 0 and up to 10000; waitForCrons: true or false; cronGapMinutes: 1 to 60"] },
        400,
      );
    context.clock.setRate(parsed.data.rate);
    context.clock.waitsForCrons = parsed.data.waitForCrons;
    context.clock.cronGapMinutes = parsed.data.cronGapMinutes;
    await changed?.();
    return c.json(clock());
  });

  app.put("/accounts", async (c) => {
    const parsed = accountsSchema.safeParse(await jsonOf(c));
    if (!parsed.success) {
      const errors = parsed.error.issues.map((issue) => `${issue.path.join(".") || "accounts"}: ${issue.message}`);
      return c.json({ errors }, 400);
    }
    const fixed = unchangeable(context.accounts, parsed.data);
    if (fixed.length > 0) return c.json({ fixed }, 409);
    context.accounts = parsed.data;
    for (const vendor of vendors) vendor.accountsChanged?.();
    await changed?.();
    return c.json({ ok: true });
  });

  app.post("/shutdown", (c) => {
    shutdown();
    return c.json({ ok: true });
  });
  return app;
}

async function jsonOf(c: Context): Promise<unknown> {
  try {
    const parsed: unknown = await c.req.json();
    return parsed;
  } catch {
    return undefined;
  }
}

import { Hono } from "hono";
import { z } from "zod";
import type { Database } from "./database.ts";

const status = z.enum(["ACTIVE_HEALTHY", "COMING_UP", "UNHEALTHY"]);
const names = ["auth", "db", "db_postgres_user", "pooler", "realtime", "rest", "storage", "pg_bouncer"];
/** Backups that are listed: one of each night. */
const nights = 7;
/** More sessions than any server allows would be no state of a server. */
const mostSessions = 10_000;

/** What the platform says of the project; whoever emulates trouble changes it. */
export interface PlatformState {
  ref: string;
  services: Map<string, z.infer<typeof status>>;
  disk: { sizeBytes: number; usedBytes: number };
  poolSize: number;
  maxConnections: number;
  /** How many of the newest nightly backups have failed. */
  failedBackups: number;
  /** Sessions of clients that `pg_stat_activity` shows beside those that there are. */
  sessions: number;
  /** Schemas that the REST interface shows, the default first. */
  exposedSchemas: string[];
}

/** A healthy project of a small size. */
export function healthyPlatform(): PlatformState {
  return {
    ref: "abcdefghijklmnopqrst",
    services: new Map(names.map((name) => [name, "ACTIVE_HEALTHY"])),
    disk: { sizeBytes: 8 * 2 ** 30, usedBytes: 3 * 2 ** 30 },
    poolSize: 60,
    maxConnections: 60,
    failedBackups: 0,
    sessions: 0,
    exposedSchemas: ["public", "tocsin_probe"],
  };
}

const change = z
  .strictObject({
    services: z.partialRecord(z.enum(names), status),
    poolSize: z.int().min(1),
    failedBackups: z.int().min(0).max(nights),
    sessions: z.int().min(0).max(mostSessions),
  })
  .partial();

/**
 * Trouble of the platform that no call of a client can make. `GET /supabase` tells how it stands, `PATCH /supabase` changes what
 * it names (`{services: {storage: "UNHEALTHY"}, poolSize, failedBackups, sessions}`), `DELETE /supabase` makes all of it healthy.
 */
export function platformControl(state: PlatformState, database: Database): Hono {
  const control = new Hono();
  const view = () => {
    const { services, poolSize, failedBackups, sessions } = state;
    return { services: Object.fromEntries(services), poolSize, failedBackups, sessions };
  };
  const become = async ({ services = {}, ...rest }: z.infer<typeof change>) => {
    for (const [name, given] of Object.entries(services)) {
      if (given !== undefined) state.services.set(name, given);
    }
    Object.assign(state, rest);
    if (rest.sessions !== undefined) await database.showSessions(rest.sessions);
  };
  control.get("/", (c) => c.json(view()));
  control.patch("/", async (c) => {
    const parsed = change.safeParse(await c.req.json().catch(() => null));
    if (!parsed.success) {
      const errors = parsed.error.issues.map((issue) => `${issue.path.join(".") || "change"}: ${issue.message}`);
      return c.json({ errors }, 400);
    }
    await become(parsed.data);
    return c.json(view());
  });
  control.delete("/", async (c) => {
    const { services, poolSize, failedBackups, sessions } = healthyPlatform();
    const healthy = { services: Object.fromEntries(services), poolSize, failedBackups };
    await become({ ...healthy, ...(state.sessions === sessions ? {} : { sessions }) });
    return c.json(view());
  });
  return control;
}

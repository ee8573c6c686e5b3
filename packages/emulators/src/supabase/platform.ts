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
export function healthyPlatform(ref: string): PlatformState {
  return {
    ref,
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
 * Trouble of the platform that no call of a client can make, for all its projects alike. `GET /supabase` tells how it stands, `PATCH /supabase` changes what
 * it names (`{services: {storage: "UNHEALTHY"}, poolSize, failedBackups, sessions}`), `DELETE /supabase` makes all of it healthy.
 */
export function platformControl(
  projects: readonly { readonly platform: PlatformState; readonly database: Database }[],
): Hono {
  const control = new Hono();
  const healthy = healthyPlatform("");
  const view = () => {
    const { services, poolSize, failedBackups, sessions } = projects[0]?.platform ?? healthy;
    return { services: Object.fromEntries(services), poolSize, failedBackups, sessions };
  };
  const become = async ({ services = {}, ...rest }: z.infer<typeof change>) => {
    for (const { platform, database } of projects) {
      for (const [name, given] of Object.entries(services)) {
        if (given !== undefined) platform.services.set(name, given);
      }
      const before = platform.sessions;
      Object.assign(platform, rest);
      if (platform.sessions !== before) await database.showSessions(platform.sessions);
    }
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
    const { services, poolSize, failedBackups, sessions } = healthy;
    await become({ services: Object.fromEntries(services), poolSize, failedBackups, sessions });
    return c.json(view());
  });
  return control;
}

import { type Context, Hono } from "hono";
import { z } from "zod";
import type { LocalContext } from "../context.ts";
import type { Database } from "./database.ts";
import { ManagementError } from "./management-error.ts";
import type { PlatformState } from "./platform.ts";
import { readOnlyQuery } from "./read-only-query.ts";

const queryBody = z.object({ query: z.string().min(1), parameters: z.array(z.unknown()).default([]) });
const dayMs = 86_400_000;

/** What the Management API knows of a project. */
interface ManagedProject {
  readonly database: Database;
  readonly platform: PlatformState;
}

/** The Management API of an account with these projects, as far as probes read it. */
export function createManagement(context: LocalContext, projects: readonly ManagedProject[]): Hono {
  const api = new Hono<{ Variables: ManagedProject }>();
  api.onError((error, c) => {
    if (error instanceof ManagementError) return c.json({ message: error.message }, error.status);
    throw error;
  });
  api.use("/v1/projects/:ref/*", async (c, next) => {
    const project = projects.find(({ platform }) => platform.ref === c.req.param("ref"));
    if (project === undefined) throw new ManagementError(404, "Project not found");
    c.set("platform", project.platform);
    c.set("database", project.database);
    await next();
  });

  api.get("/v1/projects/:ref/health", (c) => c.json(health(c, c.get("platform"))));
  api.get("/v1/projects/:ref/database/backups", (c) => c.json(backups(context.now(), c.get("platform"))));
  api.get("/v1/projects/:ref/config/database/postgres", (c) =>
    c.json({ max_connections: c.get("platform").maxConnections }),
  );
  api.get("/v1/projects/:ref/config/database/pooler", (c) => c.json([pooler(c.get("platform"))]));
  api.get("/v1/projects/:ref/config/disk/util", (c) => {
    const { sizeBytes, usedBytes } = c.get("platform").disk;
    const metrics = { fs_size_bytes: sizeBytes, fs_used_bytes: usedBytes, fs_avail_bytes: sizeBytes - usedBytes };
    return c.json({ timestamp: context.now().toISOString(), metrics });
  });
  api.post("/v1/projects/:ref/database/query/read-only", async (c) => {
    const parsed = queryBody.safeParse(await c.req.json().catch(() => null));
    if (!parsed.success) throw new ManagementError(400, "query must be a string");
    return c.json(await readOnlyQuery(c.get("database"), parsed.data.query, parsed.data.parameters), 201);
  });
  api.all("/v1/*", (c) => {
    throw new ManagementError(404, `Cannot ${c.req.method} ${c.req.path}`);
  });
  return new Hono().route("/", api);
}

function pooler({ ref, poolSize }: PlatformState) {
  return {
    identifier: ref,
    database_type: "PRIMARY",
    is_using_scram_auth: true,
    db_user: "postgres",
    db_host: "127.0.0.1",
    db_port: 6543,
    db_name: "postgres",
    connection_string: `postgresql://postgres.${ref}:[YOUR-PASSWORD]@127.0.0.1:6543/postgres`,
    default_pool_size: poolSize,
    max_client_conn: 200,
    pool_mode: "transaction",
  };
}

function health(c: Context, { services }: PlatformState) {
  const wanted = (c.req.queries("services") ?? []).flatMap((list) => list.split(","));
  const foreign = wanted.find((name) => !services.has(name));
  if (wanted.length === 0 || foreign !== undefined) {
    throw new ManagementError(400, `services: each value must be one of ${[...services.keys()].join(", ")}`);
  }
  return wanted.map((name) => {
    const status = services.get(name) ?? "UNHEALTHY";
    return { name, status, healthy: status === "ACTIVE_HEALTHY" };
  });
}

/** A backup each night at 02:00 UTC, of which a week is kept. */
function backups(now: Date, { failedBackups }: PlatformState) {
  const today = Math.floor((now.getTime() - 2 * 3_600_000) / dayMs);
  const all = Array.from({ length: 7 }, (_, age) => ({
    id: today - age,
    is_physical_backup: true,
    status: age < failedBackups ? "FAILED" : "COMPLETED",
    inserted_at: new Date((today - age) * dayMs + 2 * 3_600_000).toISOString(),
  }));
  return { region: "us-east-1", walg_enabled: true, pitr_enabled: false, backups: all, physical_backup_data: {} };
}

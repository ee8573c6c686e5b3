import { Hono } from "hono";
import type { LocalContext, VendorEmulator } from "../context.ts";
import { createVendorApp } from "../vendor.ts";
import { Database } from "./database.ts";
import { type DatabaseAccess, databaseAt } from "./databases.ts";
import { createManagement } from "./management.ts";
import { healthyPlatform, type PlatformState, platformControl } from "./platform.ts";
import { restRoutes } from "./rest.ts";
import { callerOf, type RestEnv, requireKey } from "./rest-access.ts";
import { fromDatabase, RestError } from "./rest-errors.ts";
import { rpcRoutes } from "./rpc.ts";

/** One project: its database, and what the platform says of it for whoever emulates trouble. */
interface SupabaseProject {
  readonly service: string;
  readonly access: DatabaseAccess;
  readonly database: Database;
  readonly platform: PlatformState;
}

/** The emulated Supabase, with its projects for tests that look into them. */
export interface SupabaseEmulator extends VendorEmulator {
  readonly projects: readonly SupabaseProject[];
}

/** The emulated Supabase: each project's REST interface over a real PostgreSQL, and the Management API beside them. */
export function createSupabase(context: LocalContext): SupabaseEmulator {
  const projects = Object.entries(context.accounts.databases).map(
    ([service, { ref, schema, migration }]): SupabaseProject => ({
      service,
      access: databaseAt(context, service),
      database: new Database(context, { schema, migration }),
      platform: healthyPlatform(ref),
    }),
  );
  const { token } = context.tokens.supabase;
  const app = createVendorApp(
    context,
    "supabase",
    requireKey(
      token,
      projects.map(({ access }) => access),
    ),
  );
  for (const project of projects) app.route(project.access.path || "/", restOf(project));
  app.route("/", createManagement(context, projects));
  app.notFound((c) => c.json({ message: "no Route matched with those values" }, 404));
  const section = (url: string, { access: { path, ...keys }, platform }: SupabaseProject) => ({
    url: `${url}${path}`,
    ...keys,
    token,
    managementUrl: url,
    ref: platform.ref,
  });
  const [only, ...more] = projects;

  return {
    name: "supabase",
    app,
    projects,
    counts: () => ({ databases: projects.filter(({ database }) => database.isStarted).length }),
    describe: (url) =>
      only !== undefined && more.length === 0
        ? section(url, only)
        : Object.fromEntries(projects.map((project) => [project.service, section(url, project)])),
    control: platformControl(projects),
    accountsChanged: () => {
      for (const { service, database } of projects)
        database.migrateTo(context.accounts.databases[service]?.migration ?? "");
    },
    warmUp: () => Promise.all(projects.map(({ database }) => database.catalog())),
    close: async () => void (await Promise.all(projects.map(({ database }) => database.close()))),
  };
}

function restOf({ access, database, platform }: SupabaseProject): Hono<RestEnv> {
  const api = new Hono<RestEnv>();
  api.onError((error, c) => {
    const caller = c.get("caller");
    const known =
      error instanceof RestError ? error : fromDatabase(error, caller?.kind !== "role" || caller.role !== "anon");
    if (known === null) throw error;
    return c.json(known.body(), known.status);
  });
  api.use("/rest/v1/*", async (c, next) => {
    c.set("caller", callerOf(c, access, platform.exposedSchemas));
    await next();
  });
  rpcRoutes(api, database);
  restRoutes(api, database);
  return api;
}

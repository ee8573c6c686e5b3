import { Hono } from "hono";
import type { LocalContext, VendorEmulator } from "../context.ts";
import { createVendorApp } from "../vendor.ts";
import { Database } from "./database.ts";
import { createManagement } from "./management.ts";
import { healthyPlatform, type PlatformState, platformControl } from "./platform.ts";
import { restRoutes } from "./rest.ts";
import { callerOf, type RestEnv, requireKey } from "./rest-access.ts";
import { fromDatabase, RestError } from "./rest-errors.ts";
import { rpcRoutes } from "./rpc.ts";

/** The emulated Supabase, with what its platform says of itself for whoever emulates trouble. */
export interface SupabaseEmulator extends VendorEmulator {
  readonly database: Database;
  readonly platform: PlatformState;
}

/** The emulated Supabase: a project's REST interface over a real PostgreSQL, and the Management API beside it. */
export function createSupabase(context: LocalContext): SupabaseEmulator {
  const database = new Database(context);
  const platform = healthyPlatform();
  const app = createVendorApp(context, "supabase", requireKey(context.tokens.supabase));
  const api = new Hono<RestEnv>();
  api.onError((error, c) => {
    const caller = c.get("caller");
    const known =
      error instanceof RestError ? error : fromDatabase(error, caller?.kind !== "role" || caller.role !== "anon");
    if (known === null) throw error;
    return c.json(known.body(), known.status);
  });
  api.use("/rest/v1/*", async (c, next) => {
    c.set("caller", callerOf(c, context.tokens.supabase, platform.exposedSchemas));
    await next();
  });
  rpcRoutes(api, database);
  restRoutes(api, database);
  app.route("/", api);
  app.route("/", createManagement(context, database, platform));
  app.notFound((c) => c.json({ message: "no Route matched with those values" }, 404));

  return {
    name: "supabase",
    app,
    database,
    platform,
    counts: () => ({ databases: database.isStarted ? 1 : 0 }),
    describe: (url) => ({
      url,
      ...context.tokens.supabase,
      managementUrl: url,
      ref: platform.ref,
    }),
    control: platformControl(platform, database),
    warmUp: () => database.catalog(),
    close: () => database.close(),
  };
}

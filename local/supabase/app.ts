import { type Context, Hono } from "hono";
import type { LocalContext, VendorEmulator } from "../context.ts";
import { createVendorApp } from "../vendor.ts";
import { Database } from "./database.ts";
import { createManagement, healthyPlatform, type PlatformState } from "./management.ts";
import { restRoutes } from "./rest.ts";
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
  const app = createVendorApp(context, "supabase");
  const api = new Hono();
  api.onError((error, c) => {
    const known = error instanceof RestError ? error : fromDatabase(error);
    if (known === null) throw error;
    return c.json(known.body(), known.status);
  });
  api.use("/rest/v1/*", async (c, next) => {
    const refused = checkKey(c, context.tokens.supabase.key) ?? checkProfile(c);
    if (refused !== null) return refused;
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
      key: context.tokens.supabase.key,
      managementUrl: url,
      token: context.tokens.supabase.token,
      ref: platform.ref,
    }),
    close: () => database.close(),
  };
}

/** The gateway's check: a key must be there and be ours; a bearer token, if there is one, must be the key too. */
function checkKey(c: Context, key: string): Response | null {
  const given = c.req.header("apikey") ?? c.req.query("apikey");
  if (given === undefined) {
    return c.json(
      { message: "No API key found in request", hint: "No `apikey` request header or url param was found." },
      401,
    );
  }
  if (given !== key) {
    return c.json(
      { message: "Invalid API key", hint: "Double check your Supabase `anon` or `service_role` API key." },
      401,
    );
  }
  const bearer = c.req.header("authorization");
  if (bearer !== undefined && bearer !== `Bearer ${key}`) {
    return c.json(new RestError(401, "PGRST301", "No suitable key or wrong key type").body(), 401);
  }
  return null;
}

function checkProfile(c: Context): Response | null {
  const profile = c.req.header("accept-profile") ?? c.req.header("content-profile") ?? "public";
  if (profile === "public") return null;
  return c.json(
    new RestError(406, "PGRST106", "The schema must be one of the following: public", {
      hint: `Only the following schemas are exposed: public`,
    }).body(),
    406,
  );
}

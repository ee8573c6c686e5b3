import type { Context } from "hono";
import { bears, sameSecret } from "../secret.ts";
import type { Guard } from "../vendor.ts";
import type { Caller } from "./database.ts";
import type { DatabaseAccess } from "./databases.ts";
import { roleOf } from "./jwt.ts";
import { RestError } from "./rest-errors.ts";

/** Who calls the REST interface; the gateway has told it before any route runs. */
export type RestCaller = Exclude<Caller, { kind: "management" }>;
export interface RestEnv {
  Variables: { caller: RestCaller };
}
export type RestContext = Context<RestEnv>;

/** Lets calls through to a project's REST interface with one of its keys, and to everything else with the account's token. */
export function requireKey(token: string, projects: readonly DatabaseAccess[]): Guard {
  return (c) => {
    const asked = projects.find(({ path }) => `${c.req.path}/`.startsWith(`${path}/rest/v1/`));
    if (asked === undefined) {
      return bears(c, token) ? null : c.json({ message: "Unauthorized" }, 401);
    }
    const given = keyOf(c);
    if (given === undefined) {
      const hint = "No `apikey` request header or url param was found.";
      return c.json({ message: "No API key found in request", hint }, 401);
    }
    if (sameSecret(given, asked.key) || sameSecret(given, asked.publishableKey)) return null;
    const hint = "Double check your Supabase `anon` or `service_role` API key.";
    return c.json({ message: "Invalid API key", hint }, 401);
  };
}

const keyOf = (c: Context): string | undefined => c.req.header("apikey") ?? c.req.query("apikey");

/**
 * Finds out in whose name a call runs that the gateway has let through, as PostgREST does it.
 * A bearer token other than the key names the role; without one the secret key may do everything, and the publishable key
 * what `anon` may.
 *
 * @param exposed the schemas that the interface shows, the first being the default
 * @throws RestError for a token or a schema that is refused
 */
export function callerOf(c: RestContext, keys: DatabaseAccess, exposed: readonly string[]): RestCaller {
  const given = keyOf(c);
  const bearer = /^Bearer (.+)$/.exec(c.req.header("authorization") ?? "")?.[1];
  const role = bearer === undefined || bearer === given ? null : roleOf(bearer, keys.jwtSecret, new Date());
  const schema = schemaOf(c, exposed);
  const where = { schema, readOnly: onlyReads(c) };
  if (bearer !== undefined && bearer !== given) return { kind: "role", role: role ?? "anon", ...where };
  return sameSecret(given, keys.key) ? { kind: "owner", ...where } : { kind: "role", role: "anon", ...where };
}

const onlyReads = (c: RestContext) => c.req.method === "GET" || c.req.method === "HEAD";

function schemaOf(c: RestContext, exposed: readonly string[]): string {
  const [first = "public"] = exposed;
  const profile = c.req.header(onlyReads(c) ? "accept-profile" : "content-profile") ?? first;
  if (exposed.includes(profile)) return profile;
  const list = exposed.join(", ");
  throw new RestError(406, "PGRST106", `The schema must be one of the following: ${list}`, {
    hint: `Only the following schemas are exposed: ${list}`,
  });
}

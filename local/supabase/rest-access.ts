import type { Context } from "hono";
import type { Tokens } from "../tokens.ts";
import type { Caller } from "./database.ts";
import { roleOf } from "./jwt.ts";
import { RestError } from "./rest-errors.ts";

/** Who calls the REST interface; the gateway has told it before any route runs. */
export type RestCaller = Exclude<Caller, { kind: "management" }>;
export interface RestEnv {
  Variables: { caller: RestCaller };
}
export type RestContext = Context<RestEnv>;

/** What the gateway says when it lets nobody through. */
export class GatewayRefusal extends Error {
  readonly body: { message: string; hint: string };
  constructor(message: string, hint: string) {
    super(message);
    this.body = { message, hint };
  }
}

/**
 * Finds out in whose name a call runs, as the gateway and PostgREST do it together: the key must be one of the project's.
 * A bearer token other than the key names the role; without one the secret key may do everything, and the publishable key
 * what `anon` may.
 *
 * @param exposed the schemas that the interface shows, the first being the default
 * @throws GatewayRefusal, and RestError for a token or a schema that is refused
 */
export function callerOf(c: RestContext, tokens: Tokens["supabase"], exposed: readonly string[]): RestCaller {
  const given = c.req.header("apikey") ?? c.req.query("apikey");
  if (given === undefined) {
    throw new GatewayRefusal("No API key found in request", "No `apikey` request header or url param was found.");
  }
  if (given !== tokens.key && given !== tokens.publishableKey) {
    throw new GatewayRefusal("Invalid API key", "Double check your Supabase `anon` or `service_role` API key.");
  }
  const bearer = /^Bearer (.+)$/.exec(c.req.header("authorization") ?? "")?.[1];
  const role = bearer === undefined || bearer === given ? null : roleOf(bearer, tokens.jwtSecret, new Date());
  const schema = schemaOf(c, exposed);
  const where = { schema, readOnly: onlyReads(c) };
  if (bearer !== undefined && bearer !== given) return { kind: "role", role: role ?? "anon", ...where };
  return given === tokens.key ? { kind: "owner", ...where } : { kind: "role", role: "anon", ...where };
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

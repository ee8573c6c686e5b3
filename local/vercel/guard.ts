import type { Context, MiddlewareHandler } from "hono";
import { ApiError } from "./errors.ts";
import type { Team } from "./store.ts";

/** Asks for the token, and for a team that the token may see where a call names one. */
export function requireToken(token: string, team: Team): MiddlewareHandler {
  return async (c, next) => {
    const header = c.req.header("authorization");
    if (header === undefined) {
      throw new ApiError(403, "forbidden", "The request is missing an authentication token", { missingToken: true });
    }
    if (header !== `Bearer ${token}`) throw new ApiError(403, "forbidden", "Not authorized", { invalidToken: true });
    const [id, slug] = [c.req.query("teamId"), c.req.query("slug")];
    if ((id !== undefined && id !== team.id) || (slug !== undefined && slug !== team.slug)) {
      throw new ApiError(403, "forbidden", "Not authorized", { scope: id ?? slug });
    }
    await next();
  };
}

/** Whether the call names the team. Without it Vercel looks at the token's personal account, which holds nothing here. */
export function inTeam(c: Context): boolean {
  return c.req.query("teamId") !== undefined || c.req.query("slug") !== undefined;
}

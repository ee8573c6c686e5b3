import type { Context } from "hono";
import { bears } from "../secret.ts";
import type { Guard } from "../vendor.ts";
import { ApiError } from "./errors.ts";
import type { Team } from "./store.ts";

/** Asks for the token, and for a team that the token may see where a call names one. */
export function requireToken(token: string, team: Team): Guard {
  return (c) => {
    const refusal = refusalOf(c, token, team);
    return refusal === null ? null : c.json({ error: refusal.body() }, refusal.status);
  };
}

function refusalOf(c: Context, token: string, team: Team): ApiError | null {
  if (c.req.header("authorization") === undefined) {
    return new ApiError(403, "forbidden", "The request is missing an authentication token", { missingToken: true });
  }
  if (!bears(c, token)) return new ApiError(403, "forbidden", "Not authorized", { invalidToken: true });
  const [id, slug] = [c.req.query("teamId"), c.req.query("slug")];
  const isForeign = (id !== undefined && id !== team.id) || (slug !== undefined && slug !== team.slug);
  return isForeign ? new ApiError(403, "forbidden", "Not authorized", { scope: id ?? slug }) : null;
}

/** Whether the call names the team. Without it Vercel looks at the token's personal account, which holds nothing here. */
export function inTeam(c: Context): boolean {
  return c.req.query("teamId") !== undefined || c.req.query("slug") !== undefined;
}

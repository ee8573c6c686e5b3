import { timingSafeEqual } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import type { LocalContext } from "../../context.ts";
import { refuse } from "./errors.ts";

/** Submission of data and the check of a key need the API key only (docs: API and Application Keys). */
const API_KEY_ONLY = ["/api/v1/validate", "/api/v2/series", "/api/v2/logs", "/api/v1/check_run", "/api/v1/events"];

/** Checks `DD-API-KEY` and, except for intake, `DD-APPLICATION-KEY`. */
export function requireKeys(context: LocalContext): MiddlewareHandler {
  const { apiKey, appKey } = context.tokens.datadog;
  return async (c, next) => {
    const given = c.req.header("dd-api-key");
    if (given === undefined && c.req.path === "/api/v1/validate") throw refuse(403, "API key required");
    if (!same(given, apiKey)) throw refuse(403, "Forbidden");
    if (!isIntake(c) && !same(c.req.header("dd-application-key"), appKey)) throw refuse(403, "Forbidden");
    await next();
  };
}

function isIntake(c: Context): boolean {
  const reading = c.req.method === "GET" && c.req.path !== "/api/v1/validate";
  return !reading && API_KEY_ONLY.includes(c.req.path);
}

function same(given: string | undefined, expected: string): boolean {
  if (given === undefined || given.length !== expected.length) return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}

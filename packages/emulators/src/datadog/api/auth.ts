import type { Context } from "hono";
import { sameSecret } from "../../secret.ts";
import type { Tokens } from "../../tokens.ts";
import type { Guard } from "../../vendor.ts";
import { refuse } from "./errors.ts";

/** Submission of data and the check of a key need the API key only (docs: API and Application Keys). */
const API_KEY_ONLY = [
  "/api/v1/validate",
  "/api/v1/series",
  "/api/v2/series",
  "/api/v2/logs",
  "/api/v1/check_run",
  "/api/v1/events",
];

/** Checks `DD-API-KEY` and, except for intake, `DD-APPLICATION-KEY`. */
export function requireKeys({ apiKey, appKey }: Tokens["datadog"]): Guard {
  return (c) => {
    const given = c.req.header("dd-api-key");
    const opens = sameSecret(given, apiKey) && (isIntake(c) || sameSecret(c.req.header("dd-application-key"), appKey));
    if (opens) return null;
    const isCheck = given === undefined && c.req.path === "/api/v1/validate";
    const { body, status } = refuse(403, isCheck ? "API key required" : "Forbidden");
    return c.json(body, status);
  };
}

function isIntake(c: Context): boolean {
  const reading = ["GET", "HEAD"].includes(c.req.method) && c.req.path !== "/api/v1/validate";
  return !reading && API_KEY_ONLY.includes(c.req.path);
}

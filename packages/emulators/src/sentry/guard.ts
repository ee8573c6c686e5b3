import type { Context, MiddlewareHandler } from "hono";
import { bears } from "../secret.ts";
import type { Guard } from "../vendor.ts";

/** Calls that one client may make within a second of real time. Far above what a careful client needs. */
const limit = 1000;

/**
 * Asks for the token, everywhere but at the intake, which is opened by a DSN.
 *
 * @param intake asks a call to the intake
 */
export function requireToken(token: string, intake: Guard): Guard {
  return (c) => {
    if (isIntake(c.req.method, c.req.path)) return intake(c);
    if (bears(c, token)) return null;
    const isMissing = c.req.header("authorization") === undefined;
    return c.json({ detail: isMissing ? "Authentication credentials were not provided." : "Invalid token" }, 401);
  };
}

const isIntake = (method: string, path: string): boolean =>
  (method === "POST" && /^\/api\/[1-9]\d*\/(?:envelope|store)\/$/.test(path)) ||
  (["GET", "POST"].includes(method) && /^\/api\/[1-9]\d*\/cron\/[^/]+\/[^/]+\/$/.test(path));

/** Counts calls in windows of one second, tells the count in `X-Sentry-Rate-Limit-*`, and answers 429 above the limit. */
export function rateLimit(): MiddlewareHandler {
  let window = 0;
  let used = 0;
  return async (c, next) => {
    // Real time, not the emulated clock: the limit protects from real load.
    const second = Math.floor(Date.now() / 1000);
    if (second !== window) {
      window = second;
      used = 0;
    }
    used += 1;
    if (used > limit) {
      const detail = `You are attempting to use this endpoint too frequently. Limit is ${limit} requests in 1 seconds`;
      const answer = c.json({ detail }, 429);
      tell(c, used, second);
      return answer;
    }
    await next();
    tell(c, used, second);
  };
}

function tell(c: Context, used: number, second: number): void {
  c.header("x-sentry-rate-limit-limit", String(limit));
  c.header("x-sentry-rate-limit-remaining", String(Math.max(0, limit - used)));
  c.header("x-sentry-rate-limit-reset", String(second + 1));
  c.header("x-sentry-rate-limit-concurrentlimit", "25");
  c.header("x-sentry-rate-limit-concurrentremaining", "24");
}

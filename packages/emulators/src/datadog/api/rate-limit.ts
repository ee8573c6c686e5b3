import type { MiddlewareHandler } from "hono";
import type { LocalContext } from "../../context.ts";
import { refuse } from "./errors.ts";

/** Calls of one kind allowed within a period. Datadog's numbers differ by organisation; these are ours. */
const LIMIT = 6_000;
const PERIOD_SECONDS = 10;

/**
 * Counts calls by kind of endpoint in fixed periods, tells the count in the five `X-RateLimit-*` headers of every
 * answer, and refuses beyond the limit with 429 as the API does.
 */
export function limitRate(context: LocalContext): MiddlewareHandler {
  const used = new Map<string, { period: number; calls: number }>();
  return async (c, next) => {
    const seconds = context.now().getTime() / 1_000;
    const period = Math.floor(seconds / PERIOD_SECONDS);
    const name = limitName(c.req.method, c.req.path);
    const last = used.get(name);
    const calls = (last?.period === period ? last.calls : 0) + 1;
    used.set(name, { period, calls });
    c.header("X-RateLimit-Limit", String(LIMIT));
    c.header("X-RateLimit-Period", String(PERIOD_SECONDS));
    c.header("X-RateLimit-Remaining", String(Math.max(0, LIMIT - calls)));
    c.header("X-RateLimit-Reset", String(Math.max(1, Math.ceil((period + 1) * PERIOD_SECONDS - seconds))));
    c.header("X-RateLimit-Name", name);
    if (calls > LIMIT) {
      throw refuse(
        429,
        `Rate limit of ${LIMIT} requests in ${PERIOD_SECONDS} seconds reached. Please try again later.`,
      );
    }
    await next();
  };
}

/** `GET /api/v1/monitor/12` counts as `monitor_read`. */
function limitName(method: string, path: string): string {
  const [, , , family = "api"] = path.split("/");
  return `${family}_${method === "GET" ? "read" : "write"}`;
}

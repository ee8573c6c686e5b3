import type { LocalContext } from "../../context.ts";
import { refuse } from "../api/errors.ts";

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/**
 * A bound of a search as the v2 APIs write it: `now`, `now-15m`, ISO 8601, or milliseconds since the epoch. What is relative
 * is on the emulated clock, what is absolute was read from the client's and is shifted.
 */
export function readBound(
  context: LocalContext,
  name: string,
  given: string | number | undefined,
  fallback: string,
): number {
  const text = String(given ?? fallback);
  const now = context.now().getTime();
  if (text === "now") return now;
  const relative = /^now-(\d+)([smhdw])$/.exec(text);
  if (relative !== null) {
    const [, count, unit] = relative;
    if (unit === "s" || unit === "m" || unit === "h" || unit === "d" || unit === "w")
      return now - Number(count) * UNIT_MS[unit];
  }
  const time = /^\d{10,}$/.test(text) ? Number(text) : Date.parse(text);
  if (Number.isNaN(time)) throw refuse(400, `The value provided for parameter '${name}' is invalid`);
  return context.clock.fromClient(new Date(time)).getTime();
}

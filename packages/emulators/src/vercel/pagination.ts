import type { Context } from "hono";
import { badRequest } from "./errors.ts";

/**
 * One page of a list that Vercel sorts by creation, newest first. `until` (milliseconds) asks for what is older; `next` is the
 * value for the following page, null on the last one.
 */
export function createdPage<T extends { createdAt: number }>(c: Context, all: readonly T[], usual: number) {
  const limit = Number(c.req.query("limit") ?? usual);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    throw badRequest("Invalid request: `limit` should be between 1 and 100.");
  const until = Number(c.req.query("until") ?? c.req.query("from") ?? Number.POSITIVE_INFINITY);
  if (Number.isNaN(until)) throw badRequest("Invalid request: `until` should be a number.");
  // Of several that were made in the same millisecond the later one in the store is the newer.
  const sorted = all.toReversed().sort((a, b) => b.createdAt - a.createdAt);
  const rest = sorted.filter((one) => one.createdAt < until);
  let end = Math.min(limit, rest.length);
  // The cursor is a time: rows of one millisecond must not be torn apart.
  while (end > 0 && end < rest.length && rest[end]?.createdAt === rest[end - 1]?.createdAt) end += 1;
  const rows = rest.slice(0, end);
  const next = end < rest.length ? (rows.at(-1)?.createdAt ?? null) : null;
  return { rows, pagination: { count: rows.length, next, prev: rows[0]?.createdAt ?? null } };
}

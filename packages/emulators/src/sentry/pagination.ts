import type { Context } from "hono";
import { ApiError } from "./errors.ts";

/**
 * Answers one page of a list as Sentry does: at most 100 rows, and a `Link` header with cursors `0:OFFSET:0` for the previous
 * and the next page, each saying whether it has results.
 */
export function page<T>(c: Context, all: readonly T[], view: (row: T) => unknown): Response {
  const size = Number(c.req.query("per_page") ?? "100");
  if (!Number.isInteger(size)) throw new ApiError(400, "Invalid per_page parameter.");
  if (size < 1 || size > 100) throw new ApiError(400, "Invalid per_page value. Must be between 1 and 100.");
  const cursor = c.req.query("cursor") ?? "0:0:0";
  const parts = /^\d+:(\d+):[01]$/.exec(cursor);
  if (parts === null) throw new ApiError(400, "Invalid cursor parameter.");
  const offset = Number(parts[1]);
  const rows = all.slice(offset, offset + size);
  c.header(
    "link",
    [
      link(c, "previous", `0:${Math.max(0, offset - size)}:1`, offset > 0),
      link(c, "next", `0:${offset + size}:0`, offset + size < all.length),
    ].join(", "),
  );
  c.header("x-hits", String(all.length));
  return c.json(rows.map(view));
}

function link(c: Context, rel: string, cursor: string, results: boolean): string {
  const url = new URL(c.req.url);
  url.searchParams.set("cursor", cursor);
  return `<${url.href}>; rel="${rel}"; results="${results}"; cursor="${cursor}"`;
}

import type { Context } from "hono";
import { RestError } from "./rest-errors.ts";

/** Value of a wish in the `Prefer` headers, such as `count` in `count=exact`. */
export function prefers(c: Context, wish: string): string | undefined {
  const wishes = (c.req.header("prefer") ?? "").split(",").map((one) => one.trim().split("="));
  return wishes.find(([name]) => name === wish)?.[1];
}

/** Rows as the database wrote them; `total` is how many there are beyond this page, null when nobody asked. */
export interface Rows {
  body: string;
  count: number;
  offset: number;
  total: number | null;
}

/** Whether the rows are asked for as comma-separated values, as `.csv()` of the client does. */
export const wantsCsv = (c: Context): boolean => (c.req.header("accept") ?? "").includes("text/csv");

/** Answers rows as a list, or as the single object that `Accept: application/vnd.pgrst.object+json` asks for. */
export function answerRows(c: Context, { body, count, offset, total }: Rows, status: 200 | 201 = 200): Response {
  if ((c.req.header("accept") ?? "").includes("application/vnd.pgrst.object+json")) {
    if (count !== 1) {
      throw new RestError(406, "PGRST116", "Cannot coerce the result to a single JSON object", {
        details: `The result contains ${count} rows`,
      });
    }
    return c.body(body.slice(1, -1), status, { "content-type": "application/vnd.pgrst.object+json; charset=utf-8" });
  }
  if (total !== null && offset > 0 && offset >= total) {
    throw new RestError(416, "PGRST103", "Requested range not satisfiable", {
      details: `An offset of ${offset} was requested, but there are only ${total} rows.`,
    });
  }
  const range = count === 0 ? "*" : `${offset}-${offset + count - 1}`;
  const partial = status === 200 && total !== null && count < total;
  return c.body(body, partial ? 206 : status, {
    "content-type": wantsCsv(c) ? "text/csv; charset=utf-8" : "application/json; charset=utf-8",
    "content-range": `${range}/${total ?? "*"}`,
  });
}

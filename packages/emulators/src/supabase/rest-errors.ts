import type { ContentfulStatusCode } from "hono/utils/http-status";
import { z } from "zod";

/** An answer of PostgREST that is an error: `{"code", "details", "hint", "message"}`. */
export class RestError extends Error {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly details: string | null;
  readonly hint: string | null;
  constructor(
    status: ContentfulStatusCode,
    code: string,
    message: string,
    more: { details?: string; hint?: string } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = more.details ?? null;
    this.hint = more.hint ?? null;
  }

  body() {
    return { code: this.code, details: this.details, hint: this.hint, message: this.message };
  }
}

/** What PostgREST says of a part of the query string that it cannot read. */
export function unreadable(part: string, text: string): RestError {
  return new RestError(400, "PGRST100", `"failed to parse ${part} (${text})" (line 1, column 1)`, {
    details: `unexpected ${JSON.stringify(text)}`,
  });
}

/** An error as the database raises it. */
export const databaseError = z.object({
  code: z.string().regex(/^[0-9A-Z]{5}$/),
  message: z.string(),
  detail: z.string().nullish(),
  hint: z.string().nullish(),
});

/** HTTP statuses that PostgREST gives to classes of database errors; the rest is 400. */
const statuses: Record<string, ContentfulStatusCode> = {
  "23503": 409,
  "23505": 409,
  "42501": 403,
  "42883": 404,
  "42P01": 404,
  "25006": 405,
  "57014": 500,
};

/**
 * A database error in PostgREST's form; null when it is not one.
 *
 * @param named whether the caller had a role of its own; whoever comes without one is asked to log in
 */
export function fromDatabase(error: unknown, named = true): RestError | null {
  const parsed = databaseError.safeParse(error);
  if (!parsed.success) return null;
  const { code, message, detail, hint } = parsed.data;
  const status = code === "42501" && !named ? 401 : (statuses[code] ?? 400);
  return new RestError(status, code, message, {
    ...(detail == null ? {} : { details: detail }),
    ...(hint == null ? {} : { hint }),
  });
}

import { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { z } from "zod";

/** An answer of Vercel that is an error: `{"error": {"code", "message", ...}}`. */
export class ApiError extends Error {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly more: { [key: string]: unknown };
  constructor(status: ContentfulStatusCode, code: string, message: string, more: { [key: string]: unknown } = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.more = more;
  }

  /** The object that stands behind `error`. */
  body(): { [key: string]: unknown } {
    return { code: this.code, message: this.message, ...this.more };
  }
}

export function notFound(what: string): ApiError {
  return new ApiError(404, "not_found", `${what} not found.`);
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, "bad_request", message);
}

/** A router whose handlers may throw `ApiError`; anything else stays a crash. */
export function createRouter(): Hono {
  const router = new Hono();
  router.onError((error, c) => {
    if (error instanceof ApiError) return c.json({ error: error.body() }, error.status);
    throw error;
  });
  return router;
}

/**
 * Reads a JSON body of a known form.
 *
 * @throws ApiError 400 that names the field, as Vercel's schema check does
 */
export async function readBody<T extends z.ZodType>(
  request: { text(): Promise<string> },
  schema: T,
): Promise<z.output<T>> {
  let body: unknown;
  try {
    body = JSON.parse(await request.text());
  } catch {
    throw new ApiError(400, "invalid_json", "Invalid JSON");
  }
  return parse(body, schema);
}

/** @throws ApiError 400 that names the field, as Vercel's schema check does */
export function parse<T extends z.ZodType>(body: unknown, schema: T): z.output<T> {
  const parsed = schema.safeParse(body, { error: (issue) => (issue.input === undefined ? "missing" : undefined) });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? []).map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  const field = path.replace(/^\./, "");
  if (issue?.code === "unrecognized_keys") {
    throw badRequest(
      `Invalid request: ${field === "" ? "" : `\`${field}\` `}should NOT have additional property \`${issue.keys[0]}\`.`,
    );
  }
  if (issue?.message === "missing") throw badRequest(`Invalid request: missing required property \`${field}\`.`);
  throw badRequest(`Invalid request: \`${field}\` ${issue?.message ?? "is invalid"}.`);
}

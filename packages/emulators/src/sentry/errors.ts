import { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { ValidationError } from "./validation.ts";

/** An answer of Sentry that is an error with one sentence: `{"detail": "..."}`. */
export class ApiError extends Error {
  readonly status: ContentfulStatusCode;
  constructor(status: ContentfulStatusCode, detail: string) {
    super(detail);
    this.status = status;
  }
}

/** What Sentry says of everything that is not there, and of everything that the token may not see. */
export function notFound(): ApiError {
  return new ApiError(404, "The requested resource does not exist");
}

/** A router whose handlers may throw `ApiError` and `ValidationError`; anything else stays a crash. */
export function createRouter(): Hono {
  const router = new Hono();
  router.onError((error, c) => {
    if (error instanceof ApiError) return c.json({ detail: error.message }, error.status);
    if (error instanceof ValidationError) return c.json(error.errors, 400);
    throw error;
  });
  return router;
}

/** The body of a request that must be JSON. */
export async function readJson(request: { text(): Promise<string> }): Promise<unknown> {
  const text = await request.text();
  if (text === "") return {};
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch (error) {
    throw new ApiError(400, `JSON parse error - ${error instanceof Error ? error.message : String(error)}`);
  }
}

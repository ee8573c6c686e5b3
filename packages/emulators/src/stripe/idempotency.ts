import { ApiError } from "./errors.ts";

/** Milliseconds for which Stripe remembers a key. */
const rememberedMs = 24 * 3_600_000;

interface Remembered {
  request: string;
  requestId: string;
  body: unknown;
  at: number;
}

/**
 * Answers to calls that carried an idempotency key. Only calls that were carried out are remembered: a refused one may be
 * repeated with the same key and better parameters.
 */
export class IdempotencyKeys {
  readonly #remembered = new Map<string, Remembered>();

  /**
   * The answer that this key had, or undefined.
   *
   * @param request method, path and parameters, as one text
   * @throws ApiError 400 when the key belongs to another request
   */
  find(key: string, request: string, now: Date): Remembered | undefined {
    if (key.length > 255)
      throw new ApiError(400, "Idempotency keys can have up to 255 characters.", { type: "idempotency_error" });
    const found = this.#remembered.get(key);
    if (found === undefined || now.getTime() - found.at > rememberedMs) return undefined;
    if (found.request === request) return found;
    throw new ApiError(
      400,
      `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      { type: "idempotency_error" },
    );
  }

  remember(key: string, request: string, requestId: string, body: unknown, now: Date): void {
    this.#remembered.set(key, { request, requestId, body, at: now.getTime() });
  }
}

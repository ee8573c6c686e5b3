import { createHash, timingSafeEqual } from "node:crypto";
import type { Context } from "hono";

/** Compares a credential that a client gave in the same time wherever it differs, and however long it is. */
export function sameSecret(given: string | undefined, expected: string): boolean {
  if (given === undefined) return false;
  const known = digests.get(expected) ?? digest(expected);
  digests.set(expected, known);
  return timingSafeEqual(digest(given), known);
}

/** Of what was expected; there are as many as the emulators have credentials. */
const digests = new Map<string, Buffer>();
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** The token of `Authorization: Bearer TOKEN`. */
export function bearerOf(c: Context): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
}

/** Whether a call carries a bearer token. */
export function bears(c: Context, token: string): boolean {
  return sameSecret(bearerOf(c), token);
}

import { createHash, timingSafeEqual } from "node:crypto";
import type { Context } from "hono";

/** Compares a credential that a client gave in the same time wherever it differs, and however long it is. */
export function sameSecret(given: string | undefined, expected: string): boolean {
  if (given === undefined) return false;
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** The token of `Authorization: Bearer TOKEN`. */
export function bearerOf(c: Context): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
}

/** Whether a call carries a bearer token. */
export function bears(c: Context, token: string): boolean {
  return sameSecret(bearerOf(c), token);
}

import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { RestError } from "./rest-errors.ts";

const header = z.object({ alg: z.string() });
const claims = z.looseObject({ role: z.string().optional(), exp: z.number().optional(), nbf: z.number().optional() });

/**
 * The role that a token names, after its signature and its times were checked as PostgREST does it (HS256 only).
 *
 * @param now real time: whoever made the token read a real clock
 * @returns null when the token names none
 * @throws RestError 401 PGRST301 for a token that cannot be verified, PGRST303 for one that may not be used now
 */
export function roleOf(token: string, secret: string, now: Date): string | null {
  const parts = token.split(".");
  const [head = "", body = "", signature = ""] = parts;
  if (parts.length !== 3) throw new RestError(401, "PGRST301", `Expected 3 parts in JWT; got ${parts.length}`);
  const algorithm = header.safeParse(jsonOf(head));
  const payload = claims.safeParse(jsonOf(body));
  const expected = createHmac("sha256", secret).update(`${head}.${body}`).digest();
  const given = Buffer.from(signature, "base64url");
  const isOurs = given.length === expected.length && timingSafeEqual(given, expected);
  if (algorithm.data?.alg !== "HS256" || !isOurs || !payload.success) {
    throw new RestError(401, "PGRST301", "No suitable key or wrong key type", {
      details: "None of the keys was able to decode the JWT",
    });
  }
  // The allowed difference between two clocks.
  const skewSeconds = 30;
  const seconds = now.getTime() / 1000;
  const { exp, nbf, role } = payload.data;
  if (exp !== undefined && seconds > exp + skewSeconds) throw new RestError(401, "PGRST303", "JWT expired");
  if (nbf !== undefined && seconds < nbf - skewSeconds) throw new RestError(401, "PGRST303", "JWT not yet valid");
  return role ?? null;
}

function jsonOf(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}

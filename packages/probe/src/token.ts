import { createHmac } from "node:crypto";

/** The role that `sql/install.sql` makes. */
const probeRole = "tocsin_probe";

/**
 * A JWT by which the probe takes on its role (HS256, the project's JWT secret; supabase.com/docs/guides/auth/jwts).
 *
 * @param lifetimeSeconds after which it opens nothing any more
 */
export function mintToken(secret: string, issuedAt: Date, lifetimeSeconds: number, role = probeRole): string {
  const iat = Math.floor(issuedAt.getTime() / 1000);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "HS256", typ: "JWT" })}.${part({ iss: "tocsin", role, iat, exp: iat + lifetimeSeconds })}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

/** `90d`, `12h` or `30m` in seconds; null when it is none of these. */
export function lifetimeOf(text: string): number | null {
  const [, number, unit = ""] = /^([1-9]\d{0,3})([dhm])$/.exec(text) ?? [];
  const seconds = { d: 86_400, h: 3_600, m: 60 }[unit];
  return number === undefined || seconds === undefined ? null : Number(number) * seconds;
}

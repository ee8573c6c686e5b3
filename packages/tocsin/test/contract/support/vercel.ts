import { Vercel } from "@vercel/sdk";
import type { Section } from "./vendors.ts";

/** The official client for the emulated vendor, without retries: a complaint must show at once. */
export function vercelClient(section: Section, bearerToken = section("vercel").token): Vercel {
  return new Vercel({ serverURL: section("vercel").url, bearerToken, retryConfig: { strategy: "none" } });
}

/** The team as every call names it. */
export const inTeam = (section: Section) => ({ teamId: section("vercel").team });

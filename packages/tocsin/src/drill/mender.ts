import type { DatadogFire } from "../vendors/datadog/fire.ts";
import type { EmulatedFire } from "../vendors/emulated/fire.ts";
import type { SentryFire } from "../vendors/sentry/fire.ts";
import type { StripeFire } from "../vendors/stripe/fire.ts";
import type { SupabaseFire } from "../vendors/supabase/fire.ts";
import type { VercelFire } from "../vendors/vercel/fire.ts";

/** The vendors as mending needs them. */
export interface Mender {
  datadog: DatadogFire | null;
  sentry: SentryFire | null;
  vercel: VercelFire | null;
  stripe: StripeFire | null;
  supabase: SupabaseFire | null;
  emulated: EmulatedFire | null;
}

/** @throws Error when there is none */
export function connected<T>(connection: T | null): T {
  if (connection === null) throw new Error("no connection to its vendor is configured");
  return connection;
}

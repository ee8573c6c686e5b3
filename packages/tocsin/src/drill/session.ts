import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import type { SqlProbe } from "../model/sql-probe.ts";
import type { StackConfig } from "../model/stack.ts";
import { type Connections, databasesIn } from "../vendors/connections.ts";
import { DatadogFire } from "../vendors/datadog/fire.ts";
import { EmulatedFire } from "../vendors/emulated/fire.ts";
import { SentryFire } from "../vendors/sentry/fire.ts";
import { StripeFire } from "../vendors/stripe/fire.ts";
import { drillPlaces } from "../vendors/supabase/drill-places.ts";
import { SupabaseFire } from "../vendors/supabase/fire.ts";
import { VercelFire } from "../vendors/vercel/fire.ts";
import { type Mended, mendFromJournal, mendFromMarks } from "./cleanup.ts";
import type { Ground } from "./ground.ts";
import { readJournal } from "./journal.ts";
import type { Mender } from "./mender.ts";

/** Names a run in everything that it sends: short, and valid in a tag of every vendor. */
export const newRun = (): string => `d${randomBytes(4).toString("hex")}`;

/** What mending, and drilling, need of the vendors. */
export function menderFor(
  connections: Connections,
  { stack, sqlProbes }: { stack: StackConfig; sqlProbes: readonly SqlProbe[] },
): Mender {
  const { datadog, sentry, vercel, stripe, emulated } = connections;
  const databases = databasesIn(connections, stack);
  return {
    datadog: datadog ? new DatadogFire(datadog) : null,
    sentry: sentry ? new SentryFire(sentry, stack.sentry.organization) : null,
    vercel: vercel ? new VercelFire(vercel) : null,
    stripe: stripe ? new StripeFire(stripe) : null,
    supabase: databases.size > 0 ? new SupabaseFire(databases, drillPlaces(sqlProbes)) : null,
    emulated: emulated ? new EmulatedFire(emulated) : null,
  };
}

/**
 * Puts back what an interrupted drill left according to its journal; null when there is none. The journal goes once everything
 * in it has been put back.
 */
export async function mendInterrupted(file: string, mender: Mender): Promise<Mended | null> {
  const left = readJournal(file);
  if (left === null) return null;
  const mended = await mendFromJournal(left, mender);
  if (mended.failed.length === 0) rmSync(file, { force: true });
  return mended;
}

/** The same without a journal: what carries a drill's mark is put back to what the code says. */
export async function mendMarked(ground: Ground, mender: Mender): Promise<Mended> {
  const mended = await mendFromMarks(ground.pairs, mender);
  const unread = [...new Set(ground.unread.values())];
  return { done: mended.done, failed: [...mended.failed, ...unread] };
}

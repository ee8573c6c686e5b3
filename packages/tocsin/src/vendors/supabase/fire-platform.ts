import type { JsonObject } from "../../model/resource.ts";
import type { Recipes } from "../trouble.ts";

const name = (metric: string): string => `tocsin.probe.${metric}`;

/** More sessions than the emulated server allows, so that their share is above any limit. */
const everySession = 100;
/** Supabase lists a week of backups; one of them has to be a good one, or their age cannot be told. */
const mostFailedBackups = 6;
/** Hours between two backups. */
const backupHours = 24;

const onlyEmulated = "Nobody can make this happen at Supabase, but for the emulated one";

const recipe = (side: "above" | "below", metric: string, what: string, state: JsonObject | null) => ({
  side,
  trouble: state === null ? null : ({ at: "supabase-platform", state } as const),
  moves: [name(metric)],
  what,
  onlyEmulated,
});

/** What the platform tells, by the metric that the probe makes of it. */
export const platformRecipes: Recipes = {
  [name("supabase.healthy")]: () =>
    recipe("below", "supabase.healthy", "Supabase's storage is not healthy", { services: { storage: "UNHEALTHY" } }),
  [name("db.pool_size")]: () => recipe("below", "db.pool_size", "a connection pool of one connection", { poolSize: 1 }),
  [name("db.connections_pct")]: () =>
    recipe("above", "db.connections_pct", "clients hold every connection", { sessions: everySession }),
  [name("db.backup_age_hours")]: (critical) => {
    // The newest good one is between so many days and one more old, by the time of day.
    const failed = Math.floor(critical / backupHours) + 1;
    const what = `the last ${failed} nightly backups failed`;
    return recipe("above", "db.backup_age_hours", what, failed > mostFailedBackups ? null : { failedBackups: failed });
  },
  // Of a part whose numbers no alert watches.
  [name("part.error")]: () => ({
    side: "above",
    trouble: { at: "answers", vendor: "supabase", path: "/config/disk/util$" },
    moves: [name("part.error"), name("db.disk_used_pct"), name("db.disk_bytes")],
    what: "Supabase does not answer when it is asked for the disk's size",
    onlyEmulated: "No real vendor can be stopped from answering the probe",
  }),
};

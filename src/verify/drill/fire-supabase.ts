import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { JsonObject } from "../../model/resource.ts";
import type { Injection } from "../../vendors/fire-types.ts";
import { columnsAt } from "../../vendors/supabase/fire-rows.ts";
import { metricFiring, observeMonitor } from "./fire-datadog.ts";
import { type Firing, needed, plain, type Rig, type Target } from "./firing.ts";

const clip = z.object({ id: z.string(), workspace_id: z.string() });

/** Begins every id of one drill's rows: in the range of all drills' rows, and unlike any other's. */
const idPrefix = (): string => {
  const hex = randomBytes(5).toString("hex");
  return `70c51d00-${hex.slice(0, 4)}-4${hex.slice(4, 7)}-8${hex.slice(7, 10)}`;
};

/**
 * Puts rows into the database until the deployed probe has reported them and the alert rings; then takes them out, and waits
 * for the probe to say that all is well.
 */
export function rowsFiring(rig: Rig, target: Target, injection: Extract<Injection, { kind: "rows" }>): Firing {
  const { supabase } = rig;
  const { table, count, row, what, otherwise } = injection;
  if (supabase === null) {
    const firing = metricFiring(rig, target, needed(otherwise, "Supabase"));
    const why = "Nobody may write into the database here (SUPABASE_DRILL_KEY is not set): the probe was not exercised.";
    return { ...firing, notes: [...firing.notes, why] };
  }
  let change: { n: number; path: string } | null = null;
  return {
    ...plain,
    how: "real",
    injected: `${count} row${count === 1 ? "" : "s"} in ${table}: ${what}`,
    notes: ["The deployed probe found the rows in the database and reported them. They are gone again."],
    observe: (fresh) => observeMonitor(rig, target, fresh),
    begin: async () => {
      const { now } = await observeMonitor(rig, target, true);
      const owner = table === "schedules" ? await supabase.any("clips?select=id,workspace_id&limit=1", clip) : null;
      if (table === "schedules" && owner === null) throw new Error("There is no clip that a schedule could be for.");
      const refers: JsonObject = owner === null ? {} : { clip_id: owner.id, workspace_id: owner.workspace_id };
      const prefix = idPrefix();
      const ids = Array.from({ length: count }, (_, at) => `${prefix}-${at.toString(16).padStart(12, "0")}`);
      const path = `/${table}?id=gte.${prefix}-000000000000&id=lte.${prefix}-ffffffffffff`;
      const undo = { vendor: "supabase", what: `${count} rows in ${table}`, method: "DELETE", path, body: {} } as const;
      change = { n: rig.journal.change(undo), path };
      await supabase.insert(
        table,
        ids.map((id) => ({ id, ...refers, ...columnsAt(row, now) })),
      );
    },
    end: async () => {
      if (change === null) return;
      await supabase.remove(change.path);
      rig.journal.restored(change.n);
      change = null;
    },
  };
}

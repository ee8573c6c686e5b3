import type { SupabaseRows } from "../../vendors/supabase/client.ts";
import { type DrillPlace, drillPlaces } from "../../vendors/supabase/drill-places.ts";
import type { Check, ProjectFacts } from "./check.ts";

/** Rows that a drill put into a monitored database and did not take away: the probe goes on reporting them. */
export function drillRowsCheck(client: SupabaseRows, { sqlProbes }: ProjectFacts): Check {
  return {
    vendor: "supabase",
    kind: "row",
    covers: "Whether a drill left rows in the database was",
    look: async () => {
      const left = await client.left(drillPlaces(sqlProbes));
      return () => ({ findings: left.map(leftIn) });
    },
  };
}

function leftIn({ place: { table, path }, ids }: { place: DrillPlace; ids: string[] }) {
  const [first = null] = ids;
  const one = ids.length === 1;
  const message = `${ids.length} row${one ? "" : "s"} that a drill put into the table ${table} ${one ? "is" : "are"} still there, and what watches that table may ring.`;
  const shape = { vendor: "supabase", kind: "row", vendorId: first, definition: null, path };
  return { ...shape, class: "leftover" as const, expected: 0, actual: ids.length, message };
}

/** Whether a drill of the stack may put rows into a database. */
export const drillsMakeRows = ({ config, sqlProbes }: ProjectFacts): boolean =>
  config.allowDrills && sqlProbes.some(({ drill }) => drill !== undefined);

import type { SupabaseRows } from "../../vendors/supabase/client.ts";
import { type DrillTable, drillRowsIn } from "../../vendors/supabase/fire.ts";
import type { Check, ProjectFacts } from "./check.ts";

/** Rows that a drill put into the monitored database and did not take away: the probe goes on reporting them. */
export function drillRowsCheck(client: SupabaseRows): Check {
  return {
    vendor: "supabase",
    kind: "row",
    covers: "Whether a drill left rows in the database was",
    look: async () => {
      const left = await client.left();
      return () => ({ findings: left.map(leftIn) });
    },
  };
}

function leftIn({ table, ids }: { table: DrillTable; ids: string[] }) {
  const [first = null] = ids;
  const one = ids.length === 1;
  const message = `${ids.length} row${one ? "" : "s"} that a drill put into the table ${table} ${one ? "is" : "are"} still there, and what watches that table may ring.`;
  const shape = { vendor: "supabase", kind: "row", vendorId: first, definition: null, path: drillRowsIn(table) };
  return { ...shape, class: "leftover" as const, expected: 0, actual: ids.length, message };
}

/** Whether a drill of the stack may put rows into the database. */
export const drillsMakeRows = ({ config, definitions }: ProjectFacts): boolean =>
  config.allowDrills && definitions.some(({ signal }) => signal.kind === "metric" && signal.source === "probe");

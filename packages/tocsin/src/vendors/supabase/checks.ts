import type { Check, ProjectFacts } from "../check.ts";
import type { SupabaseRows } from "./client.ts";
import { type DrillPlace, drillPlaces } from "./drill-places.ts";

/** Rows that a drill put into a monitored database and did not take away: the probe goes on reporting them. */
export function drillRowsChecks(client: SupabaseRows, facts: ProjectFacts): Check[] {
  if (!drillsMakeRows(facts)) return [];
  const check: Check = {
    vendor: "supabase",
    kind: "row",
    covers: "Whether a drill left rows in the database was",
    look: async () => {
      const left = await client.left(drillPlaces(facts.sqlProbes));
      return () => ({ findings: left.map(leftIn) });
    },
  };
  return [check];
}

/** What is said in place of the check where no connection to a database is known; null where nothing is to be checked. */
export const drillRowsNotChecked = (facts: ProjectFacts): string | null =>
  drillsMakeRows(facts)
    ? "Whether a drill left rows in the database: set SUPABASE_URL and SUPABASE_DRILL_KEY, as for a drill, to have it checked."
    : null;

function leftIn({ place: { table, path }, ids }: { place: DrillPlace; ids: string[] }) {
  const [first = null] = ids;
  const one = ids.length === 1;
  const message = `${ids.length} row${one ? "" : "s"} that a drill put into the table ${table} ${one ? "is" : "are"} still there, and what watches that table may fire.`;
  const shape = { vendor: "supabase", kind: "row", vendorId: first, definition: null, path };
  return { ...shape, class: "leftover" as const, expected: 0, actual: ids.length, message };
}

/** Whether a drill of the stack may put rows into a database. */
const drillsMakeRows = ({ config, sqlProbes }: ProjectFacts): boolean =>
  config.allowDrills && sqlProbes.some(({ drill }) => drill !== undefined);

import type { DrillPart } from "../firing.ts";
import type { SupabaseFire } from "./fire.ts";

declare module "../registry.ts" {
  interface DrillClients {
    supabase: SupabaseFire;
  }
}

export const supabaseDrill: DrillPart<SupabaseFire> = {
  undo: (supabase, { method, path }) => (method === "DELETE" ? supabase.remove(path).then((n) => n > 0) : null),
  leftovers: (supabase) => [
    { what: "rows that a drill put into the database", putBack: async () => (await supabase.removeAll()) > 0 },
  ],
};

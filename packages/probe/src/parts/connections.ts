import { z } from "zod";
import { gauge, percent } from "../metric.ts";
import type { Part } from "../part.ts";
import { eachDatabase } from "./each-database.ts";

const row = z.object({ used: z.number(), maximum: z.number() });

/** Open connections of the database, and their share of what it allows. */
export const connections: Part = {
  name: "connections",
  ask: (sources, signal) =>
    eachDatabase(sources, async ({ client }) => {
      const rows = await client().rows("connections", row, signal);
      const metrics = rows.flatMap(({ used, maximum }) => [
        gauge("db.connections", used),
        gauge("db.connections_max", maximum),
        gauge("db.connections_pct", percent(used, maximum)),
      ]);
      return { metrics };
    }),
};

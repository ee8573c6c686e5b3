import { z } from "zod";
import { gauge } from "../metric.ts";
import type { Part } from "../part.ts";
import { eachDatabase } from "./each-database.ts";

const row = z.object({ table_name: z.string(), bytes: z.number(), row_estimate: z.number() });

/** Sizes of the largest tables with their indexes. Growth is for whoever draws them. */
export const tableSizes: Part = {
  name: "table-sizes",
  ask: (sources, signal) =>
    eachDatabase(sources, async ({ client }) => {
      const rows = await client().rows("table_sizes", row, signal);
      const metrics = rows.flatMap(({ table_name: table, bytes, row_estimate }) => [
        gauge("db.table_bytes", bytes, { table }),
        gauge("db.table_rows", row_estimate, { table }),
      ]);
      return { metrics };
    }),
};

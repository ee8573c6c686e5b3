import { z } from "zod";
import { ProbeFailure } from "../failure.ts";
import { gauge } from "../metric.ts";
import type { Part } from "../part.ts";

const row = z.object({
  table_name: z.string(),
  bytes: z.number().nullable(),
  row_estimate: z.number().nullable(),
});

/** Sizes of the key tables with their indexes. Growth is for whoever draws them. */
export const tableSizes: Part = {
  name: "table-sizes",
  async ask({ database }, signal) {
    const rows = await database().rows("table_sizes", row, signal);
    const metrics = rows.flatMap(({ table_name: table, bytes, row_estimate }) =>
      bytes === null
        ? []
        : [gauge("db.table_bytes", bytes, { table }), gauge("db.table_rows", row_estimate ?? 0, { table })],
    );
    const problems = rows
      .filter(({ bytes }) => bytes === null)
      .map(({ table_name }) => new ProbeFailure("missing-table", `There is no table public.${table_name}.`));
    return { metrics, problems };
  },
};

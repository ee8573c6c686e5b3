import type { PGlite } from "@electric-sql/pglite";
import { z } from "zod";

/** What the database says it has in the exposed schema. Only names from here ever stand in SQL as identifiers. */
export interface Catalog {
  /** Tables and views: columns with their type as SQL writes it. */
  tables: ReadonlyMap<string, ReadonlyMap<string, string>>;
  functions: ReadonlyMap<string, FunctionInfo>;
}

export interface FunctionInfo {
  /** In order; those from `required` on may be left out. */
  arguments: { name: string; type: string }[];
  required: number;
  returnsRows: boolean;
}

const columns = z.array(z.object({ table: z.string(), column: z.string(), type: z.string() }));
const functions = z.array(
  z.object({
    name: z.string(),
    names: z.array(z.string()).nullable(),
    types: z.array(z.string()),
    defaults: z.int(),
    rows: z.boolean(),
  }),
);

export async function loadCatalog(pg: PGlite): Promise<Catalog> {
  const foundColumns = await pg.query(`
    select c.relname::text as "table", a.attname::text as "column", format_type(a.atttypid, a.atttypmod) as type
    from pg_catalog.pg_class c
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v', 'm', 'p')
    order by c.relname, a.attnum`);
  const foundFunctions = await pg.query(`
    select p.proname::text as name, (p.proargnames::text[])[1:p.pronargs] as names, p.pronargdefaults::int as defaults, p.proretset as rows,
      array(select format_type(t, null) from unnest(p.proargtypes) with ordinality as u(t, n) order by n) as types
    from pg_catalog.pg_proc p where p.pronamespace = 'public'::regnamespace`);
  const tables = new Map<string, Map<string, string>>();
  for (const { table, column, type } of columns.parse(foundColumns.rows)) {
    const known = tables.get(table) ?? new Map<string, string>();
    tables.set(table, known.set(column, type));
  }
  const known = functions
    .parse(foundFunctions.rows)
    .map(({ name, names, types, defaults, rows }): [string, FunctionInfo] => [
      name,
      {
        arguments: types.map((type, index) => ({ name: names?.[index] ?? "", type })),
        required: types.length - defaults,
        returnsRows: rows,
      },
    ]);
  return { tables, functions: new Map(known) };
}

/** A name of the catalog as SQL writes it. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

import { z } from "zod";
import type { Transaction } from "./database-thread.ts";

/** What the database says it has, by schema. Only names from here ever stand in SQL as identifiers. */
export type Catalog = ReadonlyMap<string, SchemaCatalog>;

interface SchemaCatalog {
  /** Tables and views: columns with their type as SQL writes it. */
  tables: ReadonlyMap<string, ReadonlyMap<string, string>>;
  functions: ReadonlyMap<string, FunctionInfo>;
}

export interface FunctionInfo {
  /** In order; those from `required` on may be left out. */
  arguments: { name: string; type: string }[];
  required: number;
  returnsRows: boolean;
  /** Whether what it returns are rows of columns, even if of one only, and not bare values. */
  hasColumns: boolean;
}

const columns = z.array(z.object({ schema: z.string(), table: z.string(), column: z.string(), type: z.string() }));
const functions = z.array(
  z.object({
    schema: z.string(),
    name: z.string(),
    names: z.array(z.string()).nullable(),
    types: z.array(z.string()),
    defaults: z.int(),
    rows: z.boolean(),
    columns: z.boolean(),
  }),
);

/** Schemas that are not the database's own. */
const owned = "select oid from pg_catalog.pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'";

export async function loadCatalog(transaction: Transaction): Promise<Catalog> {
  const foundColumns = await transaction.query(`
    select c.relnamespace::regnamespace::text as schema, c.relname::text as "table", a.attname::text as "column", format_type(a.atttypid, a.atttypmod) as type
    from pg_catalog.pg_class c
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace in (${owned}) and c.relkind in ('r', 'v', 'm', 'p')
    order by c.relname, a.attnum`);
  const foundFunctions = await transaction.query(`
    select p.pronamespace::regnamespace::text as schema, p.proname::text as name, (p.proargnames::text[])[1:p.pronargs] as names, p.pronargdefaults::int as defaults, p.proretset as rows,
      (coalesce(p.proargmodes && '{t,o,b}', false) or t.typtype = 'c') as columns,
      array(select format_type(u.type, null) from unnest(p.proargtypes) with ordinality as u(type, n) order by n) as types
    from pg_catalog.pg_proc p join pg_catalog.pg_type t on t.oid = p.prorettype where p.pronamespace in (${owned})`);
  const catalog = new Map<string, { tables: Map<string, Map<string, string>>; functions: Map<string, FunctionInfo> }>();
  const of = (schema: string) => {
    const known = catalog.get(schema) ?? { tables: new Map(), functions: new Map() };
    catalog.set(schema, known);
    return known;
  };
  for (const { schema, table, column, type } of columns.parse(foundColumns.rows)) {
    const { tables } = of(schema);
    const known = tables.get(table) ?? new Map<string, string>();
    tables.set(table, known.set(column, type));
  }
  for (const { schema, name, names, types, defaults, ...result } of functions.parse(foundFunctions.rows)) {
    of(schema).functions.set(name, {
      arguments: types.map((type, index) => ({ name: names?.[index] ?? "", type })),
      required: types.length - defaults,
      returnsRows: result.rows,
      hasColumns: result.columns,
    });
  }
  return catalog;
}

/** A name of the catalog as SQL writes it. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

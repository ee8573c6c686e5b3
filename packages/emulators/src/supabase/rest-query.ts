import { identifier } from "./catalog.ts";
import { RestError, unreadable } from "./rest-errors.ts";

/** A table as the query is built over it. */
export interface Target {
  schema: string;
  table: string;
  columns: ReadonlyMap<string, string>;
}

/** A part of a statement with the values for its `$n`. Values never stand in the text. */
export class Statement {
  readonly values: string[] = [];

  /** The placeholder for a value, read as `type`; the database judges whether it is one. */
  value(value: string, type = "text"): string {
    this.values.push(value);
    return type === "text" ? `$${this.values.length}::text` : `($${this.values.length}::text)::${type}`;
  }
}

/** The table as SQL writes it. */
export function qualified({ schema, table }: Target): string {
  return `${identifier(schema)}.${identifier(table)}`;
}

/** A column of the catalog. @throws RestError 42703 as the database would say it */
export function column(target: Target, name: string): { sql: string; type: string } {
  const [, base = name, arrow, field] = /^([^-]+?)(->>?)([\w]+)$/.exec(name) ?? [];
  const type = target.columns.get(base);
  if (type === undefined) throw new RestError(400, "42703", `column ${target.table}.${base} does not exist`);
  if (arrow === undefined || field === undefined) return { sql: identifier(base), type };
  // The field's name is a literal of word characters only (see the pattern above).
  return { sql: `${identifier(base)}${arrow}'${field}'`, type: arrow === "->>" ? "text" : "jsonb" };
}

/** The list of `select=`: `*`, columns, `alias:column`, and fields of JSON columns. */
export function selectList(target: Target, select: string | undefined): string {
  if (select === undefined || select === "" || select === "*") return "*";
  return select
    .split(",")
    .map((item) => {
      if (item === "*") return "*";
      const match = /^(?:([\w ]+):)?([\w]+(?:->>?\w+)?)$/.exec(item.trim());
      if (match === null) throw unreadable("select parameter", select);
      const [, alias, name = ""] = match;
      const shown = alias ?? name.split("->").at(-1)?.replace(">", "") ?? name;
      return `${column(target, name).sql} as ${identifier(shown)}`;
    })
    .join(", ");
}

/** The list of `order=`: `column`, `column.desc`, `column.asc.nullslast`. */
export function orderBy(target: Target, order: string | undefined): string {
  if (order === undefined || order === "") return "";
  const items = order.split(",").map((item) => {
    const match = /^([\w]+(?:->>?\w+)?)(?:\.(asc|desc))?(?:\.(nullsfirst|nullslast))?$/.exec(item.trim());
    if (match === null) throw unreadable("order", order);
    const [, name = "", direction = "asc", nulls] = match;
    const where = nulls === undefined ? "" : nulls === "nullsfirst" ? " nulls first" : " nulls last";
    return `${column(target, name).sql} ${direction}${where}`;
  });
  return ` order by ${items.join(", ")}`;
}

/** `limit=` and `offset=`, or the `Range` header in their place. */
export function slice(query: URLSearchParams, range: string | undefined): { limit: number | null; offset: number } {
  const header = /^(\d+)-(\d*)$/.exec(range ?? "");
  const number = (name: string): number | null => {
    const text = query.get(name);
    if (text === null) return null;
    if (!/^\d+$/.test(text)) throw unreadable(name, text);
    return Number(text);
  };
  const offset = number("offset") ?? Number(header?.[1] ?? 0);
  const last = header?.[2];
  const fromHeader = last === undefined || last === "" ? null : Number(last) - Number(header?.[1]) + 1;
  const limit = number("limit") ?? fromHeader;
  if (limit !== null && limit < 0)
    throw new RestError(416, "PGRST103", "Requested range not satisfiable", {
      details: "The lower boundary must be lower than or equal to the upper boundary in the Range header.",
    });
  return { limit, offset };
}

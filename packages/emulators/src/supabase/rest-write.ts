import { z } from "zod";
import { identifier } from "./catalog.ts";
import { RestError, unreadable } from "./rest-errors.ts";
import { qualified, type Statement, type Target } from "./rest-query.ts";

const row = z.record(z.string(), z.unknown());
const rows = z.union([z.array(row), row.transform((one) => [one])]);

/**
 * The INSERT for the rows of a body. The values travel as one JSON parameter, which the database itself takes apart by the
 * types of its columns.
 *
 * @throws RestError when a row names a column that is not there, or another conflict rule than that of the primary key
 */
export function insertRows(
  target: Target,
  body: unknown,
  query: URLSearchParams,
  resolution: string | undefined,
  statement: Statement,
): string {
  const parsed = rows.safeParse(body);
  if (!parsed.success) throw new RestError(400, "PGRST102", "Empty or invalid json");
  if (resolution !== undefined || query.has("on_conflict"))
    throw unreadable("preference", `resolution=${resolution ?? ""}`);
  const names = columnsOf(target, parsed.data, query.get("columns"));
  const table = qualified(target);
  if (names.length === 0) return `insert into ${table} default values`;
  const values = statement.value(JSON.stringify(parsed.data), "json");
  const list = names.map(identifier).join(", ");
  return `insert into ${table} (${list}) select ${list} from json_populate_recordset(null::${table}, ${values})`;
}

/** The SET list for the one row of a body. @throws RestError when it names a column that is not there, or none */
export function updateSet(target: Target, body: unknown, statement: Statement): string {
  const parsed = row.safeParse(body);
  if (!parsed.success) throw new RestError(400, "PGRST102", "Empty or invalid json");
  const names = columnsOf(target, [parsed.data], null);
  if (names.length === 0) throw new RestError(400, "PGRST102", "Empty or invalid json");
  const values = statement.value(JSON.stringify(parsed.data), "json");
  const list = names.map(identifier).join(", ");
  const table = qualified(target);
  return `(${list}) = (select ${list} from json_populate_record(null::${table}, ${values}))`;
}

/** The columns that rows fill: those that `columns=` lists, where rows may leave some out, or those that every row names. */
function columnsOf(target: Target, all: z.infer<typeof row>[], listed: string | null): string[] {
  const given = listed?.split(",").map((name) => name.replace(/^"(.*)"$/, "$1"));
  const names = given ?? [...new Set(all.flatMap((one) => Object.keys(one)))];
  const foreign = names.find((name) => !target.columns.has(name));
  if (foreign !== undefined) {
    throw new RestError(
      400,
      "PGRST204",
      `Could not find the '${foreign}' column of '${target.table}' in the schema cache`,
    );
  }
  if (given === undefined && all.some((one) => Object.keys(one).length !== names.length)) {
    throw new RestError(400, "PGRST102", "All object keys must match");
  }
  return names;
}

import type { Hono } from "hono";
import { z } from "zod";
import type { Database } from "./database.ts";
import type { Transaction } from "./database-thread.ts";
import type { RestContext, RestEnv } from "./rest-access.ts";
import { answerRows, prefers, wantsCsv } from "./rest-answer.ts";
import { RestError, unreadable } from "./rest-errors.ts";
import { where } from "./rest-filter.ts";
import { orderBy, qualified, Statement, selectList, slice, type Target } from "./rest-query.ts";
import { insertRows, updateSet } from "./rest-write.ts";

const rowsOf = z.tuple([z.object({ body: z.string(), count: z.coerce.number() })]);

/** Tables over HTTP, as PostgREST does it. */
export function restRoutes(api: Hono<RestEnv>, database: Database): void {
  const path = "/rest/v1/:table";

  // Hono answers HEAD by the GET handler and drops the body.
  api.get(path, async (c) => {
    const target = await find(c, database);
    const query = queryOf(c);
    const statement = new Statement();
    const { limit, offset } = slice(query, c.req.header("range"));
    const condition = where(target, query, statement);
    const filtered = condition === "" ? "" : ` where ${condition}`;
    const from = `from ${qualified(target)}${filtered}`;
    const page = `${limit === null ? "" : ` limit ${limit}`} offset ${offset}`;
    const list = `select ${selectList(target, query.get("select") ?? undefined)} ${from}${orderBy(target, query.get("order") ?? undefined)}${page}`;
    const answer = await database.run(c.get("caller"), async (transaction) => {
      const rows = await written(transaction, list, statement, wantsCsv(c) ? csv : json);
      if (prefers(c, "count") === undefined) return { ...rows, total: null };
      const counted = await transaction.query(`select count(*)::int as total ${from}`, statement.values);
      return { ...rows, total: z.tuple([z.object({ total: z.number() })]).parse(counted.rows)[0].total };
    });
    return answerRows(c, { ...answer, offset });
  });

  api.post(path, async (c) => {
    // Not emulated, so refused: taken for null, a missing column would fail in a way that the real one does not.
    if (prefers(c, "missing") === "default") throw unreadable("preference", "missing=default");
    const target = await find(c, database);
    const statement = new Statement();
    const insert = `${insertRows(target, await bodyOf(c), queryOf(c), prefers(c, "resolution"), statement)} returning *`;
    return write(c, target, insert, statement, 201);
  });

  api.patch(path, async (c) => {
    const target = await find(c, database);
    const statement = new Statement();
    const set = updateSet(target, await bodyOf(c), statement);
    const condition = guarded("UPDATE", where(target, queryOf(c), statement));
    return write(c, target, `update ${qualified(target)} set ${set} where ${condition} returning *`, statement, 200);
  });

  api.delete(path, async (c) => {
    const target = await find(c, database);
    const statement = new Statement();
    const condition = guarded("DELETE", where(target, queryOf(c), statement));
    return write(c, target, `delete from ${qualified(target)} where ${condition} returning *`, statement, 200);
  });

  /** Carries a change out and answers the changed rows when `return=representation` asks for them. */
  async function write(
    c: RestContext,
    target: Target,
    change: string,
    statement: Statement,
    status: 200 | 201,
  ): Promise<Response> {
    const list = selectList(target, queryOf(c).get("select") ?? undefined);
    const changed = await database.run(c.get("caller"), (transaction) =>
      written(transaction, `select ${list} from changed`, statement, wantsCsv(c) ? csv : json, change),
    );
    const total = prefers(c, "count") === undefined ? null : changed.count;
    if (prefers(c, "return") === "representation") return answerRows(c, { ...changed, offset: 0, total }, status);
    c.header("content-range", `*/${total ?? "*"}`);
    return c.body(null, status === 201 ? 201 : 204);
  }
}

const json = "coalesce(json_agg(listed), '[]')::text";

/** As PostgREST has the database write it: the names of the first row's members, then each row as a record without parentheses. */
const csv = [
  "coalesce((select string_agg(name, ',') from (select json_object_keys(row_to_json(first)) as name from (select * from listed limit 1) as first) as names), '')",
  "|| chr(10) || coalesce(string_agg(substring(listed::text, 2, length(listed::text) - 2), chr(10)), '')",
].join(" ");

/** Runs a query and lets the database write its rows, so that types look as they do in the real answer. */
async function written(transaction: Transaction, list: string, statement: Statement, form: string, change?: string) {
  const changed = change === undefined ? "" : `changed as (${change}), `;
  const sql = `with ${changed}listed as (${list}) select ${form} as body, count(*)::int as count from listed`;
  const { rows } = await transaction.query(sql, statement.values);
  const [{ body, count }] = rowsOf.parse(rows);
  return { body, count };
}

/** Supabase loads `safeupdate`: a change of a whole table is refused. */
function guarded(verb: string, condition: string): string {
  if (condition === "") throw new RestError(400, "21000", `${verb} requires a WHERE clause`);
  return condition;
}

function queryOf(c: RestContext): URLSearchParams {
  return new URL(c.req.url).searchParams;
}

async function find(c: RestContext, database: Database): Promise<Target> {
  const table = c.req.param("table") ?? "";
  const { schema } = c.get("caller");
  const columns = (await database.catalog()).get(schema)?.tables.get(table);
  if (columns !== undefined) return { schema, table, columns };
  throw new RestError(404, "PGRST205", `Could not find the table '${schema}.${table}' in the schema cache`);
}

/** The JSON body of a writing call. */
export async function bodyOf(c: RestContext): Promise<unknown> {
  const text = await c.req.text();
  try {
    const parsed: unknown = text === "" ? {} : JSON.parse(text);
    return parsed;
  } catch {
    throw new RestError(400, "PGRST102", "Empty or invalid json");
  }
}

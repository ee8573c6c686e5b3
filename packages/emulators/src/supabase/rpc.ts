import type { Hono } from "hono";
import { z } from "zod";
import { type FunctionInfo, identifier } from "./catalog.ts";
import type { Database } from "./database.ts";
import { bodyOf } from "./rest.ts";
import type { RestContext, RestEnv } from "./rest-access.ts";
import { answerRows } from "./rest-answer.ts";
import { RestError } from "./rest-errors.ts";
import { Statement } from "./rest-query.ts";

const argumentsOf = z.record(z.string(), z.unknown());
const answer = z.tuple([z.object({ body: z.string().nullable(), count: z.number() })]);

/** Functions over HTTP: POST with the arguments as JSON, GET with them in the query string. */
export function rpcRoutes(api: Hono<RestEnv>, database: Database): void {
  const call = async (c: RestContext, given: { [name: string]: unknown }): Promise<Response> => {
    const name = c.req.param("function") ?? "";
    const { schema } = c.get("caller");
    const info = (await database.catalog()).get(schema)?.functions.get(name);
    if (info === undefined || !fits(info, given)) throw unknownFunction(`${schema}.${name}`, Object.keys(given));
    const statement = new Statement();
    const values = statement.value(JSON.stringify(given), "json");
    const list = info.arguments
      .filter((argument) => Object.hasOwn(given, argument.name))
      .map(({ name: argument, type }) => {
        const isJson = type === "json" || type === "jsonb";
        // `argument` is a name of the catalog, quoted here as a literal.
        const field = `'${argument.replaceAll("'", "''")}'`;
        return `${identifier(argument)} => (${values}${isJson ? "->" : "->>"}${field})::${type}`;
      })
      .join(", ");
    const invoked = `${identifier(schema)}.${identifier(name)}(${list})`;
    const source = info.hasColumns ? `(select * from ${invoked})` : invoked;
    const sql = info.returnsRows
      ? `select coalesce(json_agg(result), '[]')::text as body, count(*)::int as count from ${source} result`
      : `select to_json(${invoked})::text as body, 1 as count`;
    const caller = c.get("caller");
    const { rows } =
      list === ""
        ? await database.ask(caller, sql)
        : await database.run(caller, (transaction) => transaction.query(sql, statement.values));
    const [{ body, count }] = answer.parse(rows);
    if (info.returnsRows) return answerRows(c, { body: body ?? "[]", count, offset: 0, total: null });
    return c.body(body ?? "null", 200, { "content-type": "application/json; charset=utf-8" });
  };
  api.get("/rest/v1/rpc/:function", (c) => call(c, c.req.query()));
  api.post("/rest/v1/rpc/:function", async (c) => {
    const parsed = argumentsOf.safeParse(await bodyOf(c));
    if (!parsed.success) throw new RestError(400, "PGRST102", "Empty or invalid json");
    return call(c, parsed.data);
  });
}

function fits(info: FunctionInfo, given: { [name: string]: unknown }): boolean {
  const names = info.arguments.map(({ name }) => name);
  return (
    Object.keys(given).every((name) => names.includes(name)) &&
    names.slice(0, info.required).every((name) => Object.hasOwn(given, name))
  );
}

/** @param name with its schema */
function unknownFunction(name: string, given: string[]): RestError {
  const signature = given.length === 0 ? `${name} without parameters` : `${name}(${given.toSorted().join(", ")})`;
  const details = `Searched for the function ${signature}, but no matches were found in the schema cache.`;
  return new RestError(404, "PGRST202", `Could not find the function ${signature} in the schema cache`, { details });
}

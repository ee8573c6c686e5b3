import { readFileSync } from "node:fs";
import { z } from "zod";
import { migrationFile } from "./deployment.ts";

/**
 * One of the team's own questions, as the deployed probe knows it: which function of the database it calls, and what becomes of
 * the rows. The statement itself lies in the database, where the migration has put it.
 */
export const statement = z.strictObject({
  /** The part's name in what the probe says of itself is `sql-` and this. */
  id: z.string(),
  /** The service whose database is asked. */
  database: z.string(),
  metric: z.string(),
  /** Columns that become tags, in the order of the statement's columns; the number follows them. */
  tags: z.array(z.string()),
  /**
   * For a share, the statement's last two columns are part and whole. Of fewer than `minimum` no share is told, unless nothing
   * of them is in the part.
   */
  share: z.strictObject({ minimum: z.int().min(1) }).optional(),
});
export type Statement = z.infer<typeof statement>;

/** The name of the function that a statement becomes. */
export const functionOf = ({ id }: Pick<Statement, "id">): string => id.replaceAll("-", "_");

/** The columns that its function returns, without the tags. */
export const numbersOf = ({ share }: Pick<Statement, "share">): string[] =>
  share === undefined ? ["value"] : ["part", "whole"];

/** Where the team's functions stand in the migration. */
const place = "-- The team's statements.\n";

/** The migration for one database: the probe's schema and role, and a function for each statement. */
export function migrationSql(statements: readonly (Statement & { sql: string })[]): string {
  const text = readFileSync(migrationFile("install"), "utf8");
  return text.replace(place, () => `${place}${statements.map(functionSql).join("")}`);
}

/** In the tag of the dollar quotes, so that a statement may have dollar quotes of its own. */
const quote = "$tocsin$";

/** A function that runs a statement as its owner, reads only, and takes times without a zone for UTC. */
function functionSql(one: Statement & { sql: string }): string {
  if (one.sql.includes(quote)) throw new Error(`The statement ${one.id} must not contain ${quote}.`);
  const numbers = numbersOf(one);
  const columns = [...one.tags.map((name) => `"${name}" text`), ...numbers.map((name) => `"${name}" double precision`)];
  const chosen = [
    ...one.tags.map((name) => `q."${name}"::pg_catalog.text`),
    ...numbers.map((name) => `q."${name}"::pg_catalog.float8`),
  ];
  const aliases = [...one.tags, ...numbers].map((name) => `"${name}"`).join(", ");
  return `
create function tocsin_probe.${functionOf(one)}()
returns table (${columns.join(", ")})
language sql stable security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' as ${quote}
select ${chosen.join(", ")} from (
${one.sql.trim()}
) as q(${aliases})
${quote};
`;
}

import type { Database } from "./database.ts";
import { ManagementError } from "./management-error.ts";
import { databaseError } from "./rest-errors.ts";

/** Statements that read. Everything else is refused before the database sees it. */
const reading = /^(select|with|values|table|show|explain)\b/i;

/**
 * Runs one reading statement as the read-only user, in a read-only transaction.
 *
 * @throws ManagementError 400 with the database's error, in the words of the Management API
 */
export async function readOnlyQuery(database: Database, query: string, parameters: unknown[]): Promise<unknown[]> {
  const bare = query.replace(/^(\s+|--[^\n]*(\n|$)|\/\*[\s\S]*?\*\/)+/, "");
  const verb = /^\w+/.exec(bare)?.[0].toUpperCase() ?? "statement";
  if (!reading.test(bare)) {
    throw new ManagementError(
      400,
      `Failed to run sql query: ERROR:  25006: cannot execute ${verb} in a read-only transaction`,
    );
  }
  try {
    // The extended protocol takes one statement only: nothing can follow a semicolon.
    const { rows } = await database.run({ kind: "management" }, (transaction) =>
      transaction.query(bare, parameters, { plain: true }),
    );
    return rows;
  } catch (error) {
    const parsed = databaseError.safeParse(error);
    if (!parsed.success) throw error;
    throw new ManagementError(400, `Failed to run sql query: ERROR:  ${parsed.data.code}: ${parsed.data.message}`);
  }
}

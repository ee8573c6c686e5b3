import type { Database } from "./database.ts";
import { ManagementError } from "./management-error.ts";
import { databaseError } from "./rest-errors.ts";

/** Statements that read. Everything else is refused before the database sees it. */
const reading = /^(select|with|values|table|show|explain)\b/i;

/** Object ids of types that the Management API gives as JavaScript values: int8 as a number, times as text. */
const parsers = {
  20: (text: string) => (Number.isSafeInteger(Number(text)) ? Number(text) : text),
  1114: (text: string) => text,
  1184: (text: string) => text,
  1082: (text: string) => text,
};

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
    const { rows } = await database.run("supabase_read_only_user", async (transaction) => {
      const result = await transaction.query(bare, parameters, { parsers });
      // Rolled back: a setting that the statement made for the session must not outlive it.
      await transaction.rollback();
      return result;
    });
    return rows;
  } catch (error) {
    const parsed = databaseError.safeParse(error);
    if (!parsed.success) throw error;
    throw new ManagementError(400, `Failed to run sql query: ERROR:  ${parsed.data.code}: ${parsed.data.message}`);
  }
}

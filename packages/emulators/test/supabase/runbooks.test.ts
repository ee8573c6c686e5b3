import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createSupabase } from "../../src/supabase/app.ts";
import { onlyDatabase, teamContext } from "../team.ts";

const folder = join(import.meta.dirname, "../../../../runbooks");
const database = onlyDatabase(createSupabase(teamContext())).database;
afterAll(() => database.close());

const statements = readdirSync(folder).flatMap((page) =>
  [...readFileSync(join(folder, page), "utf8").matchAll(/^ *```sql\n(.+?)^ *```$/gms)].map(
    ([, sql = ""]) => [page, sql] as const,
  ),
);

test("the runbooks have statements to try", () => {
  expect(statements.length).toBeGreaterThan(10);
});

test.each(statements)("%s: the database takes\n%s", async (_page, sql) => {
  // In the runbook without a lock on the table; a transaction, which is what runs here, allows no such thing.
  const plain = sql.replace(" concurrently", "");
  await expect(
    database.run({ kind: "owner", schema: "public" }, (transaction) => transaction.query(plain)),
  ).resolves.toBeDefined();
});

import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import {
  forbidden,
  privileges,
  privilegesSql,
  questions,
  shadowedTypes,
  tablesSql,
  typeShadowing,
  uses,
} from "../../../tocsin/test/support/probe-role.ts";
import { createSupabase } from "../../src/supabase/app.ts";
import { onlyDatabase, teamContext } from "../team.ts";

/** The same as on a real server (test/contract/probe/role.test.ts), on what stands in for it here. */
const database = onlyDatabase(createSupabase(teamContext())).database;
afterAll(() => database.close());

const coded = z.object({ code: z.string() });

async function codeOf(sql: string, role = "tocsin_probe"): Promise<string> {
  try {
    await database.run({ kind: "role", role, schema: "tocsin_probe" }, (transaction) => transaction.exec(sql));
    return "allowed";
  } catch (error) {
    return coded.parse(error).code;
  }
}

async function list(sql: string): Promise<string[]> {
  const { rows } = await database.run({ kind: "owner", schema: "public" }, (transaction) => transaction.query(sql));
  return z
    .array(z.record(z.string(), z.string()))
    .parse(rows)
    .flatMap((row) => Object.values(row));
}

test("it may ask its questions and nothing else that not everybody may", async () => {
  expect(await list(privilegesSql)).toEqual(privileges);
  for (const question of questions) {
    expect(await codeOf(`select * from tocsin_probe.${question}()`)).toBe("allowed");
    expect(await codeOf(`select * from tocsin_probe.${question}()`, "anon")).toBe("42501");
  }
});

test("it uses no table of the services in any way", async () => {
  const tables = await list(tablesSql);
  expect(tables.length).toBeGreaterThan(8);
  for (const table of tables) {
    for (const use of uses) expect([use(table), await codeOf(use(table))]).toEqual([use(table), "42501"]);
  }
});

test.each(forbidden)("it is refused %s", async (_, sql) => {
  expect(await codeOf(sql)).toBe("42501");
});

test.each(shadowedTypes)("a type of its own making named %s runs nothing with the owner's rights", async (type) => {
  for (const question of questions) {
    const asked = `${typeShadowing(type)} select * from tocsin_probe.${question}(); discard temp`;
    expect(await codeOf(asked)).toBe("allowed");
  }
});

test("what it was refused leaves the next caller as it was", async () => {
  expect(await list("select session_user::text || current_user::text as who")).toEqual(["postgrespostgres"]);
});

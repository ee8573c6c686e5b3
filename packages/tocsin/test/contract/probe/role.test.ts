import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { schema } from "../../../../emulators/src/supabase/schema.ts";
import { projectTables } from "../../../../emulators/test/team.ts";
import { type PostgresServer, SqlError, startPostgres } from "../../support/postgres.ts";
import {
  forbidden,
  installSql,
  privileges,
  privilegesSql,
  questions,
  shadowedTypes,
  tablesSql,
  typeShadowing,
  uninstallSql,
  uses,
} from "../../support/probe-role.ts";
import { judge } from "../support/judge.ts";

const postgres = judge("postgres");

describe.skipIf(postgres === null)("the probe's role on a real server", () => {
  let server: PostgresServer;
  let before = "";
  beforeAll(async () => {
    server = await startPostgres(postgres ?? "");
    await server.sql(`set emulated.offset_seconds = 0;${schema}${projectTables}`);
    before = await server.dump();
    await server.sql(installSql);
  });
  afterAll(async () => await server?.stop());

  /** As the REST interface does it: it connects as `authenticator` and takes on the role. */
  const asRole = (sql: string, role = "tocsin_probe") => server.sql(`set local role ${role};${sql}`, "authenticator");
  const codeOf = async (asked: Promise<unknown>): Promise<string> => {
    try {
      await asked;
      return "allowed";
    } catch (error) {
      return error instanceof SqlError ? error.code : String(error);
    }
  };

  test("the migration may be run again, and adds nothing outside its schema but the role", async () => {
    await server.sql(installSql);
    const after = await server.dump(["tocsin_probe"]);
    const added = after.split("\n").filter((line) => line !== "" && !before.split("\n").includes(line));
    expect(added.every((line) => line.includes("tocsin_probe"))).toBe(true);
    expect(before.split("\n").filter((line) => !after.split("\n").includes(line))).toEqual([]);
  });

  test("it may ask its questions and nothing else that not everybody may", async () => {
    expect(await server.sql(privilegesSql)).toEqual(privileges);
    for (const question of questions)
      expect(await codeOf(asRole(`select * from tocsin_probe.${question}()`))).toBe("allowed");
  });

  test("it uses no table of the services in any way", async () => {
    const tables = await server.sql(tablesSql);
    expect(tables.length).toBeGreaterThan(8);
    for (const table of tables) {
      for (const use of uses) expect([use(table), await codeOf(asRole(use(table)))]).toEqual([use(table), "42501"]);
    }
  });

  test.each(forbidden)("it is refused %s", async (_, sql) => {
    expect(await codeOf(asRole(sql))).toBe("42501");
  });

  test("nobody else may ask its questions", async () => {
    for (const question of questions) {
      expect(await codeOf(asRole(`select * from tocsin_probe.${question}()`, "anon"))).toBe("42501");
    }
  });

  test("tables and functions of its own making do not lead the questions astray", async () => {
    const shadow = `create temp table jobs (kind text, status text, created_at timestamptz);
      insert into jobs select 'FAKE', 'failed', now() from generate_series(1, 99);
      set local search_path = pg_temp, public;
      select kind, part from tocsin_probe.jobs_failure_rate() where kind = 'FAKE' or part > 0`;
    expect(await asRole(shadow)).toEqual([]);
  });

  test.each(shadowedTypes)("a type of its own making named %s runs nothing with the owner's rights", async (type) => {
    for (const question of questions) {
      expect(await codeOf(asRole(`${typeShadowing(type)} select * from tocsin_probe.${question}()`))).toBe("allowed");
    }
  });

  test("it sees no query of others, ends no connection of theirs, and opens no large object", async () => {
    const seen = `select count(*) from pg_stat_activity
      where usesysid <> (select oid from pg_roles where rolname = session_user) and query not in ('', '<insufficient privilege>')`;
    expect(await asRole(seen)).toEqual(["0"]);
    const end = "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'postgres'";
    expect(await codeOf(asRole(end))).toBe("42501");
    const [large] = await server.sql("select lo_from_bytea(0, 'secret')");
    for (const use of [`lo_get(${large})`, `lo_put(${large}, 0, 'x')`, `lo_unlink(${large})`]) {
      expect([use, await codeOf(asRole(`select ${use}`))]).toEqual([use, "42501"]);
    }
    await server.sql(`select lo_unlink(${large})`);
  });

  test("a call by GET writes nothing, not even what everybody may: its transaction can only read", async () => {
    const writes = ["create temp table mine (id int)", "create domain pg_temp.mine as text"];
    for (const write of writes) {
      expect([write, await codeOf(asRole(`set transaction read only; ${write}`))]).toEqual([write, "25006"]);
    }
    for (const question of questions) {
      const asked = asRole(`set transaction read only; select * from tocsin_probe.${question}()`);
      expect([question, await codeOf(asked)]).toEqual([question, "allowed"]);
    }
  });

  test("the database itself ends what takes too long", async () => {
    expect(await server.sql("select rolconfig from pg_roles where rolname = 'tocsin_probe'")).toEqual([
      "{statement_timeout=5s}",
    ]);
  });

  test("it can be installed where there is no table yet and no `authenticator`", async () => {
    const bare = await startPostgres(postgres ?? "");
    try {
      await bare.sql(installSql);
      expect(await bare.sql("select maximum from tocsin_probe.connections()")).toEqual(["100"]);
      expect(await codeOf(bare.sql("select * from tocsin_probe.photos_orphaned()"))).toBe("42P01");
    } finally {
      await bare.stop();
    }
  });

  test("uninstalling leaves the database as it was", async () => {
    await server.sql(uninstallSql);
    expect(await server.dump()).toBe(before);
  });
});

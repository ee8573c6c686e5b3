import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { schema } from "../../../../emulators/src/supabase/schema.ts";
import { projectTables } from "../../../../emulators/test/team.ts";
import { type PostgresServer, startPostgres } from "../../support/postgres.ts";
import { installSql } from "../../support/probe-role.ts";
import { judge } from "../support/judge.ts";

/** What the statements on jobs make of a worker's rows, on a real server. */

const postgres = judge("postgres");

describe.skipIf(postgres === null)("a worker's jobs on a real server", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres(postgres ?? "");
    await server.sql(`set emulated.offset_seconds = 0;${schema}${projectTables}`);
    await server.sql(installSql);
  });
  afterAll(async () => await server?.stop());
  beforeEach(async () => void (await server.sql("delete from public.jobs")));

  const ago = (length: string) => `now() - interval '${length}'`;
  /** A running job: made, for when, taken, last heartbeat. */
  const running = (made: string, due: string, taken: string, heartbeat: string) =>
    server.sql(`insert into public.jobs (kind, status, created_at, run_after, updated_at, last_heartbeat)
      values ('ODD', 'running', ${made}, ${due}, ${taken}, ${heartbeat})`);
  /** How many are stuck, and for how many seconds the worker has been silent; as the REST interface asks. */
  const asked = async (session = "") => {
    const ask = (sql: string) => server.sql(`set local role tocsin_probe;${session}${sql}`, "authenticator");
    const [stuck] = await ask("select value from tocsin_probe.jobs_stuck() where kind = 'ODD'");
    const [age] = await ask("select round(value) from tocsin_probe.worker_heartbeat()");
    return { stuck: Number(stuck ?? 0), age: age === undefined || age === "" ? null : Number(age) };
  };

  test("a job that never sent a heartbeat is stuck, and silent since it was taken", async () => {
    await running(ago("2 hours"), ago("2 hours"), ago("10 minutes"), "null");
    expect(await asked()).toEqual({ stuck: 1, age: expect.closeTo(600, -1) });
  });

  test.each([
    ["made a week ago for now", ago("7 days"), ago("1 second")],
    ["that has waited for a week", ago("7 days"), ago("7 days")],
  ])("a job %s and just taken is neither stuck nor silent", async (_what, made, due) => {
    await running(made, due, "now()", "null");
    expect(await asked()).toEqual({ stuck: 0, age: expect.closeTo(0, -1) });
  });

  test("a clock a little ahead is no silence; a heartbeat from further in the future is not judged", async () => {
    await running(ago("1 hour"), ago("1 hour"), ago("1 hour"), "now() + interval '30 seconds'");
    expect(await asked()).toEqual({ stuck: 0, age: 0 });
    await server.sql("update public.jobs set last_heartbeat = now() + interval '2 hours'");
    expect(await asked()).toEqual({ stuck: 0, age: null });
  });

  test("times without a zone are UTC, whatever zone a session or the database is in", async () => {
    const columns = ["created_at", "run_after", "updated_at", "last_heartbeat"];
    const typed = (type: string) =>
      columns.map((name) => `alter column ${name} type ${type} using ${name} at time zone 'UTC'`).join(", ");
    await running(ago("1 hour"), ago("1 hour"), ago("1 hour"), ago("10 minutes"));
    await server.sql(
      `alter table public.jobs ${typed("timestamp")}; alter role authenticator set timezone = 'Asia/Tokyo'`,
    );
    try {
      for (const zone of ["America/Los_Angeles", "Asia/Kolkata", "UTC"])
        expect([zone, await asked(`set local timezone = '${zone}';`)]).toEqual([
          zone,
          { stuck: 1, age: expect.closeTo(600, -1) },
        ]);
      expect(await asked()).toEqual({ stuck: 1, age: expect.closeTo(600, -1) });
    } finally {
      await server.sql(`alter table public.jobs ${typed("timestamptz")}; alter role authenticator reset timezone`);
    }
  });
});

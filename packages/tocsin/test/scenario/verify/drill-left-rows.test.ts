import { beforeAll, expect, it } from "vitest";
import { exitCode, type Report } from "../../../src/verify/report.ts";
import { ownWorld } from "./by-hand.ts";

const world = ownWorld();
let database: Awaited<ReturnType<ReturnType<typeof world>["startDatabase"]>>;

const left = (report: Report) =>
  report.findings.map((one) => [one.class, one.vendor, one.kind, one.path?.split("?")[0], one.actual]);

beforeAll(async () => {
  const { notChecked } = await world().verify();
  expect(notChecked).toEqual([expect.stringContaining("SUPABASE_DRILL_KEY")]);
  database = await world().startDatabase();
});

it("a database that no drill has touched is clean, and told as checked", async () => {
  const report = await world().verify();
  expect([report.findings, report.notChecked, exitCode(report)]).toEqual([[], [], 0]);
  // One a place where a statement's drill puts rows, or the app makes some of them.
  expect(report.calls.supabase).toBe(7);
});

it("rows of a drill that was killed are left over, by table; the service's own rows are not", async () => {
  const id = (at: number) => `'70c51d00-1234-4567-89ab-00000000000${at}'`;
  await database.migrate(`insert into public.jobs (id, kind, status) values
      (${id(1)}, 'CLIP_RENDER', 'running'), (${id(2)}, 'CLIP_RENDER', 'running'),
      ('70c51d01-0000-4000-8000-000000000000', 'CLIP_RENDER', 'done');
    insert into public.profile_photos (id, user_id) values (${id(3)}, 'tocsin-drill')`);
  const report = await world().verify();
  expect(left(report)).toEqual([
    ["leftover", "supabase", "row", "/jobs", 2],
    ["leftover", "supabase", "row", "/profile_photos", 1],
  ]);
  expect(report.findings[0]?.message).toContain("2 rows that a drill put into the table jobs are still there");
  expect(exitCode(report)).toBe(1);
});

it("a table that the service does not have holds no rows of a drill", async () => {
  await database.migrate("drop table public.profile_photos");
  expect(left(await world().verify())).toEqual([["leftover", "supabase", "row", "/jobs", 2]]);
});

it.each([
  ["limits our rate", { status: 429, body: { message: "slow down" } }, "limits our rate"],
  ["refuses the key", { status: 401, body: { message: "Invalid API key" } }, "SUPABASE_DRILL_KEY"],
  ["answers half", { status: 200, body: '[{"id": "70c5' }, "not JSON"],
  ["is no such database", { status: 404, body: { message: "no Route matched" } }, "404"],
])("a database that %s is never called clean", async (_, fault, said) => {
  const { faults } = world().context;
  faults.add({ vendor: "supabase", match: {}, ...fault });
  const report = await world().verify({ tries: 1 });
  faults.clear();
  expect(report.findings.map((one) => [one.class, one.vendor, one.kind])).toEqual([["unreadable", "supabase", "row"]]);
  expect(report.findings[0]?.message).toContain(said);
  expect(report.findings[0]?.message).toContain("Whether a drill left rows in the database was not checked.");
  expect(exitCode(report)).toBe(3);
});

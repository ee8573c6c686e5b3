/** A test schedule on the emulated app: its cron is called by Vercel each minute, and makes jobs in the real PostgreSQL. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { Journal } from "../../../src/drill/journal.ts";
import { newRun, restoreInterrupted } from "../../../src/drill/session.ts";
import { fireTestSchedule } from "../../../src/drill/test-schedule.ts";
import { readTestSchedule } from "../../../src/project/test-schedule-file.ts";
import { testSchedule } from "../../../src/routines/checks/test-schedule.ts";
import { routineExitCode } from "../../../src/routines/report.ts";
import { databasesIn } from "../../../src/vendors/connections.ts";
import { drillClients } from "../../../src/vendors/drills.ts";
import { SupabaseRows } from "../../../src/vendors/supabase/client.ts";
import { drillPlaces } from "../../../src/vendors/supabase/drill-places.ts";
import { SupabaseFire } from "../../../src/vendors/supabase/fire.ts";
import { startWorld, type World } from "../verify/world.ts";
import { look } from "./morning.ts";

let world: World;
let folder: string;
let file: string;
const never = new AbortController().signal;
function connection() {
  const supabase = world.connections.supabase?.[""];
  if (supabase === undefined) throw new Error("the world has no database");
  return supabase;
}

const schedule = readTestSchedule(path.resolve(import.meta.dirname, "../../../../.."));
const places = () => drillPlaces(world.project.sqlProbes);
const databases = () => databasesIn(world.connections, world.project.stack);

beforeAll(async () => {
  world = await startWorld({ lives: true });
  await world.startDatabase();
});
afterAll(() => world?.close());
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "tocsin-schedule-"));
  file = path.join(folder, "journal.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Every schedule and job that is of a test. */
const left = async () => (await new SupabaseRows(databases()).left(places())).flatMap(({ ids }) => ids);

async function rows(query: string): Promise<Record<string, unknown>[]> {
  const { url, key } = connection();
  const answer = await fetch(`${url}/rest/v1/${query}`, { headers: { apikey: key } });
  return z.array(z.record(z.string(), z.unknown())).parse(await answer.json());
}

async function change(query: string, body: object): Promise<void> {
  const { url, key } = connection();
  const headers = { apikey: key, "content-type": "application/json" };
  const answer = await fetch(`${url}/rest/v1/${query}`, { method: "PATCH", headers, body: JSON.stringify(body) });
  expect(answer.ok).toBe(true);
}

/** Fires one; half a minute passes between two looks. */
async function fire({ pause = () => world.pass(0.5), abort = never } = {}) {
  const journal = new Journal(file, newRun());
  try {
    return await fireTestSchedule({
      schedule,
      supabase: new SupabaseFire(databases(), places()),
      journal,
      pause,
      abort,
    });
  } finally {
    journal.close();
  }
}

const crons = (enabled: boolean) =>
  world.call("vercel", "PATCH", "/v1/projects/prj_cliplyweb/crons?teamId=team_acme", { enabled });

it("fires, says how long it took, and leaves nothing", async () => {
  const outcome = await fire();
  expect(outcome).toMatchObject({ ended: "fired", made: "job PUBLISH_YOUTUBE queued" });
  const after = outcome.ended === "fired" ? outcome.afterSeconds : -1;
  expect(after).toBeGreaterThanOrEqual(0);
  expect(after).toBeLessThan(200);
  expect([await left(), existsSync(file)]).toEqual([[], false]);
});

it("never fires while crons are off: it says what to look at, and leaves nothing", async () => {
  await crons(false);
  const routine = { name: "weekly", page: null, checks: [testSchedule(schedule, fire)] };
  const report = await look(world, routine);
  await crons(true);
  expect(routineExitCode(report)).toBe(1);
  const [line] = report.lines;
  expect(line).toMatchObject({ verdict: "critical", value: expect.stringMatching(/^no job 3\d\d s after its time/) });
  expect(line?.details?.join(" ")).toMatch(/Vercel, Cron Jobs.*401 is the secret.*worker_enqueue_job/);
  expect([await left(), existsSync(file)]).toEqual([[], false]);
});

it("is taken away when it is interrupted", async () => {
  const abort = new AbortController();
  const outcome = await fire({ abort: abort.signal, pause: async () => abort.abort() });
  expect(outcome).toEqual({ ended: "interrupted" });
  expect([await left(), existsSync(file)]).toEqual([[], false]);
});

/** Killed while it waits: nothing of it goes on. */
const killedWhileWaiting = (): Promise<void> =>
  new Promise((resolve) => {
    void fire({
      pause: () => {
        resolve();
        return new Promise<void>(() => {});
      },
    });
  });

it("is taken away after a kill, with the job that was made meanwhile, by the journal", async () => {
  await killedWhileWaiting();
  await world.pass(4);
  expect(await left()).toHaveLength(2);
  const fixed = await restoreInterrupted(file, drillClients({ supabase: { "": connection() } }, world.project));
  expect(fixed).toEqual({ done: ["a test schedule", "the job of a test schedule"], failed: [] });
  expect([await left(), existsSync(file)]).toEqual([[], false]);
});

it("is taken away after a kill also when the journal is lost", async () => {
  await killedWhileWaiting();
  await world.pass(4);
  rmSync(file);
  expect(await new SupabaseFire(databases(), places()).removeAll()).toBe(2);
  expect(await left()).toEqual([]);
});

it("makes nothing where no account is connected", async () => {
  const accounts = await rows("connected_accounts?select=id");
  expect(accounts.length).toBeGreaterThan(0);
  await change("connected_accounts?status=eq.active", { status: "expired" });
  await expect(fire()).rejects.toThrow("There is no connected account that a test schedule could be for");
  await change("connected_accounts?status=eq.expired", { status: "active" });
  expect([await left(), existsSync(file)]).toEqual([[], false]);
});

it("says what is still there when the database cannot be asked any more, and keeps the journal", async () => {
  const journal = new Journal(file, newRun());
  const supabase = new SupabaseFire(databases(), places());
  supabase.remove = async () => {
    throw new Error("the database is away");
  };
  const abort = AbortSignal.abort();
  await expect(fireTestSchedule({ schedule, supabase, journal, pause: async () => {}, abort })).rejects.toThrow(
    "The test schedule is not taken away (the database is away): `tocsin drill --cleanup` does it.",
  );
  journal.close();
  expect(existsSync(file)).toBe(true);
  await restoreInterrupted(file, drillClients({ supabase: { "": connection() } }, world.project), { waitMs: 0 });
  expect([await left(), existsSync(file)]).toEqual([[], false]);
});

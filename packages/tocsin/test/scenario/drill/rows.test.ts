import { rmSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { journalPath } from "../../../src/drill/journal.ts";
import { jsonObject } from "../../../src/vendors/json.ts";
import { run, tocsin } from "./command.ts";
import { Stand } from "./stand.ts";

/** What the rows of a drill are, and that nothing is left of them: neither after a kill, nor where the database refuses some. */
let stand: Stand;
beforeAll(async () => {
  stand = await Stand.start();
});
afterAll(() => stand?.close());

async function rows(path: string): Promise<Record<string, unknown>[]> {
  const { url, key } = z.object({ url: z.string(), key: z.string() }).parse(Object.values(stand.vendors.supabase)[0]);
  const answer = await fetch(`${url}/rest/v1/${path}`, { headers: { apikey: key, authorization: `Bearer ${key}` } });
  return z.array(z.record(z.string(), z.unknown())).parse(await answer.json());
}
const ids = "id=gte.70c51d00-0000-4000-8000-000000000000&id=lte.70c51d00-ffff-4fff-bfff-ffffffffffff";
const tables = ["jobs", "schedules", "clips", "projects", "workspaces", "profile_photos"];
const left = async () => (await Promise.all(tables.map((table) => rows(`${table}?${ids}`)))).flat();

async function cronsAreOff(): Promise<boolean> {
  const { crons } = await stand.call("vercel", "GET", "/v9/projects/prj_cliplyweb?teamId=team_acme");
  return jsonObject.parse(crons).disabledAt !== null;
}

/** Begins a drill and kills it once its rows are there. */
async function killed(definition: string, table: string): Promise<void> {
  const { child, ended } = tocsin(stand.directory, ["drill", "--stack", "local", definition]);
  while ((await rows(`${table}?${ids}`)).length === 0) await delay(20);
  child.kill("SIGKILL");
  await ended;
}

it.each([false, true])(
  "posts are nobody's, with crons off; a cleanup takes all away (journal lost: %s)",
  async (lost) => {
    await killed("publishing/schedules-late", "schedules");
    const [post] = await rows(`schedules?${ids}`);
    const [workspace] = await rows(`workspaces?id=eq.${post?.workspace_id}`);
    expect(post).toMatchObject({ status: "scheduled", connected_account_id: null, clip_id: workspace?.id });
    expect(workspace).toMatchObject({ id: expect.stringMatching(/^70c51d00-/), name: "tocsin-drill" });
    expect(await rows(`connected_accounts?workspace_id=eq.${post?.workspace_id}`)).toEqual([]);
    expect(await cronsAreOff()).toBe(true);
    if (lost) rmSync(journalPath(stand.directory, "local"));
    const fixed = await run(stand.directory, ["drill", "--stack", "local", "--cleanup", "--json"]);
    expect([fixed.code, JSON.parse(fixed.out).failed]).toEqual([0, []]);
    expect([await left(), await cronsAreOff()]).toEqual([[], false]);
  },
);

it("jobs are of a kind that no worker knows, and carry nothing to do", async () => {
  await killed("worker/queue-age", "jobs");
  expect(await rows(`jobs?${ids}&select=kind,payload,workspace_id`)).toEqual([
    { kind: "TOCSIN_DRILL", payload: {}, workspace_id: null },
  ]);
  expect((await run(stand.directory, ["drill", "--stack", "local", "--cleanup"])).code).toBe(0);
  expect(await left()).toEqual([]);
});

it("crons that somebody has switched off stay off", async () => {
  const path = "/v1/projects/prj_cliplyweb/crons?teamId=team_acme";
  await stand.call("vercel", "PATCH", path, { enabled: false });
  await stand.drill(["publishing/schedules-late"]);
  expect([await left(), await cronsAreOff()]).toEqual([[], true]);
  await stand.call("vercel", "PATCH", path, { enabled: true });
  await stand.pass(600);
});

it("where the database refuses a row, points are sent, and what was changed before is put back", async () => {
  const body = { code: "23502", message: 'null value in column "owner_id" violates not-null constraint' };
  const match = { method: "POST", path: "/rest/v1/clips" };
  await stand.control("POST", "/faults", { vendor: "supabase", match, status: 400, body });
  const { level, evidence } = await stand.receipt("publishing/schedules-late");
  await stand.control("DELETE", "/faults");
  expect([level, evidence.how, evidence.complete]).toEqual(["recovered", "synthetic", true]);
  expect(evidence.notes.at(-1)).toMatch(
    /^Supabase refused to add rows to clips \(400\): .*owner_id.*was not exercised\.$/,
  );
  expect([await left(), await cronsAreOff()]).toEqual([[], false]);
});

import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { createSupabase } from "../../src/supabase/app.ts";
import { onlyDatabase, teamContext } from "../team.ts";

const context = teamContext();
const supabase = createSupabase(context);
const { key, token } = context.tokens.supabase;
afterAll(() => supabase.close?.());
beforeEach(() => {
  context.clock.shift(-context.clock.offsetMs);
});

async function rest(method: string, path: string, init: { body?: unknown; headers?: { [name: string]: string } } = {}) {
  const response = await supabase.app.request(`/rest/v1/${path}`, {
    method,
    headers: { apikey: key, authorization: `Bearer ${key}`, "content-type": "application/json", ...init.headers },
    ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
  });
  const text = await response.text();
  const body: unknown = text === "" ? null : JSON.parse(text);
  return { status: response.status, body, range: response.headers.get("content-range") };
}

async function manage(path: string, init: RequestInit = {}) {
  const response = await supabase.app.request(`/v1/projects/localref/${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
  });
  const body: unknown = await response.json();
  return { status: response.status, body };
}
const sql = (query: string, parameters: unknown[] = []) =>
  manage("database/query/read-only", { method: "POST", body: JSON.stringify({ query, parameters }) });

const counting = { prefer: "count=exact" };
const returning = { prefer: "return=representation" };
const job = (rest: object = {}) => ({ kind: "CLIP_RENDER", status: "running", ...rest });
const minutesAgo = (minutes: number) => new Date(context.now().getTime() - minutes * 60_000).toISOString();

describe("credentials", () => {
  test.each([
    ["no key", { apikey: "" }, 401, "Invalid API key"],
    ["a wrong key", { apikey: "sb_secret_wrong" }, 401, "Invalid API key"],
    ["a bearer token that is none", { authorization: "Bearer eyJhbGciOi" }, 401, "Expected 3 parts in JWT; got 1"],
    [
      "another schema",
      { "accept-profile": "auth" },
      406,
      "The schema must be one of the following: public, tocsin_probe",
    ],
  ])("%s is refused", async (_, headers, status, message) => {
    expect(await rest("GET", "jobs", { headers })).toMatchObject({ status, body: { message } });
  });

  test("a call without key and one without management token are refused", async () => {
    const bare = await supabase.app.request("/rest/v1/jobs");
    expect([bare.status, await bare.json()]).toMatchObject([401, { message: "No API key found in request" }]);
    const management = await supabase.app.request("/v1/projects/localref/health?services=db");
    expect([management.status, await management.json()]).toEqual([401, { message: "Unauthorized" }]);
  });
});

describe("tables over HTTP", () => {
  test("rows are written as comma-separated values where these are asked for", async () => {
    const headers = { apikey: key, authorization: `Bearer ${key}`, accept: "text/csv" };
    const path = "/rest/v1/jobs?select=kind,status&order=kind&limit=2";
    const answer = await supabase.app.request(path, { headers });
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const [names, ...rows] = (await answer.text()).split("\n");
    expect(names).toBe("kind,status");
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatch(/^[A-Z_]+,[a-z]+$/);
    const none = await supabase.app.request("/rest/v1/jobs?select=kind&kind=eq.NONE", { headers });
    expect(await none.text()).toBe("\n");
  });

  test("rows are counted, without and with a filter", async () => {
    expect(await rest("HEAD", "jobs?select=id", { headers: counting })).toEqual({
      status: 200,
      body: null,
      range: "0-59/60",
    });
    expect(await rest("HEAD", "jobs?select=id&kind=eq.TRANSCRIBE", { headers: counting })).toMatchObject({
      range: "0-11/12",
    });
    expect(await rest("HEAD", "jobs?kind=eq.NOPE", { headers: counting })).toMatchObject({ status: 200, range: "*/0" });
    expect(await rest("GET", "jobs?limit=2&offset=1&order=created_at.desc", { headers: counting })).toMatchObject({
      status: 206,
      range: "1-2/60",
    });
    expect(await rest("GET", "jobs?offset=60", { headers: counting })).toMatchObject({
      status: 416,
      body: { code: "PGRST103" },
    });
  });

  test.each([
    ["status=eq.running", 0],
    ["status=neq.done", 0],
    ["status=not.eq.running", 60],
    ["kind=in.(TRANSCRIBE,CLIP_RENDER)", 24],
    ['kind=in.("TRANSCRIBE")', 12],
    ["kind=in.()", 0],
    ["kind=like.PUBLISH*", 24],
    ["kind=ilike.publish_*", 24],
    ["last_error=is.null", 60],
    ["last_error=is.not_null", 0],
    ["attempts=gte.1&attempts=lt.2", 60],
    ["attempts=gt.1", 0],
    ["attempts=lte.0", 0],
    ["or=(kind.eq.TRANSCRIBE,and(kind.eq.CLIP_RENDER,status.eq.done))", 24],
    ["not.or=(kind.eq.TRANSCRIBE,kind.eq.CLIP_RENDER)", 36],
    ["payload->>schedule_id=is.null", 60],
  ])("%s finds %i jobs", async (filter, total) => {
    expect((await rest("HEAD", `jobs?${filter}`, { headers: counting })).range?.split("/")[1]).toBe(String(total));
  });

  test.each([
    ["an unknown table", "nope", 404, "PGRST205"],
    ["an unknown column", "jobs?select=nope", 400, "42703"],
    ["a filter on an unknown column", "jobs?nope=eq.1", 400, "42703"],
    ["an operator that is not emulated", "jobs?kind=fts.x", 400, "PGRST100"],
    ["no operator", "jobs?kind=TRANSCRIBE", 400, "PGRST100"],
    ["a list that is none", "jobs?kind=in.TRANSCRIBE", 400, "PGRST100"],
    ["a state that is none", "jobs?kind=is.empty", 400, "PGRST100"],
    ["an aggregate", "jobs?select=count()", 400, "PGRST100"],
    ["an embedded table", "jobs?select=id,workspaces(name)", 400, "PGRST100"],
    ["an order that is not understood", "jobs?order=kind.up", 400, "PGRST100"],
    ["a limit that is no number", "jobs?limit=all", 400, "PGRST100"],
    ["a value of another type", "jobs?id=eq.x", 400, "22P02"],
    ["SQL in the place of a name", 'jobs?select=id"from', 400, "PGRST100"],
  ])("%s is refused", async (_, path, status, code) => {
    expect(await rest("GET", path)).toMatchObject({ status, body: { code, message: expect.any(String) } });
  });

  test("columns are chosen, renamed and taken out of JSON", async () => {
    const { body } = await rest("POST", "jobs?select=kind,state:status,payload->>schedule_id", {
      body: job({ payload: { schedule_id: "s1" } }),
      headers: returning,
    });
    expect(body).toEqual([{ kind: "CLIP_RENDER", state: "running", schedule_id: "s1" }]);
    await rest("DELETE", "jobs?status=eq.running");
  });

  test("rows are inserted, changed and deleted, and only where the filter says", async () => {
    const many = await rest("POST", "jobs", {
      body: [job({ last_heartbeat: minutesAgo(10) }), job({ last_heartbeat: minutesAgo(1) })],
    });
    expect(many).toMatchObject({ status: 201, body: null });
    const stuck = `jobs?status=eq.running&last_heartbeat=lt.${minutesAgo(5)}`;
    expect(await rest("HEAD", stuck, { headers: counting })).toMatchObject({ range: "0-0/1" });
    expect(
      await rest("PATCH", stuck, {
        body: { status: "failed", last_error: 'it\'s "gone"; drop table jobs' },
        headers: returning,
      }),
    ).toMatchObject({
      status: 200,
      body: [{ status: "failed", last_error: 'it\'s "gone"; drop table jobs' }],
    });
    expect(await rest("DELETE", "jobs?status=in.(failed,running)", { headers: counting })).toMatchObject({
      status: 204,
      range: "*/2",
    });
    for (const method of ["PATCH", "DELETE"]) {
      expect(await rest(method, "jobs", { body: { status: "done" } })).toMatchObject({
        status: 400,
        body: { code: "21000" },
      });
    }
  });

  test.each([
    ["a column that is not there", { kind: "A", colour: "red" }, 400, "PGRST204"],
    ["a value that the table refuses", { kind: "A", status: "weird" }, 400, "23514"],
    ["a missing value", { status: "queued" }, 400, "23502"],
    ["a reference to nothing", { kind: "A", workspace_id: "00000000-0000-4000-8000-0000000000ff" }, 409, "23503"],
    ["rows of different form", [{ kind: "A" }, { status: "done" }], 400, "PGRST102"],
    ["something that is no row", "text", 400, "PGRST102"],
  ])("inserting %s is refused", async (_, body, status, code) => {
    expect(await rest("POST", "jobs", { body })).toMatchObject({ status, body: { code } });
  });

  test("a single row is asked for as an object", async () => {
    const headers = { accept: "application/vnd.pgrst.object+json" };
    expect(await rest("GET", "subscriptions?select=id,status", { headers })).toMatchObject({
      status: 200,
      body: { id: "sub_local", status: "active" },
    });
    expect(await rest("GET", "jobs", { headers })).toMatchObject({
      status: 406,
      body: { code: "PGRST116", details: "The result contains 60 rows" },
    });
  });

  test("a call by GET writes nothing, whatever the function does", async () => {
    const insert = "insert into public.idempotency_keys (key, user_id, expires_at) values ('rpc', 'u', now())";
    await onlyDatabase(supabase).database.migrate(
      `create function public.leave_key() returns void language sql volatile as $$ ${insert} $$`,
    );
    expect(await rest("GET", "rpc/leave_key")).toMatchObject({ status: 405, body: { code: "25006" } });
    expect(await rest("GET", "idempotency_keys?key=eq.rpc")).toMatchObject({ body: [] });
    await rest("POST", "rpc/leave_key", { body: {} });
    expect(await rest("GET", "idempotency_keys?select=key&key=eq.rpc")).toMatchObject({ body: [{ key: "rpc" }] });
    await rest("DELETE", "idempotency_keys?key=eq.rpc");
  });

  test("functions are called by POST and by GET", async () => {
    expect(await rest("POST", "rpc/count_jobs", { body: { wanted_status: "done" } })).toMatchObject({
      status: 200,
      body: 60,
    });
    expect(await rest("GET", "rpc/count_jobs?wanted_status=done&job_kind=TRANSCRIBE")).toMatchObject({ body: 12 });
    expect(await rest("POST", "rpc/queue_depth", { body: {} })).toMatchObject({ status: 200, body: [] });
    for (const [name, body] of [
      ["nope", {}],
      ["count_jobs", {}],
      ["count_jobs", { wanted_status: "done", more: 1 }],
    ] as const) {
      expect(await rest("POST", `rpc/${name}`, { body })).toMatchObject({ status: 404, body: { code: "PGRST202" } });
    }
  });
});

describe("the Management API", () => {
  test("SQL of the playbooks runs as it is written, with qualified names", async () => {
    const rates = await sql(`-- Failure rate by job type (last 24 hours)
      SELECT kind, COUNT(*) FILTER (WHERE status = 'failed') as failed_count, COUNT(*) as total_count,
        ROUND(100.0 * COUNT(*) FILTER (WHERE status = 'failed') / COUNT(*), 2) as failure_rate_pct
      FROM public.jobs WHERE created_at > NOW() - INTERVAL '24 hours' GROUP BY kind ORDER BY failed_count DESC`);
    expect(rates.status).toBe(201);
    expect(rates.body).toContainEqual({
      kind: "TRANSCRIBE",
      failed_count: 0,
      total_count: 12,
      failure_rate_pct: "0.00",
    });
    expect(await sql("select count(*) from public.jobs where kind = $1", ["TRANSCRIBE"])).toMatchObject({
      body: [{ count: 12 }],
    });
  });

  test("the database sees the emulated clock", async () => {
    context.clock.shift(2 * 86_400_000);
    const query = "select count(*) from public.jobs where created_at > now() - interval '24 hours'";
    expect((await sql(query)).body).toEqual([{ count: 0 }]);
  });

  test.each([
    ["a name without schema", "select * from jobs", "42P01"],
    ["a change", "delete from public.jobs", "25006"],
    ["a change behind WITH", "with gone as (delete from public.jobs returning 1) select * from gone", "25006"],
    ["a second statement", "select 1; drop table public.jobs", "42601"],
    ["a way out of the transaction", "commit", "25006"],
    ["a setting that allows changes", "select set_config('transaction_read_only', 'off', true)", "25001"],
    ["no SQL", "please", "25006"],
    ["broken SQL", "select from where", "42601"],
  ])("%s is refused", async (_, query, code) => {
    expect(await sql(query)).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining(`ERROR:  ${code}`) },
    });
    expect((await sql("select count(*) from public.jobs")).body).toEqual([{ count: 60 }]);
  });

  test("settings that a query makes do not outlive it", async () => {
    await sql("select set_config('default_transaction_read_only', 'on', false)");
    expect(await rest("PATCH", "jobs?kind=eq.NOPE", { body: { status: "done" } })).toMatchObject({ status: 204 });
  });

  test("health, backups, pool and disk are told, and change when the platform is in trouble", async () => {
    expect((await manage("health?services=db,pooler")).body).toEqual([
      { name: "db", status: "ACTIVE_HEALTHY", healthy: true },
      { name: "pooler", status: "ACTIVE_HEALTHY", healthy: true },
    ]);
    expect(await manage("health")).toMatchObject({ status: 400 });
    expect(await manage("health?services=mail")).toMatchObject({ status: 400 });
    onlyDatabase(supabase).platform.services.set("db", "UNHEALTHY");
    expect((await manage("health?services=db")).body).toMatchObject([{ healthy: false }]);

    const backups = Object((await manage("database/backups")).body).backups;
    expect(backups).toHaveLength(7);
    expect(context.now().getTime() - Date.parse(backups[0].inserted_at)).toBeLessThanOrEqual(86_400_000);
    expect((await manage("config/database/postgres")).body).toEqual({ max_connections: 60 });
    expect((await manage("config/database/pooler")).body).toMatchObject([
      { default_pool_size: 60, pool_mode: "transaction" },
    ]);
    expect((await manage("config/disk/util")).body).toMatchObject({ metrics: { fs_size_bytes: 8 * 2 ** 30 } });
    expect((await manage("config/nope")).status).toBe(404);
    expect((await manage("database/query/read-only", { method: "POST", body: "{" })).status).toBe(400);
  });

  test("another project is not found", async () => {
    const answer = await supabase.app.request("/v1/projects/zzzzzzzzzzzzzzzzzzzz/health?services=db", {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(404);
  });
});

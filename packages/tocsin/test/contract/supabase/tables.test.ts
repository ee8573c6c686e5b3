import { PostgrestClient } from "@supabase/postgrest-js";
import { expect, test } from "vitest";
import { emulators } from "../support/vendors.ts";

const section = emulators();

function database(key = section("supabase").key): PostgrestClient {
  return new PostgrestClient(`${section("supabase").url}/rest/v1`, {
    headers: { apikey: key, authorization: `Bearer ${key}` },
  });
}

test("rows are selected, filtered, ordered, paged and counted", async () => {
  const done = await database()
    .from("jobs")
    .select("id,kind,status,attempts", { count: "exact" })
    .eq("status", "done")
    .in("kind", ["PUBLISH_YOUTUBE", "PUBLISH_TIKTOK"])
    .gte("attempts", 1)
    .not("worker_id", "is", null)
    .order("kind")
    .order("created_at", { ascending: false })
    .range(0, 4);
  expect(done.error).toBeNull();
  expect(done.count).toBe(24);
  expect(done.data).toHaveLength(5);
  expect(done.data?.every(({ kind }) => kind === "PUBLISH_TIKTOK")).toBe(true);

  const counted = await database()
    .from("jobs")
    .select("*", { count: "exact", head: true })
    .or("status.eq.failed,status.eq.queued");
  expect(counted).toMatchObject({ error: null, data: null, count: 0 });
  const named = await database().from("workspaces").select("name").ilike("name", "acme%").maybeSingle();
  expect(named.data).toEqual({ name: "Acme Studio" });
});

test("rows are inserted, changed and deleted, alone and many at once", async () => {
  const job = { kind: "TRANSCRIBE", status: "queued", payload: { clip: 1 } };
  const one = await database().from("jobs").insert(job).select().single();
  expect(one).toMatchObject({ error: null, status: 201, data: { ...job, attempts: 0 } });
  const two = [job, { ...job, kind: "CLIP_RENDER" }];
  const many = await database().from("jobs").insert(two, { count: "exact" });
  expect(many).toMatchObject({ error: null, data: null, count: 2 });
  // A column that only some rows name is null in the others.
  const uneven = await database()
    .from("jobs")
    .insert([job, { kind: "CLIP_RENDER" }]);
  expect(uneven).toMatchObject({ status: 400, error: { code: "23502" } });

  const failed = await database()
    .from("jobs")
    .update({ status: "failed", last_error: "no such video" })
    .eq("status", "queued")
    .select("status,last_error");
  expect(failed.data).toEqual(Array(3).fill({ status: "failed", last_error: "no such video" }));
  const gone = await database().from("jobs").delete({ count: "exact" }).eq("status", "failed");
  expect(gone).toMatchObject({ error: null, status: 204, count: 3 });
});

test("functions are called with and without arguments", async () => {
  await database()
    .from("jobs")
    .insert({ kind: "TRANSCRIBE", run_after: new Date(Date.now() - 60_000).toISOString() });
  expect((await database().rpc("queue_depth")).data).toEqual([{ kind: "TRANSCRIBE", queued_count: 1 }]);
  const args = { wanted_status: "done", job_kind: "TRANSCRIBE" };
  expect((await database().rpc("count_jobs", args)).data).toBe(12);
  expect((await database().rpc("count_jobs", args, { get: true })).data).toBe(12);
});

test.each([
  ["a table that there is not", (db: PostgrestClient) => db.from("nothing").select(), 404, "PGRST205"],
  ["a column that there is not", (db: PostgrestClient) => db.from("jobs").select("colour"), 400, "42703"],
  ["a function that there is not", (db: PostgrestClient) => db.rpc("nothing"), 404, "PGRST202"],
  [
    "a value that a check forbids",
    (db: PostgrestClient) => db.from("jobs").insert({ kind: "X", status: "odd" }),
    400,
    "23514",
  ],
  [
    "a key that is taken",
    (db: PostgrestClient) =>
      db.from("idempotency_keys").insert({ key: "key-2", user_id: "a", expires_at: "2030-01-01" }),
    409,
    "23505",
  ],
  ["one row where there are many", (db: PostgrestClient) => db.from("jobs").select().single(), 406, "PGRST116"],
  ["a change of a whole table", (db: PostgrestClient) => db.from("jobs").update({ status: "done" }), 400, "21000"],
])("%s comes back as the client's typed error", async (_name, ask, status, code) => {
  const answer = await ask(database());
  expect(answer).toMatchObject({ status, data: null, error: { code, message: expect.any(String) } });
});

test("a wrong key opens nothing", async () => {
  const answer = await database("sb_secret_wrong").from("jobs").select();
  expect(answer).toMatchObject({ status: 401, data: null, error: { message: "Invalid API key" } });
});

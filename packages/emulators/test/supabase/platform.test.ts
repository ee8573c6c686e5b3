import { afterAll, afterEach, expect, test } from "vitest";
import { createSupabase } from "../../src/supabase/app.ts";
import { onlyDatabase, teamContext } from "../team.ts";

const context = teamContext();
const supabase = createSupabase(context);
const { control } = supabase;
if (control === undefined) throw new Error("the emulated Supabase has no control");

async function steer(method: string, body?: unknown) {
  const response = await control?.request("/", {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response?.status, body: Object(await response?.json()) };
}
async function manage(path: string, init: RequestInit = {}) {
  const headers = { authorization: `Bearer ${context.tokens.supabase.token}`, "content-type": "application/json" };
  const response = await supabase.app.request(`/v1/projects/${onlyDatabase(supabase).platform.ref}/${path}`, {
    ...init,
    headers,
  });
  return Object(await response.json());
}

afterEach(() => steer("DELETE"));
afterAll(() => supabase.close?.());

const healthy = {
  poolSize: 60,
  failedBackups: 0,
  sessions: 0,
  services: expect.objectContaining({ db: "ACTIVE_HEALTHY" }),
};

test("a service that is unwell, a smaller pool and failed backups are what the Management API tells", async () => {
  expect((await steer("GET")).body).toEqual(healthy);
  await steer("PATCH", { services: { storage: "UNHEALTHY" }, poolSize: 15 });
  expect((await steer("PATCH", { failedBackups: 2 })).body).toMatchObject({ poolSize: 15, failedBackups: 2 });
  expect(await manage("health?services=db,storage")).toEqual([
    { name: "db", status: "ACTIVE_HEALTHY", healthy: true },
    { name: "storage", status: "UNHEALTHY", healthy: false },
  ]);
  expect((await manage("config/database/pooler"))[0]).toMatchObject({ default_pool_size: 15 });
  const { backups } = await manage("database/backups");
  expect(backups.map(({ status }: { status: string }) => status).slice(0, 3)).toEqual([
    "FAILED",
    "FAILED",
    "COMPLETED",
  ]);
  expect((await steer("DELETE")).body).toEqual(healthy);
  expect((await manage("health?services=storage"))[0].healthy).toBe(true);
});

test("sessions are shown by the server's own view, in every way of asking", async () => {
  const query = "select count(*) from pg_catalog.pg_stat_activity where datid is not null";
  const count = async () =>
    (await manage("database/query/read-only", { method: "POST", body: JSON.stringify({ query }) }))[0].count;
  const alone = await count();
  await steer("PATCH", { sessions: 40 });
  expect(await count()).toBe(alone + 40);
  const details =
    "select usename, state, datname = current_database() as here from pg_stat_activity where pid > 100000 limit 1";
  expect(
    await manage("database/query/read-only", { method: "POST", body: JSON.stringify({ query: details }) }),
  ).toEqual([{ usename: "authenticator", state: "idle", here: true }]);
  await steer("PATCH", { sessions: 0 });
  expect(await count()).toBe(alone);
});

test.each([
  [{ services: { mail: "UNHEALTHY" } }],
  [{ services: { db: "SICK" } }],
  [{ failedBackups: 8 }],
  [{ sessions: -1 }],
  [{ disk: 1 }],
  ["none"],
])("%j is refused and changes nothing", async (body) => {
  expect((await steer("PATCH", body)).status).toBe(400);
  expect((await steer("GET")).body).toEqual(healthy);
});

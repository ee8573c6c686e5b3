import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectMigration, projectStatements } from "../../../../emulators/test/team.ts";
import { printed } from "../../support/printed.ts";
import { typed } from "../../support/typed.ts";
import { startWorld } from "./world.ts";

const root = join(import.meta.dirname, "../../../../..");
let world: Awaited<ReturnType<typeof startWorld>>;
let dir: string;
beforeAll(async () => {
  world = await startWorld();
  dir = await mkdtemp(join(tmpdir(), "tocsin-probe-"));
  const { datadog, supabase, stripe, vercel, app } = world.context.tokens;
  const { environment: at } = world;
  const vendors = {
    datadog: { url: at.DD_HOST, ...datadog },
    supabase: { url: at.SUPABASE_URL, managementUrl: at.SUPABASE_URL, ref: at.SUPABASE_PROJECT_REF, ...supabase },
    stripe: { url: at.STRIPE_API_BASE, ...stripe },
    vercel: { url: at.VERCEL_BASE_URL, team: "team_acme", ...vercel },
    app,
  };
  await writeFile(join(dir, "vendors.json"), JSON.stringify(vendors));
});
afterAll(async () => {
  await world.close();
  await rm(dir, { recursive: true, force: true });
});

async function tocsin(args: string[], env: Record<string, string> = {}) {
  const all = { PATH: process.env.PATH, HOME: dir, TOCSIN_LOCAL_DIR: dir, ...env };
  const child = spawn(process.execPath, [...typed, "probe", ...args], {
    cwd: root,
    env: all,
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const [code] = await once(child, "close");
  return { code: Number(code), stdout, stderr };
}

test("one run of the local stack, which never uses credentials of the user's own", async () => {
  const own = { DD_API_KEY: "mine", STRIPE_API_KEY: "mine", SUPABASE_PUBLISHABLE_KEY: "mine" };
  const { code, stdout, stderr } = await tocsin(["--once", "--stack", "local", "--json"], own);
  expect([code, stderr]).toEqual([0, ""]);
  const report = printed("probe", stdout);
  expect(report).toMatchObject({ stack: "local", result: "complete", datadog: { heartbeat: true } });
  for (const token of Object.values(world.context.tokens.supabase)) expect(stdout).not.toContain(token);
});

test("a part that fails is told, and is exit code 1; Datadog refusing all is 3", async () => {
  world.context.faults.add({ vendor: "stripe", match: {}, drop: true });
  const partial = await tocsin(["--once", "--stack", "local"]);
  expect([partial.code, partial.stdout]).toEqual([1, expect.stringContaining("unreachable: Stripe:")]);
  world.context.faults.add({ vendor: "datadog", match: {}, status: 403, body: { errors: ["Forbidden"] } });
  const silent = await tocsin(["--once", "--stack", "local"]);
  expect([silent.code, silent.stdout]).toEqual([3, expect.stringContaining("not even its heartbeat")]);
  world.context.faults.clear();
});

test.each([
  ["not once", ["--stack", "local"], {}, "--once --stack NAME"],
  ["a stack that there is not", ["--once", "--stack", "nowhere"], {}, 'There is no stack "nowhere"'],
  [
    "a local stack that does not run",
    ["--once", "--stack", "local"],
    { TOCSIN_LOCAL_DIR: "/nowhere" },
    "tocsin local up",
  ],
  ["a token of no secret", ["token"], {}, "Name the environment variable that holds the project's JWT secret"],
  ["a secret that is not set", ["token", "--secret-env", "NOT_SET"], {}, "NOT_SET is not set"],
  ["a lifetime that is none", ["token", "--secret-env", "S", "--expires", "soon"], { S: "s" }, "--expires soon"],
])("%s is wrong use", async (_, args, env, message) => {
  const { code, stdout, stderr } = await tocsin(args, env);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(message);
});

test("a token opens the role", async () => {
  const { jwtSecret } = world.context.tokens.supabase;
  const made = await tocsin(["token", "--secret-env", "JWT_SECRET", "--expires", "1h"], { JWT_SECRET: jwtSecret });
  expect([made.code, made.stderr]).toEqual([0, expect.stringContaining("TOCSIN_SECRET_PROBE_TOKEN")]);
  const report = await world.run(world.reaching({ database: { ...world.access(), token: made.stdout.trim() } }));
  expect(report.parts.flatMap(({ failures }) => failures)).toEqual([]);
});

test("the migration is printed, with a function for each of the project's statements", async () => {
  const { stdout } = await tocsin(["sql"]);
  expect(stdout).toBe(projectMigration);
  expect(stdout.match(/^create function tocsin_probe\.\w+\(\)/gm)).toHaveLength(projectStatements.length + 2);
  expect((await tocsin(["sql", "--uninstall"])).stdout).toContain("drop role if exists tocsin_probe");
});

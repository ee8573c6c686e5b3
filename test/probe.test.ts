/** The probe's functions in the database, called as the probe calls them, on the emulated project of the local stack. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient, type SupabaseClientOptions } from "@supabase/supabase-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { z } from "zod";

const root = join(import.meta.dirname, "..");
const tocsin = (args: readonly string[], env: Record<string, string> = {}) =>
  execFileSync("npx", ["tocsin", ...args], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
const vendors = z.object({
  supabase: z.object({ url: z.string(), publishableKey: z.string(), jwtSecret: z.string() }),
});

let directory: string;
let emulators: ChildProcess;
let database: z.infer<typeof vendors>["supabase"];
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "cliply-probe-"));
  const schema = readFileSync(join(root, "test/local/schema.sql"), "utf8");
  const accounts = join(directory, "accounts.json");
  const databases = { "cliply-database": { ref: "localref", schema, migration: tocsin(["probe", "sql"]) } };
  writeFileSync(accounts, JSON.stringify({ databases }));
  const program = createRequire(import.meta.url).resolve("tocsin-emulators/main");
  emulators = spawn(process.execPath, [program, "--dir", directory, "--accounts", accounts], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((listen, fail) => {
    emulators.stdout?.on("data", (text) => String(text).includes("listen") && listen());
    emulators.once("exit", (code) => fail(new Error(`the emulators ended with ${code}`)));
  });
  database = vendors.parse(JSON.parse(readFileSync(join(directory, "vendors.json"), "utf8"))).supabase;
});
afterAll(() => {
  emulators?.kill();
  rmSync(directory, { recursive: true, force: true });
});

type Transport = NonNullable<NonNullable<SupabaseClientOptions<"public">["realtime"]>["transport"]>;
/** The client wants a WebSocket at hand though nothing here uses one; Node has its own from version 22 on. */
const transport = z.custom<Transport>((value) => typeof value === "function").parse(WebSocket);

const client = (token: string) =>
  createClient(database.url, database.publishableKey, {
    accessToken: async () => token,
    realtime: { transport },
  });

test("its token opens its functions and no table", async () => {
  const token = tocsin(["probe", "token", "--secret-env", "JWT_SECRET"], { JWT_SECRET: database.jwtSecret }).trim();
  const probe = client(token);
  const rows = z.array(z.object({ kind: z.string(), value: z.number() }));
  const queue = await probe.schema("tocsin_probe").rpc("jobs_queued", {}, { get: true });
  expect(queue.error).toBeNull();
  expect(() => rows.parse(queue.data)).not.toThrow();
  const jobs = await probe.from("jobs").select("id");
  expect(jobs.error?.code).toBe("42501");
});

test("a token of another secret opens nothing", async () => {
  const token = tocsin(["probe", "token", "--secret-env", "JWT_SECRET"], {
    JWT_SECRET: "another secret of 32 letters and more",
  });
  const { error } = await client(token.trim()).schema("tocsin_probe").rpc("jobs_queued", {}, { get: true });
  expect(error).not.toBeNull();
});

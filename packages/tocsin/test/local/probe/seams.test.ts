import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { deployedFiles } from "../../../../probe/src/deployment.ts";
import { probeShape } from "../../../src/cli/commands/probe.ts";
import { printed } from "../../support/printed.ts";
import { typed } from "../../support/typed.ts";
import { databaseParts, startWorld } from "./world.ts";

/** What fails, as whoever runs the command and as the cron that calls the deployed function get told. */
const root = join(import.meta.dirname, "../../../../..");
const secret = "a secret that only the cron knows";
const handler = z.object({
  GET: z.custom<(request: Request, env: Record<string, string>) => Promise<Response>>(
    (value) => typeof value === "function",
  ),
});
const answerShape = z.object({
  result: z.string(),
  failed: z.array(z.object({ part: z.string(), failures: z.array(z.object({ reason: z.string() })) })),
  datadog: z.object({ taken: z.number(), failures: z.array(z.object({ reason: z.string() })), heartbeat: z.boolean() }),
});

let world: Awaited<ReturnType<typeof startWorld>>;
let dir: string;
let deployed: z.infer<typeof handler>;
beforeAll(async () => {
  world = await startWorld();
  dir = await mkdtemp(join(tmpdir(), "tocsin-seams-"));
  const [bundle] = await deployedFiles();
  await writeFile(join(dir, "probe.mjs"), bundle?.content ?? "");
  deployed = handler.parse(await import(pathToFileURL(join(dir, "probe.mjs")).href));
});
afterAll(async () => {
  await world.close();
  await rm(dir, { recursive: true, force: true });
});

/** What one run told: the parts that failed with their reasons, what Datadog took, and how the run counted. */
interface Told {
  result: string;
  failed: Record<string, string>;
  sending: string[];
  taken: number;
  heartbeat: boolean;
}

const toldBy = ({
  result,
  parts,
  datadog,
}: Pick<z.infer<typeof probeShape>, "result" | "datadog"> & {
  parts: { part: string; failures: { reason: string }[] }[];
}): Told => ({
  result,
  failed: Object.fromEntries(
    parts.flatMap(({ part, failures: [first] }) => (first === undefined ? [] : [[part, first.reason]])),
  ),
  sending: datadog.failures.map(({ reason }) => reason),
  taken: datadog.taken,
  heartbeat: datadog.heartbeat,
});

async function command(change: Record<string, string>): Promise<{ code: number; told: Told }> {
  const at = { ...world.environment, ...change };
  const { tokens } = world.context;
  const vendors = {
    datadog: { url: at.DD_HOST, ...tokens.datadog },
    supabase: {
      ...tokens.supabase,
      url: at.SUPABASE_URL,
      managementUrl: at.SUPABASE_URL,
      ref: at.SUPABASE_PROJECT_REF,
      publishableKey: at.SUPABASE_PUBLISHABLE_KEY,
    },
    stripe: { url: at.STRIPE_API_BASE, ...tokens.stripe },
    vercel: { url: at.VERCEL_BASE_URL, team: "team_acme", ...tokens.vercel },
    app: tokens.app,
  };
  await writeFile(join(dir, "vendors.json"), JSON.stringify(vendors));
  const args = [...typed, "probe", "--once", "--stack", "local", "--json"];
  const env = { PATH: process.env.PATH, HOME: dir, TOCSIN_LOCAL_DIR: dir };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] });
  let out = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  const [code] = await once(child, "close");
  return { code: Number(code), told: toldBy(printed("probe", out)) };
}

async function cron(change: Record<string, string>): Promise<{ status: number; told: Told }> {
  const headers = { authorization: `Bearer ${secret}` };
  const request = new Request("https://probe.example.com/api/probe", { headers });
  const answer = await deployed.GET(request, { ...world.environment, ...change, CRON_SECRET: secret });
  const { result, failed, datadog } = answerShape.parse(await answer.json());
  return {
    status: answer.status,
    told: toldBy({
      ...probeShape.pick({ result: true }).parse({ result }),
      parts: failed,
      datadog: { ...datadog, failures: datadog.failures.map((one) => ({ message: "", ...one })) },
    }),
  };
}

const all = (parts: string[], reason: string) => Object.fromEntries(parts.map((part) => [part, reason]));
const limited = { status: 429, headers: { "x-ratelimit-reset": "0" }, body: { errors: ["Rate limit"] } };

interface Case {
  what: string;
  /** Brings it about, for one run. */
  begin: () => Promise<void> | void;
  change?: Record<string, string>;
  failed: Record<string, string>;
  sending?: string[];
}

/** In this order: the last ones take the database apart. */
const cases: Case[] = [
  { what: "nothing fails", begin: () => {}, failed: {} },
  {
    what: "Stripe is down",
    begin: () => world.context.faults.add({ vendor: "stripe", match: {}, drop: true }),
    failed: all(["stripe-delivery", "stripe-billing", "stripe-endpoints"], "unreachable"),
  },
  {
    what: "Datadog limits the rate of one call for good",
    begin: () =>
      world.context.faults.add({ vendor: "datadog", match: { path: "/api/v2/series" }, ...limited, times: 3 }),
    failed: {},
    sending: ["rate-limited"],
  },
  {
    what: "the database ends a query that takes too long",
    begin: () =>
      world.context.faults.add({
        vendor: "supabase",
        match: { path: "/rest/v1/rpc/jobs_failure_rate$" },
        status: 500,
        body: { code: "57014", message: "canceling statement due to statement timeout", details: null, hint: null },
      }),
    failed: { "sql-jobs-failure-rate": "timeout" },
  },
  {
    what: "the key is another project's",
    begin: () => {},
    change: { SUPABASE_PUBLISHABLE_KEY: "sb_publishable_other" },
    failed: all(databaseParts, "wrong-key"),
  },
  {
    what: "a right was taken away",
    begin: () => world.sql("revoke execute on function tocsin_probe.photos_orphaned() from tocsin_probe"),
    failed: { "sql-photos-orphaned": "missing-right" },
  },
  {
    what: "the database is empty",
    begin: () =>
      world.sql(`grant execute on function tocsin_probe.photos_orphaned() to tocsin_probe;
        truncate public.workspaces, public.profile_photos cascade; delete from public.jobs where true`),
    failed: {},
  },
  {
    what: "tables are missing",
    begin: () => world.sql("drop table if exists public.profile_photos; drop table if exists public.schedules cascade"),
    failed: all(
      [
        "sql-photos-stuck-ratio",
        "sql-photos-orphaned",
        "sql-schedules-overdue",
        "sql-schedules-overdue-oldest",
        "sql-schedules-without-job",
      ],
      "missing-table",
    ),
  },
];

describe.each(cases)("$what", ({ begin, change = {}, failed, sending = [] }) => {
  const isWhole = Object.keys(failed).length + sending.length === 0;
  const expected = { result: isWhole ? "complete" : "partial", failed, sending, heartbeat: true };

  test("the command names it, sends the rest, and its exit code tells", async () => {
    await begin();
    const { code, told } = await command(change);
    world.context.faults.clear();
    expect(told).toEqual({ ...expected, taken: expect.any(Number) });
    expect(told.taken).toBeGreaterThan(20);
    expect(code).toBe(isWhole ? 0 : 1);
  });

  test("the deployed function says the same to its cron, and answers 200", async () => {
    if (Object.keys(failed).length + sending.length > 0) await begin();
    const { status, told } = await cron(change);
    world.context.faults.clear();
    expect([status, told]).toEqual([200, { ...expected, taken: expect.any(Number) }]);
    expect(told.taken).toBeGreaterThan(20);
  });
});

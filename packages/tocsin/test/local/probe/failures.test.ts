import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { resultOf } from "../../../../probe/src/run.ts";
import { mintToken } from "../../../../probe/src/token.ts";
import { databaseParts, failed, startWorld } from "./world.ts";

const all = (parts: string[], reason: string) => Object.fromEntries(parts.map((part) => [part, [reason]]));

let world: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.context.faults.clear());
afterAll(async () => await world.close());

/** What a run must be in which only these parts failed: the rest was sent, and the heartbeat tells of it. */
async function expectOnly(report: Awaited<ReturnType<typeof world.run>>, expected: Record<string, string[]>) {
  expect(failed(report)).toEqual(expected);
  expect(resultOf(report)).toBe("partial");
  expect(report.datadog).toEqual({ taken: report.metrics.length, failures: [], heartbeat: true });
  const told = report.parts.filter(({ part }) => expected[part] === undefined);
  expect(told.every(({ metrics }) => metrics > 0)).toBe(true);
  expect(await world.graphed(report, "tocsin.probe.parts.failed")).toBe(Object.keys(expected).length);
  expect(await world.graphed(report, "tocsin.probe.heartbeat", "result:partial")).toBeGreaterThan(0);
  for (const [part, [reason]] of Object.entries(expected)) {
    const error = await world.graphed(report, "tocsin.probe.part.error", `part:${part}`, `reason:${reason}`);
    expect([part, error]).toEqual([part, 1]);
  }
}

test("Stripe is down", async () => {
  world.context.faults.add({ vendor: "stripe", match: {}, drop: true });
  const parts = ["stripe-delivery", "stripe-billing", "stripe-endpoints"];
  await expectOnly(await world.run(), all(parts, "unreachable"));
});

test("one call of Stripe is limited", async () => {
  const body = { error: { message: "Too many requests", type: "invalid_request_error", code: "rate_limit" } };
  world.context.faults.add({ vendor: "stripe", match: { path: "/v1/webhook_endpoints" }, status: 429, body });
  await expectOnly(await world.run(), { "stripe-endpoints": ["rate-limited"] });
});

test("one query hangs", async () => {
  world.context.faults.add({ vendor: "supabase", match: { path: "/rest/v1/rpc/jobs_queued$" }, delayMs: 20_000 });
  await expectOnly(await world.run({ timeoutMs: 6_000 }), { "sql-jobs-queued": ["timeout"] });
});

test("the database ends a query that takes too long", async () => {
  const body = { code: "57014", message: "canceling statement due to statement timeout", details: null, hint: null };
  world.context.faults.add({ vendor: "supabase", match: { path: "/rest/v1/rpc/photos_orphaned" }, status: 500, body });
  await expectOnly(await world.run(), { "sql-photos-orphaned": ["timeout"] });
});

test.each([
  ["a publishable key of another project", { publishableKey: "sb_publishable_other" }],
  ["a token signed with another secret", { token: mintToken("another secret", new Date(), 3600) }],
  ["a token that is none", { token: "not.a.token" }],
])("%s", async (_, wrong) => {
  const access = world.access();
  await expectOnly(
    await world.run(world.reaching({ database: { ...access, ...wrong } })),
    all(databaseParts, "wrong-key"),
  );
});

test("a token whose time is over, and one for a role that there is not", async () => {
  const access = world.access();
  const { jwtSecret } = world.context.tokens.supabase;
  const over = mintToken(jwtSecret, new Date(Date.now() - 7_200_000), 3600);
  const report = await world.run(world.reaching({ database: { ...access, token: over } }));
  await expectOnly(report, all(databaseParts, "wrong-key"));
  expect(report.parts[0]?.failures[0]?.message).toContain("JWT expired");
  const stranger = mintToken(jwtSecret, new Date(), 3600, "nobody_here");
  await expectOnly(
    await world.run(world.reaching({ database: { ...access, token: stranger } })),
    all(databaseParts, "missing-role"),
  );
});

test("wrong keys of the vendors", async () => {
  const { databases, stripe, vercel } = world.settings();
  const management = databases[0]?.management ?? null;
  if (management === null || stripe === null || vercel === null) throw new Error("a vendor is not configured");
  const report = await world.run({
    ...world.reaching({ management: { ...management, token: "sbp_wrong" } }),
    stripe: { ...stripe, apiKey: "sk_test_wrong" },
    vercel: { ...vercel, token: "wrong" },
  });
  const outside = ["backups", "services", "disk", "pool", "stripe-delivery", "stripe-billing", "stripe-endpoints"];
  const twice = ["wrong-key", "wrong-key"];
  expect(failed(report)).toEqual({ ...all(outside, "wrong-key"), "vercel-crons": twice, "vercel-deployments": twice });
  expect(JSON.stringify(report)).not.toMatch(/sbp_wrong|sk_test_wrong/);
  expect(report.datadog.heartbeat).toBe(true);
});

test("nothing but Datadog is set up", async () => {
  const report = await world.run({
    ...world.reaching({ database: null, management: null }),
    stripe: null,
    vercel: null,
  });
  expect(Object.values(failed(report)).flat()).toEqual(Array(databaseParts.length + 9).fill("not-configured"));
  expect([resultOf(report), report.datadog]).toEqual(["partial", { taken: 0, failures: [], heartbeat: true }]);
});

test("one Vercel project is gone: the other is told", async () => {
  const { vercel } = world.settings();
  if (vercel === null) throw new Error("Vercel is not configured");
  const projects = new Map([...vercel.projects, ["gone", "prj_gone"]]);
  const report = await world.run({ vercel: { ...vercel, projects } });
  expect(failed(report)).toMatchObject({ "vercel-crons": ["not-found"] });
  expect(report.parts.find(({ part }) => part === "vercel-crons")?.metrics).toBe(4);
});

test("an answer of another shape", async () => {
  world.context.faults.add({ vendor: "supabase", match: { path: "/database/backups$" }, status: 200, body: [] });
  world.context.faults.add({ vendor: "supabase", match: { path: "/config/disk/util$" }, status: 200, body: "<html>" });
  await expectOnly(await world.run(), { backups: ["wrong-answer"], disk: ["wrong-answer"] });
});

test("Datadog limits the rate for a moment: all arrives", async () => {
  const limited = { status: 429, headers: { "x-ratelimit-reset": "0" }, body: { errors: ["Rate limit"] } };
  world.context.faults.add({ vendor: "datadog", match: { path: "/api/v2/series" }, ...limited, times: 2 });
  const report = await world.run();
  expect([resultOf(report), report.datadog.taken]).toEqual(["complete", report.metrics.length]);
});

test("Datadog refuses one call for good: the next are taken, and the heartbeat says so", async () => {
  const limited = { status: 429, headers: { "x-ratelimit-reset": "0" }, body: { errors: ["Rate limit"] } };
  world.context.faults.add({ vendor: "datadog", match: { path: "/api/v2/series" }, ...limited, times: 3 });
  const report = await world.run();
  expect([resultOf(report), report.datadog]).toMatchObject([
    "partial",
    { taken: report.metrics.length - 100, failures: [{ reason: "rate-limited" }], heartbeat: true },
  ]);
  expect(await world.graphed(report, "tocsin.probe.part.error", "part:datadog", "reason:rate-limited")).toBe(1);
});

test("Datadog takes nothing at all", async () => {
  const report = await world.run({ datadog: { ...world.settings().datadog, apiKey: "0".repeat(32) } });
  expect(resultOf(report)).toBe("silent");
  expect(report.datadog.failures[0]).toMatchObject({ reason: "wrong-key" });
});

// From here on the database is taken apart.

test("a right was taken away", async () => {
  await world.sql("revoke execute on function tocsin_probe.photos_orphaned() from tocsin_probe");
  await expectOnly(await world.run(), { "sql-photos-orphaned": ["missing-right"] });
  await world.sql("revoke tocsin_probe from authenticator");
  await expectOnly(await world.run(), all(databaseParts, "missing-right"));
  await world.sql(
    "grant execute on function tocsin_probe.photos_orphaned() to tocsin_probe; grant tocsin_probe to authenticator",
  );
});

test("the schema is not exposed", async () => {
  world.project.platform.exposedSchemas = ["public"];
  await expectOnly(await world.run(), all(databaseParts, "schema-not-exposed"));
  world.project.platform.exposedSchemas.push("tocsin_probe");
});

test("an empty database has nothing wrong with it", async () => {
  await world.sql("truncate public.workspaces, public.profile_photos cascade; delete from public.jobs where true");
  const report = await world.run();
  expect([failed(report), resultOf(report)]).toEqual([{}, "complete"]);
});

test("tables are missing: each statement that reads one says so, sizes of the others are told", async () => {
  await world.sql("drop table public.profile_photos; drop table public.clips cascade");
  const report = await world.run();
  await expectOnly(report, {
    "sql-photos-orphaned": ["missing-table"],
    "sql-photos-stuck-ratio": ["missing-table"],
  });
  expect(report.parts.find(({ part }) => part === "table-sizes")?.metrics).toBeGreaterThan(8);
});

test("the migration was never run", async () => {
  await world.sql("drop schema tocsin_probe cascade");
  await expectOnly(await world.run(), all(databaseParts, "missing-function"));
});

import { describe, expect, it } from "vitest";
import { type SqlProbe, sqlProbeSchema } from "../../src/model/sql-probe.ts";
import type { StackConfig } from "../../src/model/stack.ts";
import { compile } from "../../src/vendors/compile.ts";
import { definition, everybody, stack } from "../support/definitions.ts";

const probe = {
  project: "tocsin-probe-staging",
  datadogSite: "datadoghq.eu",
  reads: ["shop"],
  redirected: [],
};
const crons = definition({
  id: "probe/crons",
  service: "tocsin-probe",
  signal: { kind: "crons", service: "tocsin-probe", crons: [{ path: "/api/probe", schedule: "* * * * *" }] },
  condition: { kind: "declared" },
});
const files = [
  { file: "api/probe.mjs", sha: "a".repeat(40), size: 10 },
  { file: "vercel.json", sha: "b".repeat(40), size: 20 },
];
const databaseOf = (ref: string) => ({
  projectRef: ref,
  connectionPool: 60,
  probe: { url: `https://${ref}.supabase.co`, publishableKey: `sb_publishable_${ref}` },
});
const supabase = { "shop-database": databaseOf("ref") };
const sqlProbes: SqlProbe[] = [
  sqlProbeSchema.parse({
    id: "unpaid-orders",
    service: "shop-database",
    sql: "select plan, count(*) from public.orders group by 1",
    metric: "shop.orders.unpaid",
    unit: "orders",
    tags: ["plan"],
  }),
];
const compiled = (changed: object = {}, deployed = files, databases: StackConfig["supabase"] = supabase) =>
  compile([crons], [everybody], { ...stack, supabase: databases, probe: { ...probe, ...changed } }, deployed, {
    dashboards: [],
    objectives: [],
    sqlProbes,
  });
const one = (kind: string, resources = compiled()) => {
  const [first, ...more] = resources.filter((resource) => resource.kind === kind);
  if (first === undefined || more.length > 0) throw new Error(`not one ${kind}`);
  return first;
};

const variableOf = (key: string) => compiled().find(({ body }) => body.key === key)?.body.value;

describe("the probe's deployment", () => {
  it("is a project, its variables, its deployment and its cron switch", () => {
    const own = compiled().filter(({ vendor }) => vendor === "vercel");
    const kinds = own.map(({ kind }) => kind);
    expect([...new Set(kinds)]).toEqual(["project", "environment-variable", "deployment", "project-crons"]);
    expect(one("project").body).toEqual({ name: "tocsin-probe-staging", framework: null });
  });

  it("sends the files by their hashes, to production", () => {
    expect(one("deployment").body).toMatchObject({ target: "production", files, meta: { tocsinId: "probe/crons" } });
  });

  it("differs when a file does, and not with their order", () => {
    const digest = (deployed: typeof files) => one("deployment", compiled({}, deployed)).body.meta;
    expect(digest(files.toReversed())).toEqual(digest(files));
    expect(digest(files.map((file) => ({ ...file, sha: "c".repeat(40) })))).not.toEqual(digest(files));
  });

  it("asks for a version of every variable, so that it is made anew with each", () => {
    const keys = compiled().flatMap(({ kind, body }) => (kind === "environment-variable" ? [body.key] : []));
    const versions = one("deployment").refs.filter(({ property }) => property === "version");
    expect(keys.length).toBeGreaterThan(10);
    expect(versions.map(({ path }) => path)).toEqual(keys.map((key) => `meta.${key}`));
  });

  it("holds credentials as secrets of the run, and nothing else as one", () => {
    const variables = new Map(
      compiled().flatMap(({ kind, body }) => (kind === "environment-variable" ? [[body.key, body] as const] : [])),
    );
    for (const key of [
      "CRON_SECRET",
      "DD_API_KEY",
      "STRIPE_API_KEY",
      "TOCSIN_SECRET_PROBE_TOKEN",
      "VERCEL_API_TOKEN",
    ]) {
      expect(variables.get(key)).toMatchObject({ type: "sensitive", value: expect.stringMatching(/^secret:PROBE_/) });
    }
    expect(variables.get("SUPABASE_URL")).toMatchObject({ type: "encrypted", value: "https://ref.supabase.co" });
    expect(variables.get("TOCSIN_PROBE_VERCEL_PROJECTS")).toMatchObject({ value: "shop=prj_1" });
    expect(variables.get("DD_SITE")).toMatchObject({ value: "datadoghq.eu" });
  });

  it("is told of the statements what they call and record, and not the SQL", () => {
    const value = variableOf("TOCSIN_PROBE_STATEMENTS");
    expect(JSON.parse(String(value))).toEqual([
      { id: "unpaid-orders", database: "shop-database", metric: "shop.orders.unpaid", tags: ["plan"] },
    ]);
  });

  it("reaches each of several databases by variables of its own", () => {
    const both = { "shop-database": databaseOf("aaaa"), stock: databaseOf("bbbb") };
    const keys = new Map(compiled({}, files, both).map(({ body }) => [body.key, body.value]));
    expect(keys.get("TOCSIN_PROBE_DATABASES")).toBe("shop-database,stock");
    expect(keys.get("SUPABASE_URL_SHOP_DATABASE")).toBe("https://aaaa.supabase.co");
    expect(keys.get("SUPABASE_URL_STOCK")).toBe("https://bbbb.supabase.co");
    expect(keys.get("TOCSIN_SECRET_PROBE_TOKEN_STOCK")).toBe("secret:PROBE_TOKEN_STOCK");
    expect(keys.has("SUPABASE_URL")).toBe(false);
    expect(() => compiled({}, files, { stock: databaseOf("bbbb") })).toThrow(/tocsin:supabase\.shop-database/);
  });

  it("takes redirected addresses from the environment of the run", () => {
    const keys = compiled({ redirected: ["DD_HOST"] }).map(({ body }) => [body.key, body.value]);
    expect(keys).toContainEqual(["DD_HOST", "secret:PROBE_DD_HOST"]);
    expect(keys.map(([key]) => key)).not.toContain("DD_SITE");
  });

  it("names what the stack file lacks", () => {
    expect(() => compile([crons], [everybody], stack, files)).toThrow(/tocsin:probe/);
    const unread = { "shop-database": { projectRef: "ref", connectionPool: 60 } };
    expect(() => compiled({}, files, unread)).toThrow(/tocsin:supabase\.shop-database\.probe/);
    expect(() => compiled({ reads: ["cinema"] })).toThrow(/tocsin:vercel\.projects\.cinema/);
  });
});

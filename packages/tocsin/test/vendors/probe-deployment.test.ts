import { describe, expect, it } from "vitest";
import { compile } from "../../src/vendors/compile.ts";
import { definition, everybody, stack } from "../support/definitions.ts";

const probe = {
  project: "tocsin-probe-staging",
  supabaseUrl: "https://ref.supabase.co",
  publishableKey: "sb_publishable_1",
  datadogSite: "datadoghq.eu",
  reads: ["shop"],
  minimumCount: 10,
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
const compiled = (changed: object = {}, deployed = files) =>
  compile([crons], [everybody], { ...stack, probe: { ...probe, ...changed } }, deployed);
const one = (kind: string, resources = compiled()) => {
  const [first, ...more] = resources.filter((resource) => resource.kind === kind);
  if (first === undefined || more.length > 0) throw new Error(`not one ${kind}`);
  return first;
};

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

  it("takes redirected addresses from the environment of the run", () => {
    const keys = compiled({ redirected: ["DD_HOST"] }).map(({ body }) => [body.key, body.value]);
    expect(keys).toContainEqual(["DD_HOST", "secret:PROBE_DD_HOST"]);
    expect(keys.map(([key]) => key)).not.toContain("DD_SITE");
  });

  it("names what the stack file lacks", () => {
    expect(() => compile([crons], [everybody], stack, files)).toThrow(/tocsin:probe/);
    expect(() => compiled({ reads: ["cinema"] })).toThrow(/tocsin:vercel\.projects\.cinema/);
  });
});

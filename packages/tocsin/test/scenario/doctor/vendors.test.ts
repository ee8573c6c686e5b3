import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { vendorLines } from "../../../src/doctor/vendors.ts";
import type { DoctorLine } from "../../../src/vendors/doctor-line.ts";
import { startWorld, type World } from "../verify/world.ts";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const examine = (change: Partial<Parameters<typeof vendorLines>[0]> = {}): Promise<DoctorLine[]> =>
  vendorLines({
    stack: world.project.stack,
    definitions: world.project.definitions,
    resources: world.project.resources,
    sqlProbes: world.project.sqlProbes,
    connections: world.connections,
    now: () => new Date(),
    realTime: true,
    ...change,
  });

const ill = (lines: readonly DoctorLine[]) => lines.filter(({ verdict }) => verdict !== "ok");

const fault = (vendor: "datadog" | "sentry" | "vercel" | "stripe", path: string, status: number, body: unknown = {}) =>
  world.context.faults.add({ vendor, match: { path }, status, body });

describe("the doctor at the vendors", () => {
  it("finds nothing where all is in place", async () => {
    const lines = await examine();
    expect(ill(lines)).toEqual([]);
    expect(new Set(lines.map(({ area }) => area))).toEqual(new Set(["datadog", "sentry", "vercel", "stripe"]));
    expect(lines.filter(({ what }) => what === "clock")).toHaveLength(4);
    expect(lines).toContainEqual(expect.objectContaining({ area: "vercel", what: "plan", found: "pro" }));
  });

  it("names the permission that a credential lacks", async () => {
    fault("datadog", "^/api/v2/downtime", 403);
    expect(ill(await examine())).toEqual([
      expect.objectContaining({
        area: "datadog",
        what: "monitors_downtime (verify, mute)",
        verdict: "wrong",
        remedy: "Give the credential of datadog the permission monitors_downtime.",
      }),
    ]);
  });

  it("tells a retired interface from one that is away", async () => {
    fault("sentry", "/workflows/$", 410);
    fault("stripe", "^/v1/events", 503);
    expect(ill(await examine()).map(({ area, verdict }) => [area, verdict])).toEqual([
      ["sentry", "wrong"],
      ["stripe", "unknown"],
    ]);
  });

  it("says that a plan runs crons once a day only", async () => {
    fault("vercel", "^/v2/teams/", 200, { billing: { plan: "hobby" } });
    const [line] = ill(await examine());
    expect(line).toMatchObject({ what: "plan", verdict: "wrong", remedy: expect.stringContaining("Pro") });
    expect(line?.found).toContain("/api/cron/scan-schedules");
    fault("vercel", "^/v2/teams/", 200, {});
  });

  it("does not guess a plan that is not told", async () => {
    fault("vercel", "^/v2/teams/", 200, { billing: null });
    expect(ill(await examine())).toEqual([expect.objectContaining({ what: "plan", verdict: "unknown" })]);
  });

  it("compares the projects of the stack file with those that the token sees", async () => {
    const { stack } = world.project;
    const projects = {
      ...stack.vercel.projects,
      tips: { id: "prj_other", name: "tips", logEnvironment: "production" as const, url: "https://tips.example" },
    };
    const lines = ill(await examine({ stack: { ...stack, vercel: { ...stack.vercel, projects } } }));
    expect(lines).toEqual([
      expect.objectContaining({
        what: "project of tips",
        verdict: "wrong",
        found: "the token sees no project prj_other",
      }),
    ]);
  });

  it("says when this machine's clock is off", async () => {
    const lines = ill(await examine({ now: () => new Date(Date.now() + 600_000) }));
    expect(lines.map(({ what, verdict }) => [what, verdict])).toEqual(Array(4).fill(["clock", "wrong"]));
    expect(lines[0]?.found).toMatch(/^this machine's clock is (599|600|601) s ahead of the vendor's$/);
  });

  it("looks at what is connected when something is not", async () => {
    const { stripe: _stripe, ...connections } = world.connections;
    const areas = new Set((await examine({ connections })).map(({ area }) => area));
    expect(areas).toEqual(new Set(["datadog", "sentry", "vercel"]));
  });
});

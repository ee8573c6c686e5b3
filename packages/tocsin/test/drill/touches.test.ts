import { beforeAll, describe, expect, it } from "vitest";
import { planDrill } from "../../src/drill/plan.ts";
import type { Project } from "../../src/model/project.ts";
import { loadProject } from "../../src/project/project.ts";
import { touches } from "../../src/vendors/drills.ts";
import { declared } from "../../src/vendors/vercel/methods.ts";

let project: Project;
beforeAll(async () => {
  project = await loadProject(process.cwd(), "local");
});

const planOf = (id: string) => {
  const plan = planDrill(project, "emulated").find(({ definition }) => definition.id === id);
  if (plan === undefined) throw new Error(`no definition ${id}`);
  return plan;
};
const touched = (id: string): string[] => {
  const { injection } = planOf(id).method;
  if (injection === null) return [];
  return project.definitions.filter((other) => touches(injection, other)).map((other) => other.id as string);
};

describe("what is injected", () => {
  it("moves what it is meant for, unless that is inverted", () => {
    for (const { definition, method } of planDrill(project, "emulated")) {
      if (method.injection === null || method.injection.kind === "inverted") continue;
      expect(touched(definition.id)).toContain(definition.id);
    }
  });

  it.each([
    ["billing/webhook-handler-errors", ["web-api/5xx-rate"]],
    ["tips/orphaned-photos", ["tips/cleanup-photos-not-completed"]],
    ["cron/scan-schedules-missed", ["web-api/5xx-rate", "cron/switched-off"]],
    [
      "publishing/schedules-late",
      [
        "publishing/schedules-overdue",
        "publishing/schedules-without-job",
        "cron/scan-schedules-missed",
        "web-api/5xx-rate",
        "cron/switched-off",
      ],
    ],
    ["tips/clerk-webhook-500s", []],
    ["publishing/critical-errors", []],
    ["web-api/error-spike", ["web-api/high-error-rate"]],
    ["worker/stuck-jobs", ["worker/heartbeat"]],
    ["web-api/latency-publish", []],
    ["database/disk", []],
    ["cliply-web/readyz", []],
    ["cron/switched-off", ["cron/scan-schedules-missed", "web-api/5xx-rate"]],
    ["cron/cliply-definitions-lost", ["cron/scan-schedules-missed", "web-api/5xx-rate", "deployments/newest-failed"]],
    ["deployments/newest-failed", []],
    ["billing/failed-payments", []],
    ["database/backup-age", []],
  ])("%s also moves %j", (id, others) => {
    expect(new Set(touched(id).filter((other) => other !== id))).toEqual(new Set<string>(others));
  });
});

it("a silent probe is proven by every alert that it feeds, and by no other", () => {
  const others = touched("probe/heartbeat");
  const fed = project.definitions.filter(({ signal }) => signal.kind === "metric" && signal.source === "probe");
  expect(others).toEqual(fed.map(({ id }) => id));
  expect(others.length).toBeGreaterThan(20);
});

describe("the way to make it fire", () => {
  it.each([
    ["cron/scan-schedules-missed", "crons-off"],
    ["cron/cleanup-photos-missed", "inverted"],
    ["tips/no-tips-recorded", "inverted"],
    ["cliply-web/readyz", "inverted"],
    ["tips/orphaned-photos", "logs"],
    ["database/high-cpu", "series"],
    ["publishing/critical-errors", "events"],
    ["web-api/latency-publish", "spans"],
    ["worker/stuck-jobs", "rows"],
    ["billing/endpoint-disabled", "trouble"],
    ["deployments/newest-failed", "trouble"],
    ["probe/part-errors", "trouble"],
    ["cron/switched-off", "crons-off"],
    ["probe/heartbeat", "crons-off"],
    ["database/table-size", "series"],
  ])("%s: %s", (id, kind) => {
    expect(planOf(id).method.injection?.kind).toBe(kind);
  });

  it("says of what is only declared which alerts fire for it", () => {
    expect(planOf("cliply-web/crons")).toMatchObject({
      method: { injection: null },
      ceiling: { level: "accepted", reason: expect.stringContaining("cron/scan-schedules-missed") },
    });
    expect(planOf("billing/stripe-webhook").ceiling).toMatchObject({
      level: "accepted",
      reason: expect.stringContaining("billing/webhook-handler-errors"),
    });
  });

  it("says of the probe's crons that its heartbeat is missed", () => {
    expect(planOf("probe/crons").ceiling).toMatchObject({
      level: "accepted",
      reason: expect.stringContaining("These fire for it: probe/heartbeat."),
    });
  });

  it("claims for a service's crons no heartbeat of whatever else reports there", () => {
    const heartbeat = project.definitions.find(({ id }) => id === "probe/heartbeat");
    const own = {
      ...heartbeat,
      id: "cliply-web/belt",
      service: "cliply-web",
      signal: { ...heartbeat?.signal, source: { reportedBy: "own", scope: "stack", delay: 0 } },
    } as (typeof project.definitions)[number];
    const crons = project.definitions.find(({ id }) => id === "cliply-web/crons");
    if (crons === undefined) throw new Error("no crons");
    expect(declared(null, { definition: crons, all: [crons, own] })).toMatchObject({
      reason: expect.stringContaining("No alert fires for it yet."),
    });
  });

  it("waits in a real staging for no window of more than an hour", () => {
    const levels = planDrill(project, "real").map((p) => [p.definition.id, p.ceiling.level]);
    expect(levels).toContainEqual(["tips/orphaned-photos", "delivered"]);
    expect(levels).toContainEqual(["tips/clerk-webhook-500s", "recovered"]);
  });
});

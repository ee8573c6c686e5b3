import { describe, expect, it } from "vitest";
import { withKnownKinds } from "../../../probe/src/parts/kinds.ts";
import { touches } from "../../src/drill/touches.ts";
import { columnsAt, drillKind, ownClip, rowsInjection } from "../../src/vendors/supabase/fire-rows.ts";
import { definition, threshold } from "../support/definitions.ts";

const watching = (metric: string, changed: Record<string, unknown> = {}) =>
  definition({
    signal: {
      kind: "metric",
      source: "probe",
      expression: "value",
      series: { value: { metric, aggregate: "max" } },
      unit: "jobs",
      interval: 60,
    },
    condition: threshold({ critical: 20, noData: "show", over: "sustained", ...changed }),
  });

const scanning = { service: "web", stops: [] };

function injected(metric: string, changed: Record<string, unknown> = {}) {
  const { signal, condition } = watching(metric, changed);
  if (signal.kind !== "metric" || condition.kind !== "threshold") throw new Error("no metric");
  return rowsInjection(signal, condition, null, scanning);
}

describe("rows that make the probe report trouble", () => {
  it("are enough to be over the limit, on average too", () => {
    expect(injected("cliply.probe.schedules.overdue")).toMatchObject({ table: "schedules", count: 61 });
    expect(injected("cliply.probe.jobs.stuck", { critical: 0 })).toMatchObject({ table: "jobs", count: 1 });
  });

  it("are old enough for what counts seconds", () => {
    const found = injected("cliply.probe.jobs.queued_oldest_seconds", { critical: 600 });
    expect(found?.row.run_after).toEqual({ ago: 1800 });
  });

  it("are none for what no row tells, what must fall, and what would take too many", () => {
    expect(injected("cliply.probe.db.backup_age_hours")).toBeNull();
    expect(injected("cliply.probe.jobs.queued", { comparison: "below" })).toBeNull();
    expect(injected("cliply.probe.jobs.queued", { critical: 100_000 })).toBeNull();
  });

  it("keep apart the alerts that they would also make ring", () => {
    const stuck = injected("cliply.probe.jobs.stuck");
    if (stuck === null) throw new Error("no rows");
    expect(touches(stuck, watching("cliply.probe.worker.heartbeat_age_seconds"))).toBe(true);
    expect(touches(stuck, watching("cliply.probe.schedules.overdue"))).toBe(false);
  });

  it("are jobs of a kind that no worker knows, and that the probe reports when there are none too", async () => {
    const kinds = ["stuck", "queued", "queued_oldest_seconds", "failure_rate_pct"].map(
      (name) => injected(`cliply.probe.jobs.${name}`)?.row.kind,
    );
    expect(new Set(kinds)).toEqual(new Set([drillKind]));
    expect(withKnownKinds<{ kind: string; stuck: number }>([], { stuck: 0 })).toContainEqual({
      kind: drillKind,
      stuck: 0,
    });
  });

  it("are posts of nobody's, and no cron is to take them for work meanwhile", () => {
    const late = injected("cliply.probe.schedules.overdue");
    expect(late).toMatchObject({ table: "schedules", silences: scanning });
    expect(injected("cliply.probe.jobs.queued")?.silences).toBeNull();
    expect(late && touches(late, watching("cliply.probe.vercel.crons_enabled"))).toBe(true);
    const [[, workspace], [, project], [, clip]] = ownClip("id");
    expect([workspace.id, project.workspace_id, clip.workspace_id, clip.project_id]).toEqual(["id", "id", "id", "id"]);
  });

  it("carry times of the vendor's clock", () => {
    const now = new Date("2026-11-25T12:00:00Z");
    expect(columnsAt({ status: "running", last_heartbeat: { ago: 3600 } }, now)).toEqual({
      status: "running",
      last_heartbeat: "2026-11-25T11:00:00.000Z",
    });
  });
});

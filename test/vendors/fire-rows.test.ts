import { describe, expect, it } from "vitest";
import { columnsAt, rowsInjection } from "../../src/vendors/supabase/fire-rows.ts";
import { touches } from "../../src/verify/drill/touches.ts";
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

function injected(metric: string, changed: Record<string, unknown> = {}) {
  const { signal, condition } = watching(metric, changed);
  if (signal.kind !== "metric" || condition.kind !== "threshold") throw new Error("no metric");
  return rowsInjection(signal, condition, null);
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

  it("carry times of the vendor's clock", () => {
    const now = new Date("2026-11-25T12:00:00Z");
    expect(columnsAt({ status: "running", last_heartbeat: { ago: 3600 } }, now)).toEqual({
      status: "running",
      last_heartbeat: "2026-11-25T11:00:00.000Z",
    });
  });
});

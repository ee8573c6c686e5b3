import { describe, expect, it } from "vitest";
import { rowOf, times } from "../../src/model/language.ts";
import { type SqlProbe, type SqlProbeInput, sqlProbeSchema } from "../../src/model/sql-probe.ts";
import { touches } from "../../src/vendors/drills.ts";
import { drillPlaces } from "../../src/vendors/supabase/drill-places.ts";
import { rowsAt, rowsInjection } from "../../src/vendors/supabase/fire-rows.ts";
import { definition, threshold } from "../support/definitions.ts";

const statement = (over: Partial<SqlProbeInput> & Pick<SqlProbeInput, "id">): SqlProbe =>
  sqlProbeSchema.parse({
    service: "shop",
    sql: "select count(*) from public.orders",
    metric: `shop.${over.id.replaceAll("-", "_")}`,
    unit: "orders",
    ...over,
  });

const late = statement({
  id: "late-orders",
  sql: "select count(*) from public.orders where due_at < now()",
  drill: {
    what: "orders that are late",
    rows: {
      customers: [{ name: "tocsin-drill" }],
      orders: times(3, { customer_id: rowOf("customers"), status: "open", due_at: "now() - interval '2 hours'" }),
    },
    pausesCron: "/api/cron/ship",
    removes: { parcels: "note->>order_id" },
  },
});
const share = statement({
  id: "failed-orders",
  share: { minimum: 10, whole: "orders", part: "failed" },
  drill: { what: "orders that failed", rows: { orders: [{ status: "failed" }] }, moves: [] },
});
const stock = statement({ id: "stock", sql: "select count(*) from public.parts", tags: ["kind"] });
const probes = [late, share, stock];

const watching = (metric: string) =>
  definition({
    signal: {
      kind: "metric",
      source: "probe",
      expression: "value",
      series: { value: { metric, aggregate: "max" } },
      unit: "orders",
      interval: 60,
    },
    condition: threshold({ critical: 2, noData: "show", over: "sustained" }),
  });

const pausing = { service: "web", stops: [] };

function injected(metric: string) {
  const { signal } = watching(metric);
  if (signal.kind !== "metric") throw new Error("no metric");
  const context = {
    probes,
    otherwise: null,
    pausing: () => pausing,
    cronsEnabled: "tocsin.probe.vercel.crons_enabled",
  };
  return rowsInjection(signal, context);
}

describe("rows that make a statement tell trouble", () => {
  it("are those that the statement names, in its own database", () => {
    expect(injected("shop.late_orders")).toMatchObject({ database: "shop", what: "orders that are late" });
    expect(injected("shop.failed_orders.part")?.what).toBe("orders that failed");
    expect(injected("shop.stock")).toBeNull();
    expect(injected("tocsin.probe.db.backup_age_hours")).toBeNull();
  });

  it("keep apart the alerts on every statement that names one of the tables, and on what is paused meanwhile", () => {
    const rows = injected("shop.late_orders");
    if (rows === null) throw new Error("no rows");
    expect(touches(rows, watching("shop.failed_orders"))).toBe(true);
    expect(touches(rows, watching("shop.stock"))).toBe(false);
    expect(touches(rows, watching("tocsin.probe.vercel.crons_enabled"))).toBe(true);
    expect(rows.silences).toEqual(pausing);
    const own = injected("shop.failed_orders");
    expect(own !== null && touches(own, watching("shop.late_orders"))).toBe(false);
  });

  it("carry ids of one drill, times of the vendor's clock, and name each other", () => {
    const now = new Date("2026-11-25T12:00:00Z");
    const made = rowsAt(injected("shop.late_orders")?.rows ?? {}, "70c51d00-0000-4000-8000", now);
    expect(made.map(({ table, rows }) => [table, rows.length])).toEqual([
      ["customers", 1],
      ["orders", 3],
    ]);
    expect(made[1]?.rows[2]).toEqual({
      id: "70c51d00-0000-4000-8000-000000000002",
      customer_id: made[0]?.rows[0]?.id,
      status: "open",
      due_at: "2026-11-25T10:00:00.000Z",
    });
  });

  it("are deleted so that no row goes before those that name it", () => {
    expect(drillPlaces(probes).map(({ service, table }) => `${service} ${table}`)).toEqual([
      "shop parcels",
      "shop orders",
      "shop customers",
    ]);
  });
});

describe("a statement is refused", () => {
  it.each([
    ["that writes", { sql: "delete from public.orders" }, "begins with SELECT or WITH"],
    ["with a semicolon", { sql: "select 1;" }, "without a semicolon"],
    ["whose metric is one of the probe's own", { metric: "tocsin.probe.heartbeat" }, "the probe's own"],
    ["with a tag twice", { tags: ["a", "a"] }, "named twice"],
    [
      "with a time that nobody can tell",
      { drill: { what: "w", rows: { orders: [{ due_at: "now() - '2h'" }] } } },
      "now() - interval '2 hours'",
    ],
    ["without rows", { drill: { what: "w", rows: {} } }, "name a table"],
  ])("%s", (_, over, message) => {
    expect(() => statement({ id: "one", ...over })).toThrow(message);
  });

  it("not for a comment before it", () => {
    expect(statement({ id: "one", sql: "-- all of them\nselect 1" }).sql).toContain("all of them");
  });
});

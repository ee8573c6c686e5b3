import type { Json, JsonObject } from "../../model/resource.ts";
import type { PlainMetric } from "../../model/signals/facts.ts";
import { metricsOf, movedBy, recording, type SqlProbe, timeAt } from "../../model/sql-probe.ts";
import type { Injection } from "../fire-types.ts";

type Rows = Extract<Injection, { kind: "rows" }>;

/**
 * Rows by which the probe itself comes to report what the alert waits for, as the statement behind its metric says; null where
 * no statement does.
 */
export function rowsInjection(
  { source, series }: PlainMetric,
  { probes, otherwise, pausing, cronsEnabled }: RowsContext,
): Rows | null {
  const [only, ...more] = Object.values(series);
  if (source !== "probe" || only === undefined || more.length > 0) return null;
  const probe = recording(probes, only.metric);
  if (probe?.drill === undefined) return null;
  const { rows, what, pausesCron, removes } = probe.drill;
  const silences = pausesCron === undefined ? null : pausing(pausesCron);
  const moved = new Set(movedBy(probe, probes));
  const moves = probes.filter(({ id }) => moved.has(id)).flatMap(metricsOf);
  return {
    kind: "rows",
    database: probe.service,
    rows,
    removes,
    moves: silences === null ? moves : [...moves, cronsEnabled],
    silences,
    what,
    otherwise,
  };
}

interface RowsContext {
  probes: readonly SqlProbe[];
  /** What is sent where nobody may write into the database. */
  otherwise: Rows["otherwise"];
  /** The service that declares a cron of a path, with the lines that its crons leave; null: none does. */
  pausing: (path: string) => Rows["silences"];
  /** The metric that tells whether crons are on. */
  cronsEnabled: string;
}

/** A table with the rows that go into it, each with its id. */
interface RowsToInsert {
  table: string;
  rows: JsonObject[];
}

/**
 * The rows as they are inserted at a time, table by table. The first row of every table has the same id, `<prefix>-000000000000`:
 * by it rows of one table name those of another.
 */
export function rowsAt(rows: Rows["rows"], prefix: string, now: Date): RowsToInsert[] {
  const id = (at: number) => `${prefix}-${at.toString(16).padStart(12, "0")}`;
  const columnValue = (cell: Rows["rows"][string][number][string]): Json => {
    if (cell !== null && typeof cell === "object") return id(0);
    return timeAt(cell, now)?.toISOString() ?? cell;
  };
  return Object.entries(rows).map(([table, all]) => ({
    table,
    rows: all.map((row, at) => ({
      id: id(at),
      ...Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, columnValue(cell)])),
    })),
  }));
}

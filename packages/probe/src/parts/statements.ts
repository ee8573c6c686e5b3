import { z } from "zod";
import { ProbeFailure } from "../failure.ts";
import { gauge, judgedShare, type Metric, metricOf } from "../metric.ts";
import type { Part } from "../part.ts";
import { functionOf, numbersOf, type Statement } from "../statement.ts";

/** The team's own questions, each a part of its own: one that fails is told by its id, and spoils no other. */
export const statementParts = (statements: readonly Statement[]): Part[] => statements.map(partOf);

function partOf(one: Statement): Part {
  const name = `sql-${one.id}`;
  const number = z.number().nullable();
  const row = z.object({
    ...Object.fromEntries(numbersOf(one).map((column) => [column, number])),
    ...Object.fromEntries(one.tags.map((column) => [column, z.string().nullable()])),
  });
  return {
    name,
    async ask({ databases }, signal) {
      const asked = databases.find(({ service }) => service === one.database);
      if (asked === undefined) {
        const message = `TOCSIN_PROBE_DATABASES does not name ${one.database}, whose database ${one.id} asks.`;
        throw new ProbeFailure("not-configured", message);
      }
      const rows = await asked.client().rows(functionOf(one), row, signal);
      return { metrics: rows.flatMap((found) => metricsOf(one, found)) };
    },
  };
}

/** What one row tells. NULL is not judged: no value, and a mark that says so. */
function metricsOf(one: Statement, row: Record<string, unknown>): Metric[] {
  const tags = Object.fromEntries(one.tags.map((name) => [name, String(row[name] ?? "none")]));
  const numberAt = (column: string): number | null => {
    const value = row[column];
    return typeof value === "number" ? value : null;
  };
  const all = { ...tags, database: one.database };
  const judged = (value: number | null): Metric[] => [
    ...(value === null ? [] : [metricOf(one.metric, value, all)]),
    gauge("sql.unjudged", value === null ? 1 : 0, { ...all, probe: one.id }),
  ];
  if (one.share === undefined) return judged(numberAt("value"));
  const [part, whole] = [numberAt("part"), numberAt("whole")];
  if (part === null || whole === null) return judged(null);
  return [
    ...judged(judgedShare(part, whole, one.share.minimum)),
    metricOf(`${one.metric}.part`, part, all),
    metricOf(`${one.metric}.whole`, whole, all),
  ];
}

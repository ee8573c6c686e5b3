import { z } from "zod";
import { sides } from "../model/sides.ts";
import { type Draft, draft } from "./change.ts";
import type { CompiledState } from "./state.ts";

type Statements = CompiledState["statements"];

const reads = z.object({ series: z.record(z.string(), z.object({ metric: z.string() })) });

/** The SQL behind a definition's metrics that asks something else: no resource shows it, as it lies in the database. */
export function statementChanges(signal: unknown, before: Statements, after: Statements): Draft[] {
  const metrics = Object.values(reads.safeParse(signal).data?.series ?? {}).map(({ metric }) => metric);
  return (after ?? []).flatMap((now): Draft[] => {
    const old = before?.find(({ id }) => id === now.id);
    if (old === undefined || tidy(old.sql) === tidy(now.sql)) return [];
    if (!now.metrics.some((metric) => metrics.includes(metric))) return [];
    const { expected, actual } = sides(tidy(now.sql), tidy(old.sql));
    const text = `The statement ${now.id} asks its database ${expected} instead of ${actual}.`;
    return [draft("redirected", text, `statements.${now.id}`)];
  });
}

const tidy = (sql: string): string => sql.replace(/\s+/g, " ").trim();

import { z } from "zod";
import { type FaultOf, faultAbout } from "./fault.ts";
import type { ReadonlyLists } from "./readonly-lists.ts";

const name = z
  .string()
  .max(63)
  .regex(/^[a-z_][a-z0-9_]*$/, "a name in the database is in lower case, digits and underscores");

/** Which statement it is, for good: its function, its part of the probe and its errors are named after it. */
const sqlProbeId = z
  .string()
  .max(50)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, "an id of a statement is in lower case, digits and hyphens");

/** `now()`, or so long before or after it: the only expression that a drill's rows take. */
const time = /^now\(\)(?: *([-+]) *interval +'(\d+) +(second|minute|hour|day|week)s?')?$/i;

const cell = z.union([
  z.string().refine((text) => !/^now\(/i.test(text) || time.test(text), "write a time as now() - interval '2 hours'"),
  z.number(),
  z.boolean(),
  z.null(),
  /** The id of the drill's first row in another table. */
  z.strictObject({ rowOf: name }),
]);

/** The most rows that a drill puts into somebody's database. */
const mostRows = 5000;

const rows = z
  .record(name, z.array(z.record(name, cell)).min(1))
  .refine((tables) => Object.keys(tables).length > 0, "name a table and the rows that go into it")
  .refine(
    (tables) => Object.values(tables).reduce((sum, all) => sum + all.length, 0) <= mostRows,
    `a drill puts at most ${mostRows} rows into a database`,
  );

/**
 * A number that only the team's own database knows: the team's statement, which the probe asks each minute, and the metric that
 * it is recorded as.
 */
export const sqlProbeSchema = z
  .strictObject({
    id: sqlProbeId,
    /** Whose database is asked: a service under `tocsin:supabase` of the stack file. */
    service: z.string().regex(/^[a-z][a-z0-9-]*$/, "a name is in lower case, with digits and hyphens"),
    /**
     * One SELECT. Its columns are the tags, in their order, and then the number; NULL is a number that cannot be judged. Tables
     * are named with their schema.
     */
    sql: z
      .string()
      .refine((sql) => /^(select|with)\b/i.test(bare(sql)), "a statement begins with SELECT or WITH")
      .refine((sql) => !/;\s*$/.test(bare(sql)), "a statement ends without a semicolon")
      .refine((sql) => !sql.includes("$tocsin$"), "a statement has no $tocsin$, which quotes it in the migration"),
    /** Columns that become tags of the metric: a row for each of their values. */
    tags: z.array(name).default([]),
    metric: z
      .string()
      .max(200)
      .regex(/^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$/, "a metric is named in lower case, with dots")
      .refine((metric) => !metric.startsWith("tocsin."), "names that begin with tocsin. are the probe's own"),
    unit: z.string().min(1).max(40),
    /**
     * For a share: the statement's last two columns are the part and the whole, and the share is recorded in percent, with both
     * as `<metric>.part` and `<metric>.whole`. Of fewer than `minimum` no share is told.
     */
    share: z
      .strictObject({
        minimum: z.number().int().positive(),
        /** What the whole counts, in the plural, and what is said of the part: `jobs`, `failed`. */
        whole: z.string().min(1).max(40),
        part: z.string().min(1).max(40),
      })
      .optional(),
    /** How a drill makes an alert on it fire, by rows that it puts into the database and takes away again. */
    drill: z
      .strictObject({
        /**
         * Rows by table, in the order in which they are inserted. Each table has a column `id` of type uuid, which the drill
         * fills: by it the rows are found and deleted.
         */
        rows,
        /** The path of a cron that would take the rows for work: the crons of its service are off meanwhile. */
        pausesCron: z.string().startsWith("/").optional(),
        /** Where the app repeats the id of such a row in a row of its own, as table and column: those rows are deleted too. */
        removes: z
          .record(
            name,
            z
              .string()
              .regex(
                /^[a-z_][a-z0-9_]*(->>?[a-z_][a-z0-9_]*)*$/,
                "a column is named in lower case; a part of JSON as in data->>id",
              ),
          )
          .default({}),
        /** Ids of the statements whose numbers these rows change; left out: all that name one of the tables. */
        moves: z.array(sqlProbeId).optional(),
        /** Tags that only rows of drills have: what carries them is left out of the routines. */
        tags: z.record(name, z.string()).default({}),
        /** For people: `jobs that run without a heartbeat`. */
        what: z.string().min(1).max(120),
      })
      .optional(),
  })
  .refine(({ tags }) => new Set(tags).size === tags.length, { path: ["tags"], message: "a tag is named twice" });

export type SqlProbe = z.output<typeof sqlProbeSchema>;
export type SqlProbeInput = ReadonlyLists<z.input<typeof sqlProbeSchema>>;
export type Cell = z.output<typeof cell>;

/** SQL without the comments and white space around it. */
function bare(sql: string): string {
  return sql
    .replace(/--[^\n]*(\n|$)/g, "\n")
    .replace(/\/\*[\s\S]*?\*\//g, " ")
    .trim();
}

/** Names of the metrics that a statement is recorded as. */
export const metricsOf = ({ metric, share }: Pick<SqlProbe, "metric" | "share">): string[] =>
  share === undefined ? [metric] : [metric, `${metric}.part`, `${metric}.whole`];

/** The statement that records a metric; undefined where none does. */
export const recording = (probes: readonly SqlProbe[], metric: string): SqlProbe | undefined =>
  probes.find((probe) => metricsOf(probe).includes(metric));

const seconds: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600, day: 86_400, week: 604_800 };

/** The time that a cell asks for, at a time; null for a cell that is none. */
export function timeAt(value: Cell, now: Date): Date | null {
  const found = typeof value === "string" ? time.exec(value) : null;
  if (found === null) return null;
  const [, sign = "+", amount = "0", unit = "second"] = found;
  const ms = Number(amount) * (seconds[unit.toLowerCase()] ?? 0) * 1000;
  return new Date(now.getTime() + (sign === "-" ? -ms : ms));
}

/** Ids of the statements whose numbers a drill's rows change. */
export function movedBy(probe: SqlProbe, all: readonly SqlProbe[]): string[] {
  const { drill } = probe;
  if (drill === undefined) return [];
  if (drill.moves !== undefined) return [...new Set([probe.id, ...drill.moves])];
  const tables = Object.keys(drill.rows);
  const names = ({ sql }: SqlProbe) => tables.some((table) => new RegExp(`\\b${table}\\b`).test(bare(sql)));
  return all.filter((one) => one.id === probe.id || names(one)).map(({ id }) => id);
}

/** What is wrong between statements. */
export function sqlProbeFaults(probes: readonly SqlProbe[]): FaultOf[] {
  const ids = new Set(probes.map(({ id }) => id));
  return probes.flatMap((probe, at) => {
    const earlier = probes.slice(0, at).find((one) => metricsOf(one).some((name) => metricsOf(probe).includes(name)));
    const strange = (probe.drill?.moves ?? []).filter((id) => !ids.has(id));
    const told = faultAbout(probe.id);
    const twice = `the metric ${probe.metric} is recorded by ${earlier?.id} too`;
    return [
      ...(earlier === undefined
        ? []
        : [told("model/duplicate-metric", "metric", twice, "Give one of the two another metric.")]),
      ...strange.map((id) => {
        const message = `its drill moves ${id}, which no statement is called`;
        return told("model/unknown-statement", "drill", message, "Correct the id, or leave it out.");
      }),
    ];
  });
}

/** The team's statements as the probe reads them: what each calls, and what becomes of the answer. The SQL lies in the database. */
export const statementsFor = (probes: readonly SqlProbe[]) =>
  probes
    .map(({ id, service: database, metric, tags, share }) => ({
      ...{ id, database, metric, tags },
      ...(share === undefined ? {} : { share: { minimum: share.minimum } }),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));

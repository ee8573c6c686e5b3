import { z } from "zod";
import type { Condition } from "../condition.ts";
import type { Fault } from "../fault.ts";
import { path, serviceName } from "./common.ts";
import { count, emptyRange, indexed, judged, kind, longest, rolling } from "./kind.ts";

/** Log lines of Vercel and Supabase, whose forms the tool knows. */

export const logFilterSchema = z.strictObject({
  /** Any of these phrases, as the app writes them. */
  phrases: z.array(z.string().min(1)).min(1).optional(),
  path: path.optional(),
  /** Inclusive range of HTTP status codes. */
  status: z.tuple([z.number().int().min(100).max(599), z.number().int().min(100).max(599)]).optional(),
  /** A number in the log line that must be above a limit. */
  above: z
    .strictObject({
      attribute: z.string().regex(/^@[A-Za-z_][\w./-]*$/, "an attribute of a log line begins with @, as in @duration"),
      value: z.number(),
    })
    .optional(),
  /** Only lines of the app's functions, not of the edge or of builds. */
  functionsOnly: z.boolean().default(false),
});

export const logSourceSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("vercel"), service: serviceName }),
  z.strictObject({
    kind: z.literal("supabase"),
    log: z.enum(["postgres_logs"]),
    /** The service whose database is meant; not needed where there is one. */
    service: serviceName.optional(),
  }),
]);

export const logCount = z.strictObject({
  kind: z.literal("log-count"),
  source: logSourceSchema,
  filter: logFilterSchema,
  /** `requests` counts distinct requests: one request writes several lines. */
  count: z.enum(["lines", "requests"]).default("lines"),
});

export const logRatio = z.strictObject({
  kind: z.literal("log-ratio"),
  source: logSourceSchema,
  part: logFilterSchema,
  /** The whole is every line that matches one of these. */
  whole: z.array(logFilterSchema).min(1),
  count: z.enum(["lines", "requests"]).default("lines"),
  /** Below so many in the whole the share says nothing. */
  minimum: z.number().int().positive(),
});

export const logMeasure = z.strictObject({
  kind: z.literal("log-measure"),
  source: logSourceSchema,
  filter: logFilterSchema,
  attribute: z
    .string()
    .regex(/^[a-z][a-z0-9_.]*$/, "an attribute is in lower case, with digits, _ and dots, and without @"),
  statistic: z.enum(["max", "avg", "sum"]),
  /** How the number is read out of the line; `%{integer:NAME}` names the attribute. */
  parse: z.strictObject({ rule: z.string(), sample: z.string() }),
  unit: z.string(),
});

type Filter = z.output<typeof logFilterSchema>;

/** @param filters by their paths in the signal */
const searched = (
  filters: readonly (readonly [path: string, filter: Filter])[],
  signal: { kind: string },
  condition: Condition,
): Fault[] => [
  ...rolling(condition, longest.logs),
  ...filters.flatMap(([path, { status }]) => emptyRange(status, path, "status code")),
  ...indexed("Datadog")(signal, condition),
];

export const logKinds = {
  "log-count": kind(logCount, {
    by: "datadog",
    condition: "threshold",
    unit: ({ count }) => (count === "requests" ? " requests" : " lines"),
    notEvaluated: judged,
    reads: ({ count: what }) => count(what),
    faults: (signal, condition) => searched([["signal.filter", signal.filter]], signal, condition),
  }),
  "log-ratio": kind(logRatio, {
    by: "datadog",
    condition: "threshold",
    unit: () => " %",
    notEvaluated: judged,
    reads: () => count("part", "whole"),
    faults: (signal, condition) => {
      const whole = signal.whole.map((filter) => ["signal.whole", filter] as const);
      return searched([["signal.part", signal.part], ...whole], signal, condition);
    },
  }),
  "log-measure": kind(logMeasure, {
    by: "datadog",
    condition: "threshold",
    unit: ({ unit }) => ` ${unit}`,
    notEvaluated: judged,
    reads: () => [{ name: "values", points: "sample" }],
    faults: (signal, condition) => searched([["signal.filter", signal.filter]], signal, condition),
  }),
};

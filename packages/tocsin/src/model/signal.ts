import { z } from "zod";

/**
 * What can be watched, one schema a kind. A signal says *what* is measured and never how a vendor spells it: the vendors'
 * compilers do that, and the evaluator reads the same data.
 */
const wholeSeconds = z.number().int().positive();
const path = z.string().regex(/^\/[^\s"]*$/, "a path begins with / and holds no spaces or quotes");
const tagValue = z
  .string()
  .min(1)
  .regex(/^[^"*[\]\n]+$/, "a tag value holds no quotes, brackets or wildcards");
const serviceName = z.string().regex(/^[a-z][a-z0-9-]*$/, "a service is named in lower case, digits and hyphens");

const sentryErrors = z.strictObject({
  kind: z.literal("sentry-errors"),
  /** Name of a project in the stack file; its slug differs by stack. */
  project: z.string(),
  /** All tags must match; several values of one tag are alternatives. */
  tags: z.record(z.string(), z.array(tagValue).min(1)),
  /**
   * Seconds: the value is then not the number of errors but that number in percent of the one in the same window so long
   * before. Without any error then, nothing is judged.
   */
  comparedWith: wholeSeconds.optional(),
});

const sentryIssues = z.strictObject({
  kind: z.literal("sentry-issues"),
  projects: z.array(z.string()).min(1),
  tags: z.record(z.string(), tagValue),
});

const sentrySpans = z.strictObject({
  kind: z.literal("sentry-spans"),
  project: z.string(),
  /** Transaction name, or one pattern with `*`. Measured in milliseconds. */
  transaction: z
    .string()
    .min(1)
    .regex(/^[^"\n]+$/),
  statistic: z.enum(["p50", "p75", "p95", "p99"]),
});

export const seriesSchema = z.strictObject({
  metric: z.string().regex(/^[a-zA-Z][\w.]*$/, "a metric name holds letters, digits, dots and underscores"),
  aggregate: z.enum(["avg", "sum", "min", "max"]),
  tags: z.record(z.string(), z.string()).default({}),
  as: z.enum(["rate", "count"]).optional(),
});

export const metricSourceSchema = z.enum(["supabase", "probe"]);

const metric = z.strictObject({
  kind: z.literal("metric"),
  /** Who reports it: decides the scope that a stack adds (`supabase`: the project's reference; `probe`: the stack). */
  source: metricSourceSchema,
  /** The service whose database is meant, of `source: "supabase"` and `limit:connectionPool`; not needed where there is one. */
  database: serviceName.optional(),
  /** Arithmetic over the names in `series`; `limit:NAME` is a number of the stack file. */
  expression: z.string().min(1),
  series: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), seriesSchema),
  groupBy: z.array(z.string()).default([]),
  unit: z.string(),
  /** The smallest and largest value that can ever occur: a threshold outside is never crossed. */
  domain: z.tuple([z.number(), z.number()]).optional(),
  /** How often a new point arrives, in seconds. */
  interval: wholeSeconds,
});

export const logFilterSchema = z.strictObject({
  /** Any of these phrases, as the app writes them. */
  phrases: z.array(z.string().min(1)).min(1).optional(),
  path: path.optional(),
  /** Inclusive range of HTTP status codes. */
  status: z.tuple([z.number().int().min(100).max(599), z.number().int().min(100).max(599)]).optional(),
  /** A number in the log line that must be above a limit. */
  above: z.strictObject({ attribute: z.string(), value: z.number() }).optional(),
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

const logCount = z.strictObject({
  kind: z.literal("log-count"),
  source: logSourceSchema,
  filter: logFilterSchema,
  /** `requests` counts distinct requests: one request writes several lines. */
  count: z.enum(["lines", "requests"]).default("lines"),
});

const logRatio = z.strictObject({
  kind: z.literal("log-ratio"),
  source: logSourceSchema,
  part: logFilterSchema,
  /** The whole is every line that matches one of these. */
  whole: z.array(logFilterSchema).min(1),
  count: z.enum(["lines", "requests"]).default("lines"),
  /** Below so many in the whole the share says nothing. */
  minimum: z.number().int().positive(),
});

const logMeasure = z.strictObject({
  kind: z.literal("log-measure"),
  source: logSourceSchema,
  filter: logFilterSchema,
  attribute: z.string().regex(/^[a-z][a-z0-9_.]*$/),
  statistic: z.enum(["max", "avg", "sum"]),
  /** How the number is read out of the line; `%{integer:NAME}` names the attribute. */
  parse: z.strictObject({ rule: z.string(), sample: z.string() }),
  unit: z.string(),
});

const jsonValue = z.union([z.string(), z.number(), z.boolean()]);

const httpCheck = z.strictObject({
  kind: z.literal("http-check"),
  service: serviceName,
  path,
  method: z.enum(["GET", "HEAD"]).default("GET"),
  every: wholeSeconds.min(30).max(604_800),
  timeout: wholeSeconds.max(60).default(10),
  /** Header values; `{ secret: NAME }` is read from the environment of the run, after an optional prefix. */
  headers: z
    .record(z.string(), z.union([z.string(), z.strictObject({ secret: z.string(), prefix: z.string().default("") })]))
    .default({}),
  expect: z.strictObject({
    status: z.number().int().min(100).max(599),
    /** JSONPath to the value that must stand there. */
    json: z.record(z.string().startsWith("$."), jsonValue).default({}),
  }),
});

const cronSchema = z.strictObject({
  path,
  /** Five fields, UTC; what Vercel does not run is refused where the other faults are (`faultsOf`). */
  schedule: z.string(),
  /** The longest time that a run may take, in seconds. */
  maxDuration: wholeSeconds.default(300),
});

const crons = z.strictObject({
  kind: z.literal("crons"),
  service: serviceName,
  crons: z.array(cronSchema).min(1),
  /** False leaves the variable CRON_SECRET of the project to whoever has set it. */
  secret: z.literal(false).optional(),
});

const webhookEndpoint = z.strictObject({
  kind: z.literal("webhook-endpoint"),
  service: serviceName,
  path,
  events: z.array(z.string().regex(/^[a-z0-9_]+(\.[a-z0-9_]+)+$/)).min(1),
  /** Environment variable of the service that receives the signing secret. */
  secretVariable: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
});

export const signalSchema = z.discriminatedUnion("kind", [
  sentryErrors,
  sentryIssues,
  sentrySpans,
  metric,
  logCount,
  logRatio,
  logMeasure,
  httpCheck,
  crons,
  webhookEndpoint,
]);

export type Signal = z.output<typeof signalSchema>;
type SignalInput = z.input<typeof signalSchema>;
export type SignalKind = Signal["kind"];
export type SignalOf<K extends SignalKind> = Extract<Signal, { kind: K }>;
export type SignalInputOf<K extends SignalKind> = Extract<SignalInput, { kind: K }>;
export type LogFilter = z.output<typeof logFilterSchema>;
export type LogSource = z.output<typeof logSourceSchema>;
export type MetricSource = z.output<typeof metricSourceSchema>;
export const metricSources = metricSourceSchema.options;
/** Series of a metric, one name each. */
export type Series = z.output<typeof seriesSchema>;
export const signalKinds = signalSchema.options.map(({ shape }) => shape.kind.value);

/**
 * The words that definition files are written with. Nothing here needs a library at run time: a definition file stays plain
 * data, and loading 2,000 of them stays cheap. The schemas judge the data when it is loaded.
 */
import type { ConditionKindOf, ConditionOf } from "./condition.ts";
import type { DashboardInput } from "./dashboard.ts";
import type { DefinitionInput, RouteInput } from "./definition.ts";
import type { KeptInput } from "./kept.ts";
import type { ObjectiveInput } from "./objective.ts";
import type { SignalInputOf, SignalKind } from "./signal.ts";
import type { Cell, SqlProbeInput } from "./sql-probe.ts";
import type { Seconds } from "./units.ts";

export { days, hours, minutes, percent, seconds } from "./units.ts";

/** Marks a value as made by `alert` or `route`, with the place where it was written. */
export const written = Symbol.for("tocsin.written");

export interface Written {
  kind: "definition" | "route" | "dashboard" | "objective" | "kept" | "sql-probe";
  /**
   * Where the call was, in the loaded bundle; mapped back to the source when a problem is told. Unread until then: writing
   * out 2,000 stacks would cost more than loading the definitions.
   */
  at: { stack?: string };
}

type AlertOf<K extends SignalKind> = Omit<DefinitionInput, "id" | "aliases" | "signal" | "condition"> & {
  id: string;
  aliases?: string[];
  signal: SignalInputOf<K>;
  condition: ConditionOf<ConditionKindOf[K]>;
};

/** `maker` is the word that was called: the place of its caller is what is kept. */
function mark<T extends object>(value: T, kind: Written["kind"], maker: (value: never) => unknown): T {
  const holder: { stack?: string } = {};
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  Error.captureStackTrace(holder, maker);
  Error.stackTraceLimit = before;
  return Object.defineProperty(value, written, { value: { kind, at: holder } satisfies Written, enumerable: false });
}

/** One alert as code. The condition must be one that fits the signal; anything else does not compile. */
export function alert<K extends SignalKind>(definition: AlertOf<K>): AlertOf<K> {
  return mark(definition, "definition", alert);
}

/** Who is told, by names that each stack file resolves. */
export function route(definition: RouteInput): RouteInput {
  return mark(definition, "route", route);
}

/**
 * A number that only the team's own database knows, by the team's own statement. Its `metric` is what an alert names.
 *
 * @example
 *
 *     export const unpaid = sqlProbe({
 *       id: "unpaid-orders", service: "shop", metric: "shop.orders.unpaid", unit: "orders",
 *       sql: "select count(*) from public.orders where status = 'unpaid' and created_at < now() - interval '1 hour'",
 *       drill: {
 *         what: "orders that nobody has paid for",
 *         rows: { orders: times(50, { status: "unpaid", created_at: "now() - interval '2 hours'" }) },
 *       },
 *     });
 */
export function sqlProbe(probe: SqlProbeInput): SqlProbeInput {
  return mark(probe, "sql-probe", sqlProbe);
}

/** The same row so many times, for the rows of a drill. */
export const times = (count: number, row: Record<string, Cell>): Record<string, Cell>[] =>
  Array.from({ length: count }, () => row);

/** In a row of a drill: the id of the drill's first row in another table. */
export const rowOf = (table: string): Cell => ({ rowOf: table });

type WithPlainIds<T extends { id: string }> = Omit<T, "id" | "aliases"> & { id: string; aliases?: string[] };

/** A surface that people look at; its graphs are made from the definitions that belong to it. */
export function dashboard(definition: WithPlainIds<DashboardInput>): WithPlainIds<DashboardInput> {
  return mark(definition, "dashboard", dashboard);
}

/** What a service promises over a time. */
export function objective(definition: WithPlainIds<ObjectiveInput>): WithPlainIds<ObjectiveInput> {
  return mark(definition, "objective", objective);
}

/** An object that was made by hand and stays word for word as it is; see docs/definitions.md. */
export function kept(object: WithPlainIds<KeptInput>): WithPlainIds<KeptInput> {
  return mark(object, "kept", kept);
}

type Options = Pick<Partial<ConditionOf<"threshold">>, "warning" | "recovery" | "warningRecovery" | "noData">;
type Window = { per: Seconds } | { sustained: Seconds } | { averagedOver: Seconds };

function threshold(
  comparison: "above" | "below",
  critical: number,
  options: Window & Options,
): ConditionOf<"threshold"> {
  const { warning, recovery, warningRecovery, noData } = options;
  const [over, window] =
    "per" in options
      ? (["total", options.per] as const)
      : "sustained" in options
        ? (["sustained", options.sustained] as const)
        : (["average", options.averagedOver] as const);
  return {
    kind: "threshold",
    comparison,
    critical,
    ...(warning === undefined ? {} : { warning }),
    ...(recovery === undefined ? {} : { recovery }),
    ...(warningRecovery === undefined ? {} : { warningRecovery }),
    window,
    over,
    ...(noData === undefined ? {} : { noData }),
  };
}

/** Rings when strictly above `critical`. `per`: all in the window together; `sustained`: at every point of it. */
export const above = (critical: number, options: Window & Options): ConditionOf<"threshold"> =>
  threshold("above", critical, options);

/** Rings when strictly below `critical`. */
export const below = (critical: number, options: Window & Options): ConditionOf<"threshold"> =>
  threshold("below", critical, options);

/** Rings for every event, at most once per issue within `throttle`. */
export const everyEvent = (options: { throttle: Seconds }): ConditionOf<"each-event"> => ({
  kind: "each-event",
  throttle: options.throttle,
});

/** Rings when that many runs in a row have failed. */
export const consecutiveFailures = (failures: number): ConditionOf<"consecutive-failures"> => ({
  kind: "consecutive-failures",
  failures,
});

/** The thing must exist exactly as declared; its absence is drift, which `verify` finds. */
export const declared = (): ConditionOf<"declared"> => ({ kind: "declared" });

type WithoutKind<K extends SignalKind> = Omit<SignalInputOf<K>, "kind">;

export const sentryErrors = (s: WithoutKind<"sentry-errors">): SignalInputOf<"sentry-errors"> => ({
  kind: "sentry-errors",
  ...s,
});
export const sentryIssues = (s: WithoutKind<"sentry-issues">): SignalInputOf<"sentry-issues"> => ({
  kind: "sentry-issues",
  ...s,
});
export const sentrySpans = (s: WithoutKind<"sentry-spans">): SignalInputOf<"sentry-spans"> => ({
  kind: "sentry-spans",
  ...s,
});
export const metric = (s: WithoutKind<"metric">): SignalInputOf<"metric"> => ({ kind: "metric", ...s });
export const logCount = (s: WithoutKind<"log-count">): SignalInputOf<"log-count"> => ({ kind: "log-count", ...s });
export const logRatio = (s: WithoutKind<"log-ratio">): SignalInputOf<"log-ratio"> => ({ kind: "log-ratio", ...s });
export const logMeasure = (s: WithoutKind<"log-measure">): SignalInputOf<"log-measure"> => ({
  kind: "log-measure",
  ...s,
});
export const httpCheck = (s: WithoutKind<"http-check">): SignalInputOf<"http-check"> => ({ kind: "http-check", ...s });
export const crons = (s: WithoutKind<"crons">): SignalInputOf<"crons"> => ({ kind: "crons", ...s });
export const webhookEndpoint = (s: WithoutKind<"webhook-endpoint">): SignalInputOf<"webhook-endpoint"> => ({
  kind: "webhook-endpoint",
  ...s,
});

/** Logs of a Vercel project, as the Datadog integration delivers them. */
export const vercelLogs = (service: string) => ({ kind: "vercel" as const, service });
/** PostgreSQL's log, as the Datadog integration delivers it; `service` where there are several databases. */
export const postgresLogs = (service?: string) => ({
  kind: "supabase" as const,
  log: "postgres_logs" as const,
  ...(service === undefined ? {} : { service }),
});

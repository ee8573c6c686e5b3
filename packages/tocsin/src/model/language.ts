/**
 * The words that definition files are written with. Nothing here needs a library at run time: a definition file stays plain
 * data, and loading 2,000 of them stays cheap. The schemas judge the data when it is loaded.
 */
import type { ConditionInputOf } from "./condition.ts";
import type { DashboardInput } from "./dashboard.ts";
import type { DefinitionInput, RouteInput } from "./definition.ts";
import type { MaintenanceInput } from "./maintenance.ts";
import type { ObjectiveInput } from "./objective.ts";
import type { OnCallInput } from "./on-call.ts";
import type { RawInput } from "./raw.ts";
import type { SignalInputOf, SignalKind } from "./signal.ts";
import type { ConditionKindOf } from "./signals/kinds.ts";
import type { Cell, SqlProbeInput } from "./sql-probe.ts";

export { days, hours, minutes, percent, seconds } from "./units.ts";
export * from "./words/conditions.ts";
export * from "./words/metrics.ts";
export * from "./words/sentry.ts";
export * from "./words/signals.ts";

/** Marks a value as made by `alert` or `route`, with the place where it was written. */
export const written = Symbol.for("tocsin.written");

export interface Written {
  kind: "definition" | "route" | "dashboard" | "objective" | "maintenance" | "on-call" | "raw" | "sql-probe";
  /**
   * Where the call was, in the loaded bundle; mapped back to the source when a problem is told. Unread until then: writing
   * out 2,000 stacks would cost more than loading the definitions.
   */
  at: { stack?: string };
}

type AlertOf<K extends SignalKind> = Omit<DefinitionInput, "id" | "aliases" | "signal" | "condition"> & {
  id: string;
  aliases?: readonly string[];
  signal: SignalInputOf<K>;
  condition: ConditionInputOf<ConditionKindOf[K]>;
};

/** Where a loader keeps all that is made while it runs definition files: by it what nobody exports is found. */
export const made = Symbol.for("tocsin.made");

/** `maker` is the word that was called: the place of its caller is remembered. */
function mark<T extends object>(value: T, kind: Written["kind"], maker: (value: never) => unknown): T {
  const holder: { stack?: string } = {};
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  Error.captureStackTrace(holder, maker);
  Error.stackTraceLimit = before;
  const all: unknown = Reflect.get(globalThis, made);
  if (Array.isArray(all)) all.push(value);
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

type WithPlainIds<T extends { id: string }> = Omit<T, "id" | "aliases"> & { id: string; aliases?: readonly string[] };

/** A surface that people look at; its graphs are made from the definitions that belong to it. */
export function dashboard(definition: WithPlainIds<DashboardInput>): WithPlainIds<DashboardInput> {
  return mark(definition, "dashboard", dashboard);
}

/** What a service promises over a time. */
export function objective(definition: WithPlainIds<ObjectiveInput>): WithPlainIds<ObjectiveInput> {
  return mark(definition, "objective", objective);
}

/**
 * A planned silence that comes again and again. Alerts that Datadog watches are silent in it; Sentry's are not.
 *
 * @example
 *
 *     export const upgrades = maintenance({
 *       id: "maintenance/database-upgrades", title: "Database upgrades", owner: "founder",
 *       reason: "the provider restarts the database", silences: { alerts: ["database/down"] },
 *       every: "week", on: ["sunday"], since: "2027-01-03", from: "03:00", duration: minutes(30), timezone: "Europe/Vienna",
 *     });
 */
export function maintenance(window: WithPlainIds<MaintenanceInput>): WithPlainIds<MaintenanceInput> {
  return mark(window, "maintenance", maintenance);
}

/**
 * Whom a pager wakes, one after the other, and in which hours: at Datadog On-Call.
 *
 * @example
 *
 *     export const duty = onCall({
 *       id: "on-call/shop", title: "Shop", owner: "founder", destination: "duty",
 *       steps: [{ people: ["founder"], after: minutes(15) }, { people: ["second"], after: minutes(15) }],
 *       hours: { on: ["monday", "tuesday"], from: "08:00", to: "20:00", timezone: "Europe/Vienna" },
 *     });
 */
export function onCall(definition: WithPlainIds<OnCallInput>): WithPlainIds<OnCallInput> {
  return mark(definition, "on-call", onCall);
}

/** A resource that was created by hand, imported verbatim: `body` is the vendor's own REST body; see docs/reference/definitions.md. */
export function raw(object: WithPlainIds<RawInput>): WithPlainIds<RawInput> {
  return mark(object, "raw", raw);
}

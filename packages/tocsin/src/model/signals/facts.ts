import type { Definition } from "../definition.ts";
import type { Fault } from "../fault.ts";
import type { LogFilter, LogSource, MetricSignal, OfKind, Signal, SignalKind, SignalOf, Signals } from "../signal.ts";
import type { Facts, Read } from "./kind.ts";
import { signalKinds } from "./kinds.ts";

function factsOf<K extends SignalKind>(
  kinds: { readonly [P in K]: Facts<OfKind<P>> },
  { kind }: OfKind<K>,
): Facts<OfKind<K>> {
  return kinds[kind];
}

/** The vendor that watches a signal. */
export function vendorOf({ kind }: Pick<Signal, "kind">): "sentry" | "datadog" | "vercel" | "stripe" {
  const by = signalKinds[kind].by;
  return by === "synthetics" ? "datadog" : by;
}

type KindWatchedBy<V> = { [K in SignalKind]: (typeof signalKinds)[K]["by"] extends V ? K : never }[SignalKind];
/** Signals that a vendor watches. */
export type WatchedBy<V extends (typeof signalKinds)[SignalKind]["by"]> = Signals[KindWatchedBy<V>];
/** Signals that a Datadog monitor of ours watches. */
export type MonitorSignal = WatchedBy<"datadog">;
/** Signals that a synthetic test asks for. */
export type CheckSignal = WatchedBy<"synthetics">;

export const isMonitorSignal = (signal: Signal): signal is MonitorSignal => signalKinds[signal.kind].by === "datadog";
export const isCheckSignal = (signal: Signal): signal is CheckSignal => signalKinds[signal.kind].by === "synthetics";
/** Whether Datadog has a monitor for it, the definition's own or a test's. */
export const hasMonitor = (signal: Signal): boolean => vendorOf(signal) === "datadog";

/** What transactions do: how long they take, how many there are, how many fail. */
export type TransactionSignal = Extract<Signal, { transaction: string }>;
export const measuresTransactions = (signal: Signal): signal is TransactionSignal => "transaction" in signal;

/** Log lines of a vendor, whose form the tool knows: how many, what share of them, or a number that they hold. */
export type LogSignal = Extract<Signal, { source: LogSource }>;
export const readsLogs = (signal: Signal): signal is LogSignal =>
  "source" in signal && typeof signal.source === "object" && "kind" in signal.source;

/** The lines that it reads; of a ratio the numerator's first. */
export const filtersOf = (signal: LogSignal): readonly [LogFilter, ...LogFilter[]] =>
  "part" in signal ? [signal.part, ...signal.whole] : [signal.filter];

export type HttpRequest = HttpCheck | SignalOf<"multistep-check">["steps"][number];

/** Numbers that log lines hold. */
export type MeasureSignal = Extract<LogSignal, { attribute: string }>;
export const measuresLogs = (signal: Signal): signal is MeasureSignal => readsLogs(signal) && "attribute" in signal;

/** Searches of all that Datadog indexes. */
export type SearchSignal = Extract<Signal, { find: unknown }>;
export const isSearch = (signal: Signal): signal is SearchSignal => "find" in signal;

/** Shares of log lines. */
export type ShareSignal = Extract<LogSignal, { part: LogFilter }>;
export const isShareOfLogs = (signal: Signal): signal is ShareSignal => "part" in signal;

/** Errors that apps send to Sentry: of which projects, by their names in the stack file, and with which tags. */
export interface Errors {
  projects: readonly string[];
  /** `!feature` excludes; several values are alternatives. */
  tags: Readonly<Record<string, string | readonly string[]>>;
}

/** The errors that it watches; null for what watches none. */
export const errorsOf = (signal: Signal): Errors | null =>
  "projects" in signal
    ? signal
    : "project" in signal && "tags" in signal
      ? { projects: [signal.project], tags: signal.tags }
      : null;

/** What a metric will be, and which member of a group is unlike the others. */
export const isForecast = (signal: Signal): boolean => "history" in signal;
export const isOutlier = (signal: Signal): boolean => "tolerance" in signal;

/** Checks that an agent or an integration runs. */
export type ServiceCheck = Extract<Signal, { check: string }>;
export const isServiceCheck = (signal: Signal): signal is ServiceCheck => "check" in signal;

/** The requests that a synthetic test sends to a service, in their order; none for what sends no request. */
export const requestsOf = (signal: Signal): readonly HttpRequest[] =>
  isHttpCheck(signal) ? [signal] : "steps" in signal ? signal.steps : [];

/** Metrics that are compared as they are: not what has changed, is unusual, or will be. */
export type PlainMetric = SignalOf<"metric">;
export const isPlainMetric = (signal: Signal): signal is PlainMetric => signal.kind === "metric";

/** What fires by the states of other alerts. */
export type CompositeSignal = SignalOf<"composite">;
export const isComposite = (signal: Signal): signal is CompositeSignal => signal.kind === "composite";

/** A request that a synthetic test sends. */
export type HttpCheck = SignalOf<"http-check">;
export const isHttpCheck = (signal: Signal): signal is HttpCheck => signal.kind === "http-check";

/** Single issues at Sentry, new or back again. */
export type IssueSignal = SignalOf<"sentry-issues">;

/** Calls on a schedule, which are declared. */
export type DeclaredCrons = SignalOf<"crons">;
export const declaresCrons = (signal: Signal): signal is DeclaredCrons => signal.kind === "crons";

/** What a vendor sends its events to, which is declared. */
export type EventReceiver = SignalOf<"stripe-events">;
export const receivesEvents = (signal: Signal): signal is EventReceiver => signal.kind === "stripe-events";

/** Whether it is arithmetic over Datadog's metrics. */
export const isMetricSignal = (signal: Signal): signal is MetricSignal => "expression" in signal;

/** Whether it watches Datadog's metrics, by arithmetic over series or by a query as written. */
export const watchesMetrics = (signal: Signal): boolean => isMetricSignal(signal) || signal.kind === "datadog-query";

/**
 * Seconds by which points of a source that we know may be late. What Datadog fetches from a vendor by itself comes in turns: it
 * advises 15 minutes for crawled metrics (docs: Troubleshooting No Data, read 2026-11). The probe sends each minute.
 */
export const lateBy = { supabase: 900, probe: 60 } as const satisfies Record<
  Extract<MetricSignal["source"], string>,
  number
>;

/** Seconds after which a metric's points have arrived: so much later Datadog looks. */
export const delayOf = ({ source }: MetricSignal): number =>
  typeof source === "string" ? lateBy[source] : source.delay;

/** The definitions whose states it is made of, by id: those that a composite names. */
export const partsOfSignal = (signal: Signal): readonly string[] =>
  isComposite(signal) ? [...signal.all, ...signal.any, ...signal.unless] : [];

/** The tags or attributes whose values fire each for itself. */
export const groupsOfSignal = (signal: Signal): readonly string[] => ("groupBy" in signal ? signal.groupBy : []);

/** Seconds between two runs of what is run, from outside or by a schedule that is stated so; null for everything else. */
export const runsEvery = (signal: Signal): number | null => ("every" in signal ? signal.every : null);

/** The unit of a signal's value, as a suffix (`" %"`, `" ms"`, or nothing). */
export const unitOfSignal = (signal: Signal): string => factsOf<SignalKind>(signalKinds, signal).unit(signal);

export const notEvaluated = (signal: Signal): string | null =>
  factsOf<SignalKind>(signalKinds, signal).notEvaluated(signal);

/** What its vendor refuses, or never judges, of a definition's signal and of the condition on it. */
export const faultsOfSignal = ({ signal, condition }: Pick<Definition, "signal" | "condition">): Fault[] =>
  factsOf<SignalKind>(signalKinds, signal).faults?.(signal, condition) ?? [];

/** The series that a signal is evaluated on. */
export const readsOfSignal = (signal: Signal): Read[] => factsOf<SignalKind>(signalKinds, signal).reads(signal);

import { z } from "zod";
import type { ReadonlyLists } from "./readonly-lists.ts";
import { httpCheck, multistepCheck } from "./signals/checks.ts";
import { burnRate, composite, datadogMonitor, datadogQuery, serviceCheck } from "./signals/datadog.ts";
import { crons, stripeEvents } from "./signals/declared.ts";
import { dnsCheck, grpcCheck, icmpCheck, tcpCheck, tlsCheck } from "./signals/host-checks.ts";
import { logCount, type logFilterSchema, logMeasure, logRatio, type logSourceSchema } from "./signals/logs.ts";
import {
  metric,
  metricAnomaly,
  metricChange,
  metricForecast,
  metricOutliers,
  type metricSourceSchema,
  type seriesSchema,
} from "./signals/metric.ts";
import { search } from "./signals/search.ts";
import {
  checkIns,
  sentryAnomaly,
  sentryErrors,
  sentryIssues,
  sentryMonitor,
  sentrySessions,
  sentrySpans,
  sentryUptime,
} from "./signals/sentry.ts";

/**
 * What can be watched, one schema a kind. A signal says *what* is measured and never how a vendor spells it: the vendors'
 * compilers do that, and the evaluator reads the same data. A new kind is added here; the compiler then names every table
 * that it needs a row in.
 */
export const signalSchema = z.discriminatedUnion("kind", [
  sentryErrors,
  sentryAnomaly,
  sentryIssues,
  sentrySessions,
  sentrySpans,
  sentryUptime,
  checkIns,
  sentryMonitor,
  metric,
  metricChange,
  metricAnomaly,
  metricForecast,
  metricOutliers,
  logCount,
  logRatio,
  logMeasure,
  search,
  serviceCheck,
  composite,
  burnRate,
  datadogQuery,
  datadogMonitor,
  httpCheck,
  tlsCheck,
  dnsCheck,
  tcpCheck,
  grpcCheck,
  icmpCheck,
  multistepCheck,
  crons,
  stripeEvents,
]);

export type Signal = z.output<typeof signalSchema>;
type SignalInput = ReadonlyLists<z.input<typeof signalSchema>>;
export type SignalKind = Signal["kind"];
export type SignalOf<K extends SignalKind> = Extract<Signal, { kind: K }>;
export type Signals = { [K in SignalKind]: SignalOf<K> };
/** A signal of a kind, so that the row of its kind in a table takes it. */
export type OfKind<K extends SignalKind = SignalKind> = { [P in K]: Signals[P] & { kind: P } }[K];
export type SignalInputOf<K extends SignalKind> = Extract<SignalInput, { kind: K }>;
/** The same without its kind: what the word of it takes. */
export type WithoutKind<K extends SignalKind> = Omit<SignalInputOf<K>, "kind">;
export type LogFilter = z.output<typeof logFilterSchema>;
export type LogSource = z.output<typeof logSourceSchema>;
export type MetricSource = z.output<typeof metricSourceSchema>;
/** Series of a metric, one name each. */
export type Series = z.output<typeof seriesSchema>;
/** Signals on arithmetic over Datadog's metrics. */
export type MetricSignal = Extract<Signal, { expression: string }>;
export const signalKinds = signalSchema.options.map(({ shape }) => shape.kind.value);
export { logFilterSchema, logSourceSchema } from "./signals/logs.ts";
export { metricSourceSchema, metricSources, seriesSchema } from "./signals/metric.ts";

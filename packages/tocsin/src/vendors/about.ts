import type { Definition } from "../model/definition.ts";
import type { SignalKind } from "../model/signal.ts";
import { filtersOf, isHttpCheck, isPlainMetric, measuresTransactions, readsLogs } from "../model/signals/facts.ts";

/** Whether a definition watches what a check looks at: by its signal, as what it is called says nothing. */
export type About = (definition: Definition) => boolean;

export const watches =
  (...kinds: SignalKind[]): About =>
  ({ signal }) =>
    kinds.includes(signal.kind);

/** A metric that is named so, or that begins so where `metric` ends with a dot. */
export const watchesMetric =
  (...metrics: string[]): About =>
  ({ signal }) =>
    isPlainMetric(signal) &&
    Object.values(signal.series).some((series) =>
      metrics.some((name) => (name.endsWith(".") ? series.metric.startsWith(name) : series.metric === name)),
    );

export const watchesDatabase: About = ({ signal }) =>
  (isPlainMetric(signal) && signal.source === "supabase") || watchesPostgresLog(signal);

/** PostgreSQL's own log. */
const watchesPostgresLog = (signal: Definition["signal"]): boolean =>
  readsLogs(signal) && signal.source.kind === "supabase";

export const watchesSlowQueries: About = ({ signal }) => watchesPostgresLog(signal);

/** Answers of 500 and more. */
export const watchesServerErrors: About = ({ signal }) =>
  readsLogs(signal) && "count" in signal && (filtersOf(signal)[0].status?.[1] ?? 0) >= 500;

export const any =
  (...all: About[]): About =>
  (definition) =>
    all.some((one) => one(definition));

/** How many errors, or each of them. */
export const watchesErrors = watches("sentry-errors", "sentry-issues");
export const watchesErrorCounts = watches("sentry-errors");

export const watchesTransactions: About = ({ signal }) => measuresTransactions(signal);

export const asksHttp: About = ({ signal }) => isHttpCheck(signal);

/** What users feel, wherever it comes from: whoever looks at one of these asks next what was deployed. */
export const symptoms = any(watchesErrors, watchesTransactions, asksHttp, watchesServerErrors);

/** The page of `runbooks` that most definitions of these name, the first by name among equals; null where there is none. */
export function pageFor(about: About, definitions: readonly Definition[]): string | null {
  const counts = new Map<string, number>();
  for (const { runbook } of definitions.filter(about)) counts.set(runbook, (counts.get(runbook) ?? 0) + 1);
  const [best] = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return best?.[0] ?? null;
}

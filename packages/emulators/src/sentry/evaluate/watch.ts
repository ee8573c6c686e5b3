import type { StoredEvent } from "../event.ts";
import type { MetricSource } from "../metric-detector.ts";
import { parseSearch } from "../search.ts";
import { matcherOf } from "../search-match.ts";
import type { StoredSpan } from "../spans.ts";
import { parseAggregate, type Sample } from "./aggregate.ts";
import { eventValues, searchableEvent, searchableSpan, spanValues } from "./fields.ts";

/** What one metric monitor measures: each event or span is matched once, when it arrives. */
export interface Watch {
  event(event: StoredEvent): void;
  span(span: StoredSpan): void;
  /** The aggregate over the window that ends at `end`, in milliseconds since the epoch. */
  valueAt(end: number): number;
}

/** Statuses of spans that are no failure. */
const fine = ["ok", "cancelled", "unknown"];

/**
 * @param source as Sentry accepted it
 * @param lookBackMs how far before the newest window one may be asked for
 * @throws Error when it is one that should have been refused at creation
 */
export function watch(source: MetricSource, projectId: string, lookBackMs: number): Watch {
  const aggregate = parseAggregate(source.aggregate, source.dataset);
  if (aggregate === null) throw new Error(`aggregate ${source.aggregate} was accepted but cannot be evaluated`);
  const matches = matcherOf(parseSearch(source.query));
  const { field } = aggregate;
  let samples: Sample[] = [];
  const keptMs = source.timeWindow * 1000 + lookBackMs;
  const isMine = (one: { projectId: string; environment: string }) =>
    one.projectId === projectId && (source.environment === null || one.environment === source.environment);

  return {
    event: (event) => {
      if (source.dataset !== "events" || !isMine(event) || !source.eventTypes.includes(event.kind)) return;
      const searchable = searchableEvent(event);
      // An event opens its issue again, so each that arrives is of an unresolved one.
      const values = (key: string) => (key === "is" ? ["unresolved"] : searchable.values(key));
      if (!matches({ ...searchable, values })) return;
      const unique = field === null ? null : (eventValues(event, field)[0] ?? null);
      samples.push({ at: event.timestamp.getTime(), value: 1, unique, failed: false });
    },
    span: (span) => {
      if (source.dataset !== "events_analytics_platform" || !isMine(span) || !matches(searchableSpan(span))) return;
      const unique = field === null ? null : (spanValues(span, field)[0] ?? null);
      const failed = !fine.includes(span.status);
      samples.push({ at: span.timestamp.getTime(), value: span.durationMs, unique, failed });
    },
    valueAt: (end) => {
      // Twice as long as needed, so that forgetting is rare; what arrives late still falls into its window.
      if ((samples[0]?.at ?? end) < end - 2 * keptMs) samples = samples.filter(({ at }) => at > end - keptMs);
      const start = end - source.timeWindow * 1000;
      return aggregate.compute(
        samples.filter(({ at }) => at > start && at <= end),
        source.timeWindow,
      );
    },
  };
}

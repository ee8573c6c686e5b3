import { type SloBody, sloSchema } from "../config/slo-schema.ts";
import { QueryError } from "../query/scanner.ts";
import type { SloQuery } from "../query/types.ts";
import { downtimesOf, slicesOf } from "../reads/slo-time.ts";
import { countsOf } from "../reads/slo-values.ts";
import type { DatadogStore } from "../store.ts";

const DAY = 86_400;

/**
 * The value of an alert on an SLO (docs: Burn Rate Alerts, Error Budget Alerts). A burn rate is the error rate of a time divided by
 * the one that the target allows; it alerts when that of the long and that of the short window are beyond the limit, so what is
 * compared is the smaller one. Of a budget it is how much is used up, in percent. Null where nothing was to be good or bad.
 */
export function evaluateSlo(store: DatadogStore, query: SloQuery, at: number): number | null {
  const stored = store.slos.get(query.sloId);
  if (stored === undefined) return null;
  const slo = sloSchema.parse(stored.body);
  const target = targetOf(slo, query);
  if (target === null) return null;
  const burnt = (seconds: number): number | null => {
    const rate = errorRate(store, slo, { from: at - seconds, to: at });
    return rate === null ? null : rate / (1 - target / 100);
  };
  try {
    if (query.longWindowSeconds === null || query.shortWindowSeconds === null) {
      const used = burnt(query.targetSeconds);
      return used === null ? null : 100 * used;
    }
    const long = burnt(query.longWindowSeconds);
    // Where nothing happens any more, nothing is burnt any more.
    return long === null ? null : Math.min(long, burnt(query.shortWindowSeconds) ?? 0);
  } catch (error) {
    if (error instanceof QueryError) return null;
    throw error;
  }
}

/** The target of the query's time; null where the SLO has none for that. In percent. */
export const targetOf = ({ thresholds }: Pick<SloBody, "thresholds">, { targetSeconds }: SloQuery): number | null =>
  thresholds.find(({ timeframe }) => timeframe === `${targetSeconds / DAY}d`)?.target ?? null;

/** The share of what was bad, from 0 to 1. */
function errorRate(store: DatadogStore, slo: SloBody, span: { from: number; to: number }): number | null {
  if (slo.type === "metric") {
    const { numerator, denominator } = countsOf(store, slo, span);
    return denominator.sum === 0 ? null : 1 - numerator.sum / denominator.sum;
  }
  const { down, known } =
    slo.type === "time_slice" ? slicesOf(store, slo, span) : downtimesOf(store, slo.monitor_ids ?? [], span).all;
  return known === 0 ? null : down / known;
}

import type { Definition } from "../../model/definition.ts";
import type { Series } from "../../model/signal.ts";
import { filtersOf, isMetricSignal, readsLogs } from "../../model/signals/facts.ts";
import type { LogLine } from "../fire-types.ts";
import type { Injected } from "../firing.ts";
import { matchesFilter, sameSource } from "./fire-logs.ts";

/** Whether a definition counts one of these lines. */
export function linesTouch(lines: readonly LogLine[], { signal }: Definition): boolean {
  if (!readsLogs(signal)) return false;
  const filters = filtersOf(signal);
  return lines.some(
    (line) => sameSource(line.source, signal.source) && filters.some((filter) => matchesFilter(line, filter)),
  );
}

/** Whether a definition watches a series to which points are sent. */
export const seriesTouch = ({ series }: Injected<"series">, other: Definition): boolean =>
  watches(other, (watched) =>
    series.some(({ metric, tags }) => metric === watched.metric && compatible(tags, watched.tags)),
  );

/** Whether a definition watches the budget that is used up. */
export const spendTouch = ({ spends }: { spends?: string | undefined }, { signal }: Definition): boolean =>
  "objective" in signal && signal.objective === spends;

/** Whether a definition watches metrics that the probe reports otherwise, with the tags that they then have. */
export const movesTouch = (moves: readonly string[], tags: Record<string, string>, other: Definition): boolean =>
  watches(other, (watched) => moves.includes(watched.metric) && compatible(tags, watched.tags));

const watches = ({ signal }: Definition, one: (series: Series) => boolean): boolean =>
  isMetricSignal(signal) && Object.values(signal.series).some(one);

/** A tag that one of two leaves open can be the same. */
const compatible = (sent: Record<string, string>, watched: Record<string, string | string[]>): boolean =>
  Object.entries(watched).every(([key, value]) => {
    const has = sent[key.replace(/^!/, "")];
    return has === undefined || [value].flat().includes(has) !== key.startsWith("!");
  });

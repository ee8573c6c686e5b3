import type { VendorName } from "../model/resource.ts";

/** Asking vendors for what their signals were. */

/** Values of one group. Each stands at the end of the time that it covers. Milliseconds since the epoch, in rising order. */
export interface HistorySeries {
  tags: Record<string, string>;
  points: { at: Float64Array; value: Float64Array };
}

export interface HistoryAnswer {
  series: HistorySeries[];
  /** Seconds that each value covers: what was asked for, unless the vendor made it coarser. */
  resolution: number;
}

/** The time of one call, in milliseconds since the epoch. */
export interface Span {
  from: number;
  to: number;
}

/** One series of a definition as a question that its vendor answers, a span at a time. */
export interface HistoryQuestion {
  vendor: VendorName;
  /** Name of the series in the definition's evaluation. */
  series: string;
  /** What tells this question from every other, without the time. */
  identity: string;
  /** Resolutions that can be asked for and that fit the definition's window, in seconds, finest first. */
  resolutions: readonly number[];
  /** How many values one call gives at most. */
  valuesPerCall: number;
  /** @throws VendorError */
  ask(span: Span, resolution: number): Promise<HistoryAnswer>;
}

/** What can be asked about a definition, and where the answer is less than the vendor's own evaluation sees. */
export type HistoryPlan = { questions: HistoryQuestion[]; notes: string[] } | { reason: string };

/** Makes the columns of a series out of pairs; what has no value is left out. */
export function columnsOf(pairs: readonly (readonly [number, number | null])[]): HistorySeries["points"] {
  const known = pairs.flatMap(([at, value]) =>
    value === null || !Number.isFinite(value) ? [] : [[at, value] as const],
  );
  known.sort(([a], [b]) => a - b);
  return { at: Float64Array.from(known, ([at]) => at), value: Float64Array.from(known, ([, value]) => value) };
}

/** Those of the steps, in seconds, that divide a window. */
export function fitting(window: number, steps: readonly number[]): number[] {
  return steps.filter((step) => step <= window && window % step === 0);
}

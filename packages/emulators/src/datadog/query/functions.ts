/** How many arguments a function takes after its series. */
interface Signature {
  min: number;
  max: number;
}

const fixed = (count: number): Signature => ({ min: count, max: count });

/**
 * The functions of Datadog's metric queries that this emulator knows (docs: Dashboards > Functions). A function that is
 * not here is refused: an unknown one must not look like a working monitor.
 */
export const FUNCTIONS: Readonly<Record<string, Signature>> = {
  abs: fixed(0),
  log2: fixed(0),
  log10: fixed(0),
  cumsum: fixed(0),
  integral: fixed(0),
  diff: fixed(0),
  monotonic_diff: fixed(0),
  dt: fixed(0),
  derivative: fixed(0),
  per_second: fixed(0),
  per_minute: fixed(0),
  per_hour: fixed(0),
  default_zero: fixed(0),
  exclude_null: { min: 0, max: 1 },
  count_nonzero: fixed(0),
  count_not_null: fixed(0),
  clamp_min: fixed(1),
  clamp_max: fixed(1),
  cutoff_min: fixed(1),
  cutoff_max: fixed(1),
  is_greater: fixed(1),
  hour_before: fixed(0),
  day_before: fixed(0),
  week_before: fixed(0),
  month_before: fixed(0),
  timeshift: fixed(1),
  calendar_shift: fixed(2),
  ewma_3: fixed(0),
  ewma_5: fixed(0),
  ewma_10: fixed(0),
  ewma_20: fixed(0),
  median_3: fixed(0),
  median_5: fixed(0),
  median_7: fixed(0),
  median_9: fixed(0),
  autosmooth: fixed(0),
  moving_rollup: { min: 1, max: 2 },
  trend_line: fixed(0),
  robust_trend: fixed(0),
  piecewise_constant: fixed(0),
  top: { min: 3, max: 3 },
  anomalies: { min: 2, max: 12 },
  outliers: { min: 1, max: 4 },
  forecast: { min: 2, max: 8 },
};

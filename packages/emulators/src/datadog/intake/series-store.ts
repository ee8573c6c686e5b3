/** The kinds of the intake (spec: `MetricIntakeType`), and distributions, which are made of log lines. */
export type MetricKind = "unspecified" | "count" | "rate" | "gauge" | "distribution";

/** One value at one time, in seconds since the epoch. */
export interface Point {
  timestamp: number;
  value: number;
}

/** What the points of one metric with one set of tags have in common. */
interface SeriesOf {
  metric: string;
  kind: MetricKind;
  /** Seconds between points of a count or rate; null when the sender did not say. */
  interval: number | null;
  /** Sorted, without repetition; `host:...` is a tag like the others. */
  tags: string[];
}

/**
 * The points of one metric with one set of tags. Sorted by time, one for each second at most; of a distribution every value that was
 * observed. Two lists of numbers: of hundreds of thousands of points, each as an object takes four times the memory.
 */
export interface Series extends SeriesOf {
  /** Seconds since the epoch. */
  times: number[];
  /** As many, in the same order. */
  values: number[];
}

/** Points older than this are forgotten: no monitor's window reaches further than a week. */
const KEPT_SECONDS = 8 * 86_400;
/** What is expired is removed in batches. */
const SLACK_SECONDS = 3_600;

/** All submitted metrics, by name. */
export class SeriesStore {
  readonly #byMetric = new Map<string, Map<string, Series>>();
  readonly #firstSeen = new WeakMap<Series, number>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The names of all metrics. */
  get metrics(): string[] {
    return [...this.#byMetric.keys()];
  }

  /** All series, or those of one metric. */
  list(metric?: string): Series[] {
    if (metric !== undefined) return [...(this.#byMetric.get(metric)?.values() ?? [])];
    return [...this.#byMetric.values()].flatMap((all) => [...all.values()]);
  }

  /** How many series a metric has; series are never removed, so a number that is the same means the same series. */
  numberOf(metric: string): number {
    return this.#byMetric.get(metric)?.size ?? 0;
  }

  /** When the first point of a series arrived, in seconds since the epoch. */
  firstSeen(series: Series): number {
    return this.#firstSeen.get(series) ?? 0;
  }

  /** Adds points; a later value for the same second replaces the earlier one, as the vendor does. */
  add({ points, ...incoming }: SeriesOf & { points: readonly Point[] }, nowSeconds: number): void {
    const series = this.#series(incoming, nowSeconds);
    for (const { timestamp, value } of points) insert(series, timestamp, value);
    forget(series, nowSeconds);
  }

  /** Counts one more at a time. */
  count(metric: SeriesOf, timestamp: number, nowSeconds: number): void {
    const series = this.#series(metric, nowSeconds);
    const before = firstAfter(series.times, timestamp) - 1;
    const counted = series.times[before] === timestamp ? (series.values[before] ?? 0) : 0;
    insert(series, timestamp, counted + 1);
    forget(series, nowSeconds);
  }

  /** Adds a value of a distribution, beside others of the same time. */
  observe(metric: SeriesOf, timestamp: number, value: number, nowSeconds: number): void {
    const series = this.#series(metric, nowSeconds);
    const place = firstAfter(series.times, timestamp);
    series.times.splice(place, 0, timestamp);
    series.values.splice(place, 0, value);
    forget(series, nowSeconds);
  }

  #series(incoming: SeriesOf, nowSeconds: number): Series {
    const all = this.#byMetric.get(incoming.metric) ?? new Map<string, Series>();
    this.#byMetric.set(incoming.metric, all);
    const key = incoming.tags.join(",");
    let series = all.get(key);
    if (series === undefined) {
      series = { ...incoming, times: [], values: [] };
      all.set(key, series);
      this.#size += 1;
      this.#firstSeen.set(series, nowSeconds);
    }
    series.kind = incoming.kind;
    series.interval = incoming.interval;
    return series;
  }
}

function forget({ times, values }: Series, nowSeconds: number): void {
  const oldest = nowSeconds - KEPT_SECONDS;
  if ((times[0] ?? oldest) >= oldest - SLACK_SECONDS) return;
  const expired = firstAfter(times, oldest - 1);
  times.splice(0, expired);
  values.splice(0, expired);
}

/** The index of the first time later than another, both in seconds since the epoch. */
export function firstAfter(times: readonly number[], seconds: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) > seconds) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Nearly all points come in order, so the place is looked for at the end. */
function insert({ times, values }: Series, time: number, value: number): void {
  const last = times.at(-1);
  if (last === undefined || time > last) {
    times.push(time);
    values.push(value);
    return;
  }
  const place = firstAfter(times, time);
  if (times[place - 1] === time) {
    values[place - 1] = value;
    return;
  }
  times.splice(place, 0, time);
  values.splice(place, 0, value);
}

/** The kinds of the intake (spec: `MetricIntakeType`), and distributions, which are made of log lines. */
export type MetricKind = "unspecified" | "count" | "rate" | "gauge" | "distribution";

/** One value at one time, in seconds since the epoch. */
export interface Point {
  timestamp: number;
  value: number;
}

/** The points of one metric with one set of tags. */
export interface Series {
  metric: string;
  kind: MetricKind;
  /** Seconds between points of a count or rate; null when the sender did not say. */
  interval: number | null;
  /** Sorted, without repetition; `host:...` is a tag like the others. */
  tags: string[];
  /** Sorted by time, one for each second at most; of a distribution every value that was observed. */
  points: Point[];
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
  add({ points, ...incoming }: Series, nowSeconds: number): void {
    const series = this.#series(incoming, nowSeconds);
    for (const point of points) insert(series.points, point);
    forget(series, nowSeconds);
  }

  /** Counts one more at a time. */
  count(metric: Omit<Series, "points">, timestamp: number, nowSeconds: number): void {
    const series = this.#series(metric, nowSeconds);
    const before = series.points[firstAfter(series.points, timestamp) - 1];
    const value = before?.timestamp === timestamp ? before.value + 1 : 1;
    insert(series.points, { timestamp, value });
    forget(series, nowSeconds);
  }

  /** Adds a value of a distribution, beside others of the same time. */
  observe(metric: Omit<Series, "points">, timestamp: number, value: number, nowSeconds: number): void {
    const series = this.#series(metric, nowSeconds);
    series.points.splice(firstAfter(series.points, timestamp), 0, { timestamp, value });
    forget(series, nowSeconds);
  }

  #series(incoming: Omit<Series, "points">, nowSeconds: number): Series {
    const all = this.#byMetric.get(incoming.metric) ?? new Map<string, Series>();
    this.#byMetric.set(incoming.metric, all);
    const key = incoming.tags.join(",");
    let series = all.get(key);
    if (series === undefined) {
      series = { ...incoming, points: [] };
      all.set(key, series);
      this.#size += 1;
      this.#firstSeen.set(series, nowSeconds);
    }
    series.kind = incoming.kind;
    series.interval = incoming.interval;
    return series;
  }
}

function forget(series: Series, nowSeconds: number): void {
  const oldest = nowSeconds - KEPT_SECONDS;
  if ((series.points[0]?.timestamp ?? oldest) < oldest - SLACK_SECONDS) {
    series.points.splice(0, firstAfter(series.points, oldest - 1));
  }
}

/** The index of the first point later than a time, in seconds since the epoch. */
export function firstAfter(points: readonly Point[], seconds: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((points[middle]?.timestamp ?? 0) > seconds) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Nearly all points come in order, so the place is looked for at the end. */
function insert(points: Point[], point: Point): void {
  const last = points.at(-1);
  if (last === undefined || point.timestamp > last.timestamp) {
    points.push(point);
    return;
  }
  const place = firstAfter(points, point.timestamp);
  const same = points[place - 1]?.timestamp === point.timestamp;
  points.splice(same ? place - 1 : place, same ? 1 : 0, point);
}

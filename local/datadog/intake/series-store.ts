/** The kinds of the intake (spec: `MetricIntakeType`). */
export type MetricKind = "unspecified" | "count" | "rate" | "gauge";

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
  /** Sorted by time, one for each second at most. */
  points: Point[];
}

/** Points older than this are forgotten: no monitor's window reaches further than a week. */
const KEPT_SECONDS = 8 * 86_400;

/** All submitted metrics. */
export class SeriesStore {
  readonly #series = new Map<string, Series>();

  get size(): number {
    return this.#series.size;
  }

  /** All series, or those of one metric. */
  list(metric?: string): Series[] {
    const all = [...this.#series.values()];
    return metric === undefined ? all : all.filter((series) => series.metric === metric);
  }

  /** Adds points; a later value for the same second replaces the earlier one, as the vendor does. */
  add(incoming: Series, nowSeconds: number): void {
    const key = `${incoming.metric}|${incoming.tags.join(",")}`;
    const points = new Map(this.#series.get(key)?.points.map((point) => [point.timestamp, point]) ?? []);
    for (const point of incoming.points) points.set(point.timestamp, point);
    const kept = [...points.values()]
      .filter(({ timestamp }) => timestamp >= nowSeconds - KEPT_SECONDS)
      .sort((a, b) => a.timestamp - b.timestamp);
    this.#series.set(key, { ...incoming, points: kept });
  }
}

import type { Columns, Series } from "./types.ts";

/**
 * Points by the minute. All windows, delays and evaluations of our vendors are whole minutes, so a window is a whole number
 * of buckets and nothing is lost by it. A bucket holds what came after its beginning and up to its end, as windows do.
 */
const minuteMs = 60_000;

/** The minutes that an evaluation looks at: bucket `i` ends `i + 1` minutes after `first` minutes since the epoch. */
export interface Minutes {
  first: number;
  count: number;
}

/** How the points of one bucket become one. */
export type Merge = "sum" | "avg" | "min" | "max" | "count";

/** One value a minute, NaN where there is no point. */
export function bucketed(series: readonly Series[], merge: Merge, minutes: Minutes): Float64Array {
  const values = new Float64Array(minutes.count).fill(Number.NaN);
  const points = merge === "avg" ? new Int32Array(minutes.count) : null;
  for (const one of series) {
    eachPoint(one.points, minutes, (bucket, value) => {
      const before = values[bucket] ?? Number.NaN;
      const added = merge === "count" ? 1 : value;
      values[bucket] = Number.isNaN(before) ? added : merged(before, added, merge);
      if (points !== null) points[bucket] = (points[bucket] ?? 0) + 1;
    });
  }
  if (points !== null) {
    for (let i = 0; i < values.length; i += 1) {
      const many = points[i] ?? 0;
      if (many > 1) values[i] = (values[i] ?? 0) / many;
    }
  }
  return values;
}

function merged(before: number, added: number, merge: Merge): number {
  if (merge === "min") return Math.min(before, added);
  if (merge === "max") return Math.max(before, added);
  return before + added;
}

/** The points themselves, by bucket: the values of bucket `i` are `values.subarray(starts[i], starts[i + 1])`. */
export function samples(series: readonly Series[], minutes: Minutes): { values: Float64Array; starts: Int32Array } {
  const starts = new Int32Array(minutes.count + 1);
  for (const { points } of series) {
    eachPoint(points, minutes, (bucket) => {
      starts[bucket + 1] = (starts[bucket + 1] ?? 0) + 1;
    });
  }
  for (let i = 0; i < minutes.count; i += 1) starts[i + 1] = (starts[i + 1] ?? 0) + (starts[i] ?? 0);
  const next = Int32Array.from(starts);
  const values = new Float64Array(starts[minutes.count] ?? 0);
  for (const { points } of series) {
    eachPoint(points, minutes, (bucket, value) => {
      const place = next[bucket] ?? 0;
      values[place] = value;
      next[bucket] = place + 1;
    });
  }
  return { values, starts };
}

function eachPoint(
  points: Series["points"],
  { first, count }: Minutes,
  visit: (bucket: number, value: number) => void,
): void {
  const columns = columnsOf(points);
  const { at, value } = columns;
  for (let i = 0; i < at.length; i += 1) {
    const bucket = Math.ceil((at[i] ?? 0) / minuteMs) - 1 - first;
    const one = value[i] ?? Number.NaN;
    if (bucket >= 0 && bucket < count && !Number.isNaN(one)) visit(bucket, one);
  }
}

/** Points as two arrays. */
export function columnsOf(points: Series["points"]): Columns {
  if ("value" in points) return points;
  return { at: Float64Array.from(points, ({ at }) => at), value: Float64Array.from(points, ({ value }) => value) };
}

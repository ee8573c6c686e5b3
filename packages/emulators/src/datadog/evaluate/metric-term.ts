import { firstAfter, type Series, type SeriesStore } from "../intake/series-store.ts";
import type { MetricTerm, Modifier } from "../query/types.ts";
import { groupName, groupValues, inScope } from "./tags.ts";
import { percentile, type Reducer, type Row, reduce, type Vector } from "./vector.ts";

/** The span and grid over which a query is answered: `(end - buckets * bucket, end]`, all in seconds since the epoch. */
export interface Grid {
  end: number;
  bucket: number;
  buckets: number;
}

/** Series by group, remembered as long as the metric has the same series. */
interface Selection {
  count: number;
  groups: { group: ReadonlyMap<string, string>; series: Series[] }[];
}

const selections = new WeakMap<MetricTerm, Selection>();

/** Answers one metric of an expression: each series on the grid first, then the series of each group together. */
export function answerTerm(store: SeriesStore, term: MetricTerm, grid: Grid): Map<string, Row> {
  const rows = new Map<string, Row>();
  for (const { group, series } of select(store, term)) {
    const values = aggregateGroup(series, term, grid);
    if (values === null) continue;
    const firstSeen = Math.min(...series.map((each) => store.firstSeen(each)));
    rows.set(groupName(group), { group, values: fill(values, term.modifiers), firstSeen });
  }
  return rows;
}

function select(store: SeriesStore, term: MetricTerm): Selection["groups"] {
  const count = store.numberOf(term.metric);
  const known = selections.get(term);
  if (known !== undefined && known.count === count) return known.groups;
  const groups = new Map<string, Selection["groups"][number]>();
  for (const series of store.list(term.metric)) {
    if (!inScope(term.filter, series.tags)) continue;
    const values = groupValues(term.groupBy, series.tags);
    const group = new Map(term.groupBy.map((key, index) => [key, values[index] ?? ""]));
    const name = groupName(group);
    const entry = groups.get(name) ?? { group, series: [] };
    entry.series.push(series);
    groups.set(name, entry);
  }
  const selection = { count, groups: [...groups.values()] };
  selections.set(term, selection);
  return selection.groups;
}

/** Null when no series of the group has a point in the span. */
function aggregateGroup(series: readonly Series[], term: MetricTerm, grid: Grid): Vector | null {
  const percent = percentOf(term.aggregator);
  const rolled = series.map((each) => (percent === null ? roll(each, term, grid) : pool(each, grid)));
  if (rolled.every((each) => each === null)) return null;
  const values = new Float64Array(grid.buckets);
  for (let i = 0; i < grid.buckets; i += 1) {
    const here = rolled.flatMap((each) => each?.[i] ?? []);
    values[i] = percent === null ? reduce(here, reducerOf(term.aggregator)) : percentile(here, percent);
  }
  return values;
}

/** One value a bucket. */
function roll(series: Series, term: MetricTerm, grid: Grid): number[][] | null {
  const pooled = pool(series, grid);
  // All values of a distribution count alike, whatever series they stand in (docs: Distributions).
  if (pooled === null || series.kind === "distribution") return pooled;
  const modifier = term.modifiers.find(({ name }) => name === "rollup")?.args[0];
  const reducer = rollupReducer(series, modifier);
  const scale = scaleOf(series, term, grid);
  return pooled.map((values) => (values.length === 0 ? [] : [reduce(values, reducer) * scale]));
}

/** All points by bucket; null when there is none in the span. */
function pool(series: Series, { end, bucket, buckets }: Grid): number[][] | null {
  const start = end - bucket * buckets;
  const first = firstAfter(series.points, start);
  const last = firstAfter(series.points, end);
  if (first === last) return null;
  const pooled: number[][] = Array.from({ length: buckets }, () => []);
  for (let i = first; i < last; i += 1) {
    const point = series.points[i];
    if (point !== undefined) pooled[Math.ceil((point.timestamp - start) / bucket) - 1]?.push(point.value);
  }
  return pooled;
}

/** Within a bucket counts add up, and everything else is averaged unless the query says how (docs: Rollup). */
function rollupReducer(series: Series, modifier: string | number | undefined): Reducer {
  switch (modifier) {
    case "avg":
    case "sum":
    case "min":
    case "max":
    case "count":
      return modifier;
  }
  return series.kind === "count" ? "sum" : "avg";
}

/** `as_rate` makes counts values per second, `as_count` makes rates counts; gauges stay what they are (docs: Types). */
function scaleOf(series: Series, term: MetricTerm, { bucket }: Grid): number {
  const seconds = Math.max(bucket, series.interval ?? 0);
  if (series.kind === "count" && has(term.modifiers, "as_rate")) return 1 / seconds;
  if (series.kind === "rate" && has(term.modifiers, "as_count")) return seconds;
  return 1;
}

function has(modifiers: readonly Modifier[], name: Modifier["name"]): boolean {
  return modifiers.some((modifier) => modifier.name === name);
}

/** How values become one, over series or over time: as the query says, the mean for every other word. */
export function reducerOf(aggregator: string): Reducer {
  switch (aggregator) {
    case "sum":
    case "min":
    case "max":
    case "count":
      return aggregator;
    default:
      return "avg";
  }
}

/** 95 of `p95`; null for aggregators that are no percentile. */
export function percentOf(aggregator: string): number | null {
  const digits = /^p(\d+)$/.exec(aggregator)?.[1];
  return digits === undefined ? null : Number(digits);
}

function fill(values: Vector, modifiers: readonly Modifier[]): Vector {
  const how = modifiers.find(({ name }) => name === "fill")?.args[0];
  if (how === "zero") return values.map((value) => (Number.isNaN(value) ? 0 : value));
  if (how !== "last") return values;
  let last = Number.NaN;
  return values.map((value) => {
    last = Number.isNaN(value) ? last : value;
    return last;
  });
}

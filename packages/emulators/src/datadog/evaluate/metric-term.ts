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
  const how = reducerOf(term.aggregator);
  const spans = series.flatMap((each) => spanOf(each, grid) ?? []);
  if (spans.length === 0) return null;
  // All values of a distribution count alike, whatever series they stand in (docs: Distributions).
  const pools = percent !== null || spans.some((span) => span.series.kind === "distribution");
  if (!pools) {
    const rolled = spans.map((span) => roll(span, term, grid));
    const [only] = rolled;
    if (only !== undefined && rolled.length === 1 && how !== "count") return only;
    const here = new Float64Array(rolled.length);
    return new Float64Array(grid.buckets).map((_, bucket) => {
      for (let i = 0; i < rolled.length; i += 1) here[i] = rolled[i]?.[bucket] ?? Number.NaN;
      return reduce(here, how);
    });
  }
  const pooled = spans.map((span) => {
    if (percent !== null || span.series.kind === "distribution") return pool(span, grid);
    return [...roll(span, term, grid)].map((value) => (Number.isNaN(value) ? [] : [value]));
  });
  return new Float64Array(grid.buckets).map((_, bucket) => {
    const here = pooled.flatMap((each) => each[bucket] ?? []);
    return percent === null ? reduce(here, how) : percentile(here, percent);
  });
}

/** The points of a series that lie in the span of a grid, by their indexes: from `first`, before `last`. */
interface Span {
  series: Series;
  first: number;
  last: number;
}

/** Null when there is no point in the span. */
function spanOf(series: Series, { end, bucket, buckets }: Grid): Span | null {
  const first = firstAfter(series.times, end - bucket * buckets);
  const last = firstAfter(series.times, end);
  return first === last ? null : { series, first, last };
}

/** Calls `each` for every bucket that has points, with the indexes of them. */
function eachBucket(
  { series: { times }, first, last }: Span,
  { end, bucket, buckets }: Grid,
  each: (index: number, from: number, to: number) => void,
): void {
  const start = end - bucket * buckets;
  const bucketOf = (at: number) => Math.ceil(((times[at] ?? 0) - start) / bucket) - 1;
  for (let from = first; from < last; ) {
    const index = bucketOf(from);
    let to = from + 1;
    while (to < last && bucketOf(to) === index) to += 1;
    each(index, from, to);
    from = to;
  }
}

/** One value a bucket. */
function roll(span: Span, term: MetricTerm, grid: Grid): Vector {
  const { series } = span;
  const modifier = term.modifiers.find(({ name }) => name === "rollup")?.args[0];
  const reducer = rollupReducer(series, modifier);
  const scale = scaleOf(series, term, grid);
  const rolled = new Float64Array(grid.buckets).fill(Number.NaN);
  eachBucket(span, grid, (index, from, to) => {
    rolled[index] = reduce(series.values, reducer, from, to) * scale;
  });
  return rolled;
}

/** All values by bucket. */
function pool(span: Span, grid: Grid): number[][] {
  const pooled: number[][] = Array.from({ length: grid.buckets }, () => []);
  eachBucket(span, grid, (index, from, to) => {
    pooled[index] = span.series.values.slice(from, to);
  });
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

import type { SeriesStore } from "../intake/series-store.ts";
import { leaves } from "../query/expression.ts";
import type { Expression, MetricQuery, MetricTerm, Window } from "../query/types.ts";
import { type AnswerLeaf, calculate } from "./expression.ts";
import { answerTerm, type Grid, percentOf, reducerOf } from "./metric-term.ts";
import { hasGap, type Outcomes, outcomesOf, single } from "./outcome.ts";
import { type Answer, combine, percentile, reduce, type Vector } from "./vector.ts";

/** Points are looked at by the minute unless the query says otherwise. */
const BUCKET_SECONDS = 60;

/**
 * Evaluates the query of a metric monitor at a time (seconds since the epoch, the evaluation delay subtracted).
 *
 * With `as_count` and arithmetic, each metric is aggregated over the window before the arithmetic; otherwise the arithmetic
 * comes first, bucket by bucket (docs: as_count() in Monitor Evaluations).
 */
export function evaluateMetric(
  store: SeriesStore,
  query: MetricQuery,
  end: number,
  requireFullWindow: boolean,
): Outcomes {
  // A window is full when no report is missing, however rarely reports come.
  const least = requireFullWindow ? longestInterval(store, query.expression) : BUCKET_SECONDS;
  const grid = gridOf(query.expression, query.window, end, least);
  const whole = (back: number) => answerWindow(store, query, { ...grid, end: grid.end - back });
  const { change } = query;
  if (change === null) return judged(whole(0), query, requireFullWindow);
  const before = whole(change.shiftSeconds);
  const difference = combine(whole(0), before, (now, then) => now - then);
  const changed =
    change.function === "change" ? difference : combine(difference, before, (by, then) => (by / Math.abs(then)) * 100);
  return judged(changed, query, requireFullWindow);
}

function judged(answer: Answer, query: MetricQuery, requireFullWindow: boolean): Outcomes {
  const outcomes = outcomesOf(answer, (values) => overTime(values, query));
  if (!requireFullWindow || typeof answer === "number") return outcomes;
  for (const [name, row] of answer) {
    const outcome = outcomes.get(name);
    if (outcome?.value !== null && outcome !== undefined && hasGap(row.values)) outcome.value = "skip";
  }
  return outcomes;
}

/** The expression over a window: a value a bucket, or one value in all where metrics are aggregated first. */
function answerWindow(store: SeriesStore, query: MetricQuery, grid: Grid): Answer {
  const leaf: AnswerLeaf = (operand, shift) => {
    if (operand.type === "variable") throw new Error(`a metric query names the query ${operand.name}`);
    const answer = answerTerm(store, operand, { ...grid, end: grid.end - shift });
    if (!countsFirst(query.expression)) return answer;
    return new Map(
      [...answer].map(([name, row]) => [name, single(row.group, overTime(row.values, query), row.firstSeen)]),
    );
  };
  return calculate(query.expression, leaf, grid);
}

/** Whether metrics are aggregated over the window before the arithmetic. */
export function countsFirst(expression: Expression): boolean {
  return expression.type !== "metric" && metricTerms(expression).some((term) => isCount(term));
}

function isCount(term: MetricTerm): boolean {
  return term.modifiers.some(({ name }) => name === "as_count");
}

function overTime(values: Vector, query: MetricQuery): number {
  if (query.timeAggregator === "percentile") {
    const percent = metricTerms(query.expression).map(({ aggregator }) => percentOf(aggregator))[0] ?? null;
    return percent === null ? Number.NaN : percentile([...values], percent);
  }
  return reduce(values, reducerOf(query.timeAggregator));
}

/** The metrics of an expression, left to right. */
export function metricTerms(expression: Expression): MetricTerm[] {
  return leaves(expression).flatMap((leaf) => (leaf.type === "metric" ? [leaf] : []));
}

/** The seconds of `.rollup(avg, 300)` or `.rollup(300)`; null when the query does not say. */
export function rollupSeconds(term: MetricTerm): number | null {
  const given = term.modifiers.find(({ name }) => name === "rollup")?.args.find((each) => typeof each === "number");
  return typeof given === "number" ? given : null;
}

function longestInterval(store: SeriesStore, expression: Expression): number {
  const intervals = metricTerms(expression).flatMap(({ metric }) =>
    store.list(metric).map(({ interval }) => interval ?? BUCKET_SECONDS),
  );
  return Math.max(BUCKET_SECONDS, ...intervals);
}

function gridOf(expression: Expression, window: Window, end: number, least: number): Grid {
  const seconds = window.kind === "rolling" ? window.seconds : end - startOf(window.unit, end);
  const bucket = metricTerms(expression).map(rollupSeconds)[0] ?? least;
  return { end, bucket, buckets: Math.max(1, Math.ceil(seconds / bucket)) };
}

/** The beginning of the current calendar period in UTC, in seconds since the epoch. */
function startOf(unit: "hour" | "day" | "week" | "month", end: number): number {
  const date = new Date((end - 1) * 1_000);
  date.setUTCMinutes(0, 0, 0);
  if (unit !== "hour") date.setUTCHours(0);
  if (unit === "week") date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  if (unit === "month") date.setUTCDate(1);
  return date.getTime() / 1_000;
}

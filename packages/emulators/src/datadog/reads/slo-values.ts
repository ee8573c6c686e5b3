import type { SloBody } from "../config/slo-schema.ts";
import { calculate } from "../evaluate/expression.ts";
import { answerTerm, type Grid } from "../evaluate/metric-term.ts";
import { checkReadable } from "../evaluate/supported.ts";
import type { Vector } from "../evaluate/vector.ts";
import { parseExpression } from "../query/expression.ts";
import { parseMetricTerm } from "../query/metric.ts";
import { QueryError, Scanner } from "../query/scanner.ts";
import type { Expression } from "../query/types.ts";
import type { DatadogStore } from "../store.ts";

type NamedQuery = { name: string; query: string };

/** Points of a history at most; the step is as long as that needs. */
const mostPoints = 300;

/** The good events and all events of a metric SLO, step by step and in sum. */
export function countsOf(store: DatadogStore, slo: SloBody, { from, to }: { from: number; to: number }) {
  const bucket = Math.max(1, Math.ceil((to - from) / mostPoints));
  const buckets = Math.ceil((to - from) / bucket);
  const grid: Grid = { end: to, bucket, buckets };
  const [good, total] = expressionsOf(slo).map((expression) => {
    const values = [...valuesOf(store, expression, grid)].map((value) => (Number.isNaN(value) ? 0 : value));
    return { values, count: values.length, sum: values.reduce((sum, value) => sum + value, 0) };
  });
  if (good === undefined || total === undefined) throw new QueryError("there is nothing to be counted");
  return {
    res_type: "time_series",
    resp_version: 2,
    interval: bucket,
    query: Object.values(slo.query ?? {}).join(", "),
    message: "",
    times: Array.from({ length: buckets }, (_, at) => (to - (buckets - at) * bucket) * 1_000),
    numerator: good,
    denominator: total,
  };
}

/** What is good, and all. */
function expressionsOf({ query, sli_specification: given }: SloBody): [Expression, Expression] {
  if (query !== undefined) return [parseQuery(query.numerator), parseQuery(query.denominator)];
  if (given === undefined || !("count" in given)) throw new QueryError("there is nothing to be counted");
  const { good_events_formula: good, total_events_formula: total, bad_events_formula: bad, queries } = given.count;
  const goodOnes = parseFormula(good.formula, queries);
  if (total !== undefined) return [goodOnes, parseFormula(total.formula, queries)];
  if (bad === undefined) throw new QueryError("neither all events nor the bad ones are given");
  return [goodOnes, { type: "binary", operator: "+", left: goodOnes, right: parseFormula(bad.formula, queries) }];
}

/** Reads a formula over named queries, each of which is put in its place. */
export function parseFormula(text: string, queries: readonly NamedQuery[]): Expression {
  const scanner = new Scanner(text);
  const expression = parseExpression(scanner, (inner) => {
    const name = inner.need(/[A-Za-z_][A-Za-z0-9_]*/, "the name of a query");
    const named = queries.find((one) => one.name === name);
    if (named === undefined) throw new QueryError(`the formula names '${name}', which is no query`);
    return parseQuery(named.query);
  });
  if (!scanner.space().done) scanner.fail("unexpected text in the formula");
  return expression;
}

function parseQuery(text: string): Expression {
  const scanner = new Scanner(text);
  const expression = parseExpression(scanner, parseMetricTerm);
  if (!scanner.space().done) scanner.fail("unexpected text after the query");
  return expression;
}

/**
 * An expression on a grid, NaN where it has no data.
 * @throws QueryError when it is split into groups, which is not answered here
 */
export function valuesOf(store: DatadogStore, expression: Expression, grid: Grid): Vector {
  checkReadable(expression);
  const leaf = (each: Expression, shift: number) =>
    each.type === "metric" ? answerTerm(store.series, each, { ...grid, end: grid.end - shift }) : Number.NaN;
  const answer = calculate(expression, leaf, grid);
  if (typeof answer === "number") return new Float64Array(grid.buckets).fill(answer);
  const rows = [...answer.values()];
  if (rows.length > 1) throw new QueryError("the history of a grouped SLO is not answered here");
  return rows[0]?.values ?? new Float64Array(grid.buckets).fill(Number.NaN);
}

import { QueryError } from "../query/scanner.ts";
import type { EventQuery, Expression, FormulaQuery, MetricQuery, MetricTerm, MonitorQuery } from "../query/types.ts";
import { canCalculate } from "./functions.ts";
import { countsFirst, metricTerms, rollupSeconds } from "./metric.ts";
import { percentOf } from "./metric-term.ts";

/** Datadog evaluates it, and this emulator does not. */
class NotEvaluated extends QueryError {}

/**
 * Why a query that Datadog takes is not evaluated here; null: it is. Its monitor is stored, and stays without data.
 *
 * @throws QueryError naming what Datadog refuses
 */
export function whyNotEvaluated(query: MonitorQuery): string | null {
  try {
    if (query.kind === "metric") checkMetric(query);
    if (query.kind === "events") checkEvents(query);
    if (query.kind === "events" && query.current) throw notEvaluated("a calendar window of events");
    if (query.kind === "formula") checkFormula(query);
  } catch (error) {
    if (error instanceof NotEvaluated) return error.message;
    throw error;
  }
  if (query.kind === "unread") return `this emulator does not evaluate ${query.about}`;
  return null;
}

function checkFormula({ expression, variables, current }: FormulaQuery): void {
  if (current) throw notEvaluated("a calendar window of a formula");
  checkFunctions(expression);
  for (const variable of variables) {
    if (variable.kind === "events") checkEvents(variable);
    else checkTerms([variable.term]);
  }
  checkGroups(variables.map((each) => (each.kind === "events" ? each.groupBy : each.term.groupBy)));
}

/**
 * The same for an expression of metrics alone, as it is also read for graphs.
 *
 * @throws QueryError naming what is not evaluated
 */
export function checkReadable(expression: Expression): void {
  const terms = metricTerms(expression);
  if (terms.length === 0) throw new QueryError("the query reads no metric");
  checkFunctions(expression);
  checkTerms(terms);
  checkGroups(terms.map(({ groupBy }) => groupBy));
}

function checkMetric(query: MetricQuery): void {
  checkReadable(query.expression);
  const terms = metricTerms(query.expression);
  if (countsFirst(query.expression) && query.timeAggregator !== "sum") {
    // docs: as_count() in Monitor Evaluations: other aggregations "do not make sense to use and cannot be used".
    throw new QueryError(`arithmetic with .as_count() needs sum(...) over time, not ${query.timeAggregator}(...)`);
  }
  const percentiles = terms.filter(({ aggregator }) => percentOf(aggregator) !== null).length;
  if (query.timeAggregator === "percentile" && (percentiles !== 1 || query.expression.type !== "metric")) {
    throw new QueryError("percentile(...) over time is evaluated for one metric with a space aggregator such as p95");
  }
}

function checkEvents(query: Pick<EventQuery, "source" | "indexes">): void {
  if (query.source !== "logs") throw notEvaluated(`a query over ${query.source}`);
  const strange = query.indexes.find((index) => index !== "*" && index !== "main");
  if (strange !== undefined) throw new QueryError(`the index '${strange}' does not exist`);
}

function checkFunctions(expression: Expression): void {
  const unknown = functionsIn(expression).find((name) => !canCalculate(name));
  if (unknown !== undefined) throw notEvaluated(`the function '${unknown}'`);
}

function functionsIn(expression: Expression): string[] {
  switch (expression.type) {
    case "call":
      return [expression.function, ...functionsIn(expression.operand)];
    case "binary":
      return [...functionsIn(expression.left), ...functionsIn(expression.right)];
    case "negate":
      return functionsIn(expression.operand);
    case "number":
    case "metric":
    case "variable":
      return [];
  }
}

function checkTerms(terms: readonly MetricTerm[]): void {
  for (const { modifiers } of terms) {
    if (modifiers.some(({ name }) => name === "weighted")) throw notEvaluated("'.weighted()'");
    if (modifiers.some(({ name, args }) => name === "fill" && args[0] === "linear")) {
      throw notEvaluated("'.fill(linear)'");
    }
  }
  const [first, ...others] = terms.map(rollupSeconds);
  if (others.some((seconds) => seconds !== first)) throw notEvaluated("a query whose metrics have unlike rollups");
}

/** Groups can meet only when the keys of one side are among those of the other. */
function checkGroups(keys: readonly (readonly string[])[]): void {
  const finest = [...keys].sort((a, b) => b.length - a.length)[0] ?? [];
  const stray = keys.find((some) => !some.every((key) => finest.includes(key)));
  if (stray !== undefined) {
    throw new QueryError(`groups by {${stray.join(",")}} and by {${finest.join(",")}} cannot be matched`);
  }
}

function notEvaluated(what: string): NotEvaluated {
  return new NotEvaluated(`this emulator does not evaluate ${what}`);
}

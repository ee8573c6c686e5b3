import { parseExpression } from "../query/expression.ts";
import { parseMetricTerm } from "../query/metric.ts";
import { Scanner } from "../query/scanner.ts";
import type { Argument, Expression } from "../query/types.ts";
import type { SloBody } from "./slo-schema.ts";

type Forms = Pick<SloBody, "query" | "sli_specification">;
type Count = Extract<NonNullable<SloBody["sli_specification"]>, { count: unknown }>["count"];

/**
 * A metric SLO has two forms, `query` and `sli_specification.count`. Whichever is sent, every answer since March 2026 shows
 * both (create, update, read and list: terraform-provider-datadog 701d55bc, cassettes TestAccDatadogServiceLevelObjective_*;
 * no answer up to 2026-02 has the second). The specification, where it is sent, is the one that counts.
 */
export function bothForms(slo: SloBody): Forms {
  if (slo.type !== "metric") return {};
  const given = slo.sli_specification;
  if (given !== undefined && "count" in given) return { query: queryOf(given.count), sli_specification: given };
  return slo.query === undefined ? {} : { query: slo.query, sli_specification: { count: countOf(slo.query) } };
}

/** Each metric once, as `query1`, `query2` in the order in which they stand; arithmetic stands in parentheses. */
function countOf({ numerator, denominator }: NonNullable<SloBody["query"]>): Count {
  const names = new Map<string, string>();
  const formula = (text: string): string => {
    const scanner = new Scanner(text);
    const expression = parseExpression(scanner, (inner): Expression => {
      const from = inner.position;
      parseMetricTerm(inner);
      const term = inner.text.slice(from, inner.position);
      const name = names.get(term) ?? `query${names.size + 1}`;
      names.set(term, name);
      return { type: "variable", name };
    });
    return written(expression);
  };
  const [good, total] = [formula(numerator), formula(denominator)];
  return {
    queries: [...names].map(([query, name]) => ({ data_source: "metrics", name, query })),
    good_events_formula: { formula: good },
    total_events_formula: { formula: total },
  };
}

function written(expression: Expression): string {
  switch (expression.type) {
    case "binary":
      return `(${written(expression.left)} ${expression.operator} ${written(expression.right)})`;
    case "negate":
      return `-${written(expression.operand)}`;
    case "call":
      return `${expression.function}(${[written(expression.operand), ...expression.args.map(argument)].join(", ")})`;
    case "number":
      return String(expression.value);
    case "variable":
      return expression.name;
    case "metric":
      return expression.metric;
  }
}

const argument = ({ name, value }: Argument): string =>
  `${name === null ? "" : `${name}=`}${typeof value === "string" ? `'${value}'` : value}`;

/** The formulas with each name replaced by its query; all events of good and bad ones are their sum. */
function queryOf({ good_events_formula, total_events_formula, bad_events_formula, queries }: Count): Forms["query"] {
  const filled = (formula: string) =>
    formula.replace(/[A-Za-z_]\w*/g, (name) => queries.find((one) => one.name === name)?.query ?? name);
  const good = filled(good_events_formula.formula);
  const bad = bad_events_formula === undefined ? "" : filled(bad_events_formula.formula);
  return {
    numerator: good,
    denominator: total_events_formula === undefined ? `(${good}) + (${bad})` : filled(total_events_formula.formula),
  };
}

import type { Expression, MetricTerm } from "../query/types.ts";
import { applyFunction, shiftOf } from "./functions.ts";
import type { Grid } from "./metric-term.ts";
import { type Answer, combine, mapValues } from "./vector.ts";

/** Answers an operand of an expression; `shift` is how far back it is asked for, in seconds. */
export type AnswerLeaf = (leaf: Leaf, shift: number) => Answer;

/** An operand that is data: a metric, or the name of a query. */
type Leaf = MetricTerm | { type: "variable"; name: string };

const OPERATORS = {
  "+": (a: number, b: number) => a + b,
  "-": (a: number, b: number) => a - b,
  "*": (a: number, b: number) => a * b,
  "/": (a: number, b: number) => a / b,
};

/** Calculates an expression over the buckets of a grid. Data is asked for leaf by leaf. */
export function calculate(
  expression: Expression,
  leaf: AnswerLeaf,
  grid: Pick<Grid, "bucket" | "buckets">,
  shift = 0,
): Answer {
  switch (expression.type) {
    case "number":
      return expression.value;
    case "metric":
    case "variable":
      return leaf(expression, shift);
    case "negate": {
      const operand = calculate(expression.operand, leaf, grid, shift);
      return typeof operand === "number" ? -operand : mapValues(operand, (value) => -value);
    }
    case "binary": {
      const left = calculate(expression.left, leaf, grid, shift);
      const right = calculate(expression.right, leaf, grid, shift);
      return combine(left, right, OPERATORS[expression.operator]);
    }
    case "call": {
      const back = shift + (shiftOf(expression.function, expression.args) ?? 0);
      const operand = calculate(expression.operand, leaf, grid, back);
      return applyFunction(expression.function, expression.args, operand, grid);
    }
  }
}

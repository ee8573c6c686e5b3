import { parseCondition } from "./condition.ts";
import { eventWindow } from "./events.ts";
import { leaves, parseExpression } from "./expression.ts";
import { onlyMethods, parseMethods, soleArgument } from "./methods.ts";
import { QueryError, Scanner } from "./scanner.ts";
import type { Expression, FormulaQuery, FormulaVariable } from "./types.ts";
import { durationSeconds } from "./windows.ts";

const WEEK = 604_800;

/** `formula("errors / total * 100").last("5m") > 5` over the queries named in `options.variables`. */
export function parseFormulaQuery(scanner: Scanner, variables: FormulaVariable[]): FormulaQuery {
  scanner.space().expect("formula(");
  const expression = parseFormula(scanner.space().quoted(), variables);
  scanner.space().expect(")");
  const methods = parseMethods(scanner);
  onlyMethods(scanner, methods, ["rollup", "last", "current"]);
  const rollup = methods.has("rollup") ? soleArgument(scanner, methods, "rollup") : null;
  if (rollup !== null && !["avg", "sum", "min", "max"].includes(rollup)) scanner.fail(`unknown rollup '${rollup}'`);
  const ofEvents = methods.has("current") || variables.some(({ kind }) => kind === "events");
  const window = ofEvents
    ? eventWindow(scanner, methods)
    : { windowSeconds: metricWindow(soleArgument(scanner, methods, "last")), current: false };
  return { kind: "formula", expression, variables, rollup, ...window, ...parseCondition(scanner) };
}

function metricWindow(text: string): number {
  const seconds = durationSeconds(text);
  if (seconds === null || seconds > WEEK) throw new QueryError(`'${text}' is not a window of 1 to 10080 minutes`);
  return seconds;
}

function parseFormula(text: string, variables: FormulaVariable[]): Expression {
  const scanner = new Scanner(text);
  const expression = parseExpression(scanner, (inner) => ({
    type: "variable",
    name: inner.need(/[A-Za-z_][A-Za-z0-9_]*/, "the name of a query"),
  }));
  if (!scanner.space().done) scanner.fail("unexpected text in the formula");
  const used = leaves(expression).flatMap((leaf) => (leaf.type === "variable" ? [leaf.name] : []));
  const unknown = used.find((name) => !variables.some((variable) => variable.name === name));
  if (unknown !== undefined) throw new QueryError(`the formula names '${unknown}', which 'variables' does not define`);
  if (used.length === 0) throw new QueryError("the formula uses no query");
  return expression;
}

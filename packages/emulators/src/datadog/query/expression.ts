import { FUNCTIONS } from "./functions.ts";
import type { Scanner } from "./scanner.ts";
import type { Argument, Expression } from "./types.ts";

/** Parses one operand that is not a number, a parenthesis or a function: a metric, or the name of a query. */
export type ParseTerm = (scanner: Scanner) => Expression;

/** Arithmetic with the usual precedence: unary minus, then `*` and `/`, then `+` and `-`. */
export function parseExpression(scanner: Scanner, parseTerm: ParseTerm): Expression {
  let left = parseProduct(scanner, parseTerm);
  for (;;) {
    const operator = scanner.space().match(/[+-]/);
    if (operator !== "+" && operator !== "-") return left;
    left = { type: "binary", operator, left, right: parseProduct(scanner, parseTerm) };
  }
}

function parseProduct(scanner: Scanner, parseTerm: ParseTerm): Expression {
  let left = parseUnary(scanner, parseTerm);
  for (;;) {
    const operator = scanner.space().match(/[*/]/);
    if (operator !== "*" && operator !== "/") return left;
    left = { type: "binary", operator, left, right: parseUnary(scanner, parseTerm) };
  }
}

function parseUnary(scanner: Scanner, parseTerm: ParseTerm): Expression {
  scanner.space();
  if (scanner.take("-")) return { type: "negate", operand: parseUnary(scanner, parseTerm) };
  if (scanner.take("(")) {
    const inner = parseExpression(scanner, parseTerm);
    scanner.space().expect(")");
    return inner;
  }
  if (/[\d.]/.test(scanner.text.charAt(scanner.position))) return { type: "number", value: scanner.number() };
  return parseCall(scanner, parseTerm) ?? parseTerm(scanner);
}

/** `name(EXPRESSION, argument...)`; undefined when no function call comes next. */
function parseCall(scanner: Scanner, parseTerm: ParseTerm): Expression | undefined {
  const start = scanner.position;
  const name = scanner.match(/[A-Za-z_][A-Za-z0-9_]*(?=\s*\()/);
  if (name === undefined) return undefined;
  const signature = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (signature === undefined) {
    scanner.position = start;
    return scanner.fail(`unknown function '${name}'`);
  }
  scanner.space().expect("(");
  const operand = parseExpression(scanner, parseTerm);
  const args: Argument[] = [];
  while (scanner.space().take(",")) args.push(parseArgument(scanner));
  scanner.expect(")");
  if (args.length < signature.min || args.length > signature.max) {
    return scanner.fail(`'${name}' takes ${signature.min} to ${signature.max} arguments, not ${args.length}`);
  }
  return { type: "call", function: name, operand, args };
}

function parseArgument(scanner: Scanner): Argument {
  scanner.space();
  const name = scanner.match(/[A-Za-z_][A-Za-z0-9_]*(?=\s*=)/) ?? null;
  if (name !== null) scanner.space().expect("=");
  scanner.space();
  if (scanner.at("'") || scanner.at('"')) return { name, value: scanner.quoted() };
  if (scanner.match(/true\b/) !== undefined) return { name, value: true };
  if (scanner.match(/false\b/) !== undefined) return { name, value: false };
  return { name, value: scanner.number("a number or a quoted string") };
}

/** Every operand of the expression, left to right. */
export function leaves(expression: Expression): Expression[] {
  switch (expression.type) {
    case "binary":
      return [...leaves(expression.left), ...leaves(expression.right)];
    case "call":
    case "negate":
      return leaves(expression.operand);
    case "number":
    case "metric":
    case "variable":
      return [expression];
  }
}

/** Whether a function is called anywhere in the expression. */
export function calls(expression: Expression, name: string): boolean {
  switch (expression.type) {
    case "binary":
      return calls(expression.left, name) || calls(expression.right, name);
    case "call":
      return expression.function === name || calls(expression.operand, name);
    case "negate":
      return calls(expression.operand, name);
    case "number":
    case "metric":
    case "variable":
      return false;
  }
}

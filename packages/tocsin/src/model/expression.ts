/** The arithmetic of a metric signal: numbers, names of series, `limit:NAME`, `+ - * /` and parentheses. */

export type Expression =
  | { type: "number"; value: number }
  | { type: "series"; name: string }
  | { type: "limit"; name: string }
  | { type: "negate"; operand: Expression }
  | { type: "binary"; operator: "+" | "-" | "*" | "/"; left: Expression; right: Expression };

type Lookup = (name: string) => number;

const tokenPattern = /\s*(?:(\d+(?:\.\d+)?)|(limit:[a-zA-Z]+)|([a-z][a-z0-9_]*)|([-+*/()]))/y;

/** Why an expression is not understood, naming the place; null: it is. */
export function expressionFault(text: string): string | null {
  try {
    parseExpression(text);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Reads an expression.
 * @throws Error naming the place that is not understood
 */
export function parseExpression(text: string): Expression {
  const tokens = tokenise(text);
  let at = 0;
  const peek = () => tokens[at];
  const fail = (): never => {
    throw new Error(`The expression "${text}" is not understood at "${peek() ?? "its end"}".`);
  };

  function sum(): Expression {
    let left = product();
    for (let next = peek(); next === "+" || next === "-"; next = peek()) {
      at++;
      left = { type: "binary", operator: next, left, right: product() };
    }
    return left;
  }
  function product(): Expression {
    let left = factor();
    for (let next = peek(); next === "*" || next === "/"; next = peek()) {
      at++;
      left = { type: "binary", operator: next, left, right: factor() };
    }
    return left;
  }
  function factor(): Expression {
    const token = peek();
    if (token === undefined) return fail();
    at++;
    if (token === "-") return { type: "negate", operand: factor() };
    if (token === "(") {
      const inner = sum();
      if (peek() !== ")") return fail();
      at++;
      return inner;
    }
    if (/^\d/.test(token)) return { type: "number", value: Number(token) };
    if (token.startsWith("limit:")) return { type: "limit", name: token.slice("limit:".length) };
    if (/^[a-z]/.test(token)) return { type: "series", name: token };
    at--;
    return fail();
  }

  const parsed = sum();
  if (at < tokens.length) fail();
  return parsed;
}

/**
 * The value of an expression; `series` and `limit` give the values of names. Dividing by zero gives a value that is not
 * finite, which fulfils no condition.
 * @throws Error naming the place that is not understood
 */
export function evaluate(text: string, series: Lookup, limit: Lookup): number {
  return calculate(parseExpression(text), series, limit);
}

function calculate(expression: Expression, series: Lookup, limit: Lookup): number {
  switch (expression.type) {
    case "number":
      return expression.value;
    case "series":
      return series(expression.name);
    case "limit":
      return limit(expression.name);
    case "negate":
      return -calculate(expression.operand, series, limit);
    case "binary":
      return apply(
        expression.operator,
        calculate(expression.left, series, limit),
        calculate(expression.right, series, limit),
      );
  }
}

/** One step of arithmetic. */
export function apply(operator: "+" | "-" | "*" | "/", left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
  }
}

function tokenise(text: string): string[] {
  const tokens: string[] = [];
  const pattern = new RegExp(tokenPattern);
  while (pattern.lastIndex < text.length) {
    const from = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) {
      if (text.slice(from).trim() === "") break;
      throw new Error(`The expression "${text}" is not understood at "${text.slice(from)}".`);
    }
    tokens.push(match[0].trim());
  }
  return tokens;
}

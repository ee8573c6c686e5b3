/** Evaluates the arithmetic of a metric signal: numbers, names, `limit:NAME`, `+ - * /` and parentheses. */

type Lookup = (name: string) => number;

const tokenPattern = /\s*(?:(\d+(?:\.\d+)?)|(limit:[a-zA-Z]+)|([a-z][a-z0-9_]*)|([-+*/()]))/y;

/**
 * The value of `expression`; `series` and `limit` give the values of names. Dividing by zero gives a value that is not
 * finite, which fulfils no condition.
 * @throws Error naming the place that is not understood
 */
export function evaluate(expression: string, series: Lookup, limit: Lookup): number {
  const tokens = tokenise(expression);
  let at = 0;
  const peek = () => tokens[at];
  const fail = (): never => {
    throw new Error(`The expression "${expression}" is not understood at "${peek() ?? "its end"}".`);
  };

  function sum(): number {
    let value = product();
    while (peek() === "+" || peek() === "-") value = tokens[at++] === "+" ? value + product() : value - product();
    return value;
  }
  function product(): number {
    let value = factor();
    while (peek() === "*" || peek() === "/") value = tokens[at++] === "*" ? value * factor() : value / factor();
    return value;
  }
  function factor(): number {
    const token = peek();
    if (token === undefined) return fail();
    at++;
    if (token === "-") return -factor();
    if (token === "(") {
      const value = sum();
      if (peek() !== ")") return fail();
      at++;
      return value;
    }
    if (/^\d/.test(token)) return Number(token);
    if (token.startsWith("limit:")) return limit(token.slice("limit:".length));
    if (/^[a-z]/.test(token)) return series(token);
    at--;
    return fail();
  }

  const value = sum();
  if (at < tokens.length) fail();
  return value;
}

function tokenise(expression: string): string[] {
  const tokens: string[] = [];
  const pattern = new RegExp(tokenPattern);
  while (pattern.lastIndex < expression.length) {
    const from = pattern.lastIndex;
    const match = pattern.exec(expression);
    if (match === null) {
      if (expression.slice(from).trim() === "") break;
      throw new Error(`The expression "${expression}" is not understood at "${expression.slice(from)}".`);
    }
    tokens.push(match[0].trim());
  }
  return tokens;
}

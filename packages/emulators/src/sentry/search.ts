/**
 * Sentry's search syntax, as far as detectors and issue lists use it: `key:value`, quotes, `key:[a, b]`, `key:>5`, `has:key`,
 * `!` in front of a filter, adjacent terms (AND), AND, OR, parentheses, and free text. What is not understood is an error,
 * never a guess: an emulator that reads a query more kindly than Sentry would hide a wrong alert.
 */
export type Search =
  | { kind: "and" | "or"; parts: Search[] }
  | { kind: "filter"; key: string; negated: boolean; operator: Operator; values: string[] }
  | { kind: "has"; key: string; negated: boolean }
  | { kind: "text"; text: string };

/** How a filter compares; `=` with several values means any of them. A value of `=` may hold `*` for any characters. */
type Operator = "=" | ">" | ">=" | "<" | "<=";

export class SearchError extends Error {
  override name = "SearchError";
}

type Token = { kind: "open" | "close" | "and" | "or" | "term"; text: string; at: number };

/**
 * Filters that only the issue stream understands: Sentry refuses them in a metric monitor's query. `is:` it takes (its own
 * specification's example counts `is:unresolved`).
 */
export const issueOnlyKeys: readonly string[] = [
  "assigned",
  "assigned_or_suggested",
  "bookmarks",
  "lastSeen",
  "firstSeen",
  "age",
];

/**
 * Parses a query. The empty query matches everything and is null.
 *
 * @throws SearchError that says what was not understood and at which column
 */
export function parseSearch(query: string): Search | null {
  const tokens = tokenise(query);
  if (tokens.length === 0) return null;
  let next = 0;

  function alternatives(): Search {
    const parts = [sequence()];
    while (tokens[next]?.kind === "or") {
      next += 1;
      parts.push(sequence());
    }
    return join("or", parts);
  }

  function sequence(): Search {
    const parts = [single()];
    for (;;) {
      const token = tokens[next];
      if (token?.kind === "and") next += 1;
      else if (token === undefined || token.kind === "or" || token.kind === "close") return join("and", parts);
      parts.push(single());
    }
  }

  function single(): Search {
    const token = tokens[next];
    if (token === undefined) throw unexpected(query, query.length);
    next += 1;
    if (token.kind === "term") return term(token);
    if (token.kind !== "open") throw unexpected(query, token.at);
    const inner = alternatives();
    if (tokens[next]?.kind !== "close") throw unexpected(query, token.at);
    next += 1;
    return inner;
  }

  const whole = alternatives();
  const rest = tokens[next];
  if (rest !== undefined) throw unexpected(query, rest.at);
  return whole;
}

function join(kind: "and" | "or", parts: Search[]): Search {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind, parts };
}

function unexpected(query: string, at: number): SearchError {
  const near = query.slice(at, at + 20);
  return new SearchError(
    `Parse error at '${near}' (column ${at + 1}). This is commonly caused by unmatched parentheses. Enclose any text in double quotes.`,
  );
}

function tokenise(query: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < query.length) {
    const char = query[at] ?? "";
    if (/\s/.test(char)) {
      at += 1;
    } else if (char === "(" || char === ")") {
      tokens.push({ kind: char === "(" ? "open" : "close", text: char, at });
      at += 1;
    } else {
      const end = endOfTerm(query, at);
      const text = query.slice(at, end);
      const word = text.toUpperCase();
      const kind = word === "AND" ? "and" : word === "OR" ? "or" : "term";
      tokens.push({ kind, text, at });
      at = end;
    }
  }
  return tokens;
}

/** A term ends at white space or a parenthesis that stands outside of quotes, brackets and a function's own parentheses. */
function endOfTerm(query: string, start: number): number {
  let quoted = false;
  let brackets = 0;
  let at = start;
  for (; at < query.length; at += 1) {
    const char = query[at] ?? "";
    if (char === "\\" && quoted) at += 1;
    else if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === "[") brackets += 1;
    else if (char === "]") brackets -= 1;
    else if (brackets === 0 && /[\s()]/.test(char)) break;
  }
  if (quoted || brackets !== 0) throw unexpected(query, start);
  return at;
}

function term(token: Token): Search {
  const negated = token.text.startsWith("!");
  const text = negated ? token.text.slice(1) : token.text;
  const match = /^("(?:[^"\\]|\\.)+"|[A-Za-z_][\w.-]*(?:\[[\w.:-]+(?:,\s*\w+)?\])?):(.*)$/s.exec(text);
  if (match === null) return freeText(token, negated);
  const key = unquote(match[1] ?? "");
  const value = match[2] ?? "";
  if (value === "") throw new SearchError(`Empty string after '${key}:'`);
  if (key === "has") return { kind: "has", key: unquote(value), negated };
  if (value.startsWith("[")) return { kind: "filter", key, negated, operator: "=", values: listed(key, value) };
  const comparison = /^(>=|<=|>|<)(.+)$/.exec(value);
  if (comparison !== null) {
    const [, operator, number = ""] = comparison;
    if (!/^-?\d+(\.\d+)?(ms|s|min|m|h|hr|day|d|w|wk)?$/.test(number)) {
      throw new SearchError(`${key}: Invalid number: ${number}. Expected number then optional unit.`);
    }
    return { kind: "filter", key, negated, operator: isOperator(operator) ? operator : "=", values: [number] };
  }
  return { kind: "filter", key, negated, operator: "=", values: [unquote(value)] };
}

function isOperator(text: string | undefined): text is Operator {
  return text === ">" || text === ">=" || text === "<" || text === "<=";
}

function freeText(token: Token, negated: boolean): Search {
  if (negated || /^[:[\]]/.test(token.text) || /^[^"]*:/.test(token.text)) throw unexpected(token.text, 0);
  return { kind: "text", text: unquote(token.text) };
}

function listed(key: string, value: string): string[] {
  if (!value.endsWith("]")) throw unexpected(value, 0);
  const items = (value.slice(1, -1).match(/"(?:[^"\\]|\\.)*"|[^,]+|,(?=\s*(,|$))/g) ?? []).map((item) => item.trim());
  if (items.length === 0 || items.some((item) => item === "" || item === ",")) {
    throw new SearchError(`${key}: Invalid list: ${value}. Lists hold values separated by single commas.`);
  }
  const wild = items.find((item) => item.includes("*"));
  if (wild !== undefined) throw new SearchError(`${key}: Lists do not support wildcards: ${wild}`);
  return items.map(unquote);
}

function unquote(text: string): string {
  if (!text.startsWith('"')) {
    if (text.includes('"')) throw unexpected(text, text.indexOf('"'));
    return text;
  }
  const inner = /^"((?:[^"\\]|\\.)*)"$/s.exec(text);
  if (inner === null) throw unexpected(text, 0);
  return (inner[1] ?? "").replace(/\\(["\\])/g, "$1");
}

/** Every key that a query names. */
export function searchKeys(search: Search | null): string[] {
  if (search === null) return [];
  switch (search.kind) {
    case "text":
      return [];
    case "and":
    case "or":
      return search.parts.flatMap(searchKeys);
    default:
      return [search.key];
  }
}

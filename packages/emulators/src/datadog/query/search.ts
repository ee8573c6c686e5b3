import { QueryError, Scanner } from "./scanner.ts";
import { parseMatch, type SearchMatch } from "./search-match.ts";

/**
 * A log search, understood (docs: Logs > Search Syntax). Terms side by side mean AND, which binds tighter than OR.
 *
 * - `text`: words or a phrase in the message; `everywhere` for `*:term`, which looks into all attributes too.
 * - `field`: `key:...` is a reserved attribute or a tag; `@path:...` is an attribute of the log.
 */
export type SearchNode =
  | { type: "all" }
  | { type: "text"; match: SearchMatch; everywhere: boolean }
  | { type: "field"; key: string; attribute: boolean; match: SearchMatch }
  | { type: "not"; operand: SearchNode }
  | { type: "and" | "or"; left: SearchNode; right: SearchNode };

/**
 * Parses a whole search.
 *
 * @throws QueryError for anything that is not the documented syntax, reserved characters outside quotes included.
 */
export function parseSearch(text: string): SearchNode {
  const scanner = new Scanner(text);
  if (scanner.space().done) return { type: "all" };
  const node = parseOr(scanner);
  if (!scanner.space().done) scanner.fail("unexpected text in the search query");
  return node;
}

function parseOr(scanner: Scanner): SearchNode {
  let left = parseAnd(scanner);
  while (scanner.space().match(/OR(?=[\s(]|$)/) !== undefined) left = { type: "or", left, right: parseAnd(scanner) };
  return left;
}

function parseAnd(scanner: Scanner): SearchNode {
  let left = parseNot(scanner);
  for (;;) {
    scanner.space();
    const joined = scanner.match(/AND(?=[\s(]|$)/) !== undefined;
    if (!joined && (scanner.done || scanner.at(")") || /^OR(?=[\s(]|$)/.test(rest(scanner)))) return left;
    left = { type: "and", left, right: parseNot(scanner) };
  }
}

function parseNot(scanner: Scanner): SearchNode {
  scanner.space();
  if (scanner.match(/NOT(?=[\s(])/) !== undefined || scanner.take("-")) {
    return { type: "not", operand: parseNot(scanner) };
  }
  if (/^(?:AND|OR)(?=[\s(]|$)/.test(rest(scanner))) scanner.fail("expected a search term before the operator");
  if (scanner.take("(")) {
    const inner = parseOr(scanner);
    scanner.space().expect(")");
    return inner;
  }
  return parseTerm(scanner);
}

/** Keys of tags and attributes: letters, digits and these marks; a backslash takes the next character as it is. */
const KEY = /@?(?:[A-Za-z0-9_.\-/]|\\.)+(?=:)/;

function parseTerm(scanner: Scanner): SearchNode {
  if (scanner.take("*:")) return { type: "text", match: parseMatch(scanner), everywhere: true };
  const key = scanner.match(KEY);
  if (key === undefined) {
    if (scanner.at("*") && /^\*(?=[\s)]|$)/.test(rest(scanner))) {
      scanner.expect("*");
      return { type: "all" };
    }
    if (/^[[<>]/.test(rest(scanner)))
      scanner.fail(`'${rest(scanner).charAt(0)}' must be quoted or escaped in a search`);
    return { type: "text", match: parseMatch(scanner), everywhere: false };
  }
  scanner.expect(":");
  const attribute = key.startsWith("@");
  const name = (attribute ? key.slice(1) : key).replaceAll(/\\(.)/g, "$1");
  if (name === "") throw new QueryError("an attribute lacks its path after '@'");
  if (scanner.take("(")) {
    const node = parseValues(scanner, name, attribute);
    scanner.space().expect(")");
    return node;
  }
  return { type: "field", key: name, attribute, match: parseMatch(scanner) };
}

/** `key:(a OR b)`: the operators between the values spread over the key. */
function parseValues(scanner: Scanner, key: string, attribute: boolean): SearchNode {
  let node = parseValue(scanner, key, attribute);
  for (;;) {
    scanner.space();
    if (scanner.done || scanner.at(")")) return node;
    const operator = scanner.match(/(?:OR|AND)(?=[\s(])/) ?? "AND";
    node = { type: operator === "OR" ? "or" : "and", left: node, right: parseValue(scanner, key, attribute) };
  }
}

function parseValue(scanner: Scanner, key: string, attribute: boolean): SearchNode {
  scanner.space();
  if (scanner.take("-") || scanner.match(/NOT(?=\s)/) !== undefined) {
    return { type: "not", operand: parseValue(scanner, key, attribute) };
  }
  return { type: "field", key, attribute, match: parseMatch(scanner) };
}

function rest(scanner: Scanner): string {
  return scanner.text.slice(scanner.position);
}

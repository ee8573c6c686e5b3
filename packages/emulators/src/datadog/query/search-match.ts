import type { Scanner } from "./scanner.ts";

/** One bound of a range; null stands for `*`, no bound. */
type Bound = number | null;

/** How a term of a log search matches a value. */
export type SearchMatch =
  /** `word`, `4*`, `a?c`: `*` stands for any characters, `?` for one, both outside quotes only. */
  | { kind: "pattern"; parts: PatternPart[] }
  /** `"exact words"` */
  | { kind: "phrase"; phrase: string }
  /** `>500` */
  | { kind: "compare"; comparator: ">" | ">=" | "<" | "<="; value: number }
  /** `[500 TO 599]`, both ends included */
  | { kind: "range"; from: Bound; to: Bound }
  /** `*`: there is a value */
  | { kind: "exists" };

/** Literal text or a wildcard. */
type PatternPart = string | { wildcard: "any" | "one" };

/** Characters that must be quoted or escaped in a search (docs: Logs > Search Syntax > Escape special characters). */
const RESERVED = new Set([...'=&|><!(){}[]^"~:#']);

/** Parses what comes after `key:`, or a term that has no key. */
export function parseMatch(scanner: Scanner): SearchMatch {
  if (scanner.at('"')) return { kind: "phrase", phrase: scanner.quoted() };
  if (scanner.take("[")) return parseRange(scanner);
  const comparator = scanner.match(/[<>]=?/);
  if (comparator === ">" || comparator === ">=" || comparator === "<" || comparator === "<=") {
    const value = scanner.number("a number after the comparison");
    endOfTerm(scanner);
    return { kind: "compare", comparator, value };
  }
  return parsePattern(scanner);
}

function parseRange(scanner: Scanner): SearchMatch {
  const from = parseBound(scanner);
  scanner.space().need(/TO(?=\s)/, "TO between the bounds of a range");
  const to = parseBound(scanner);
  scanner.space().expect("]");
  if (from !== null && to !== null && from > to) scanner.fail(`the range [${from} TO ${to}] is empty`);
  return { kind: "range", from, to };
}

function parseBound(scanner: Scanner): Bound {
  scanner.space();
  return scanner.take("*") ? null : scanner.number("a number or '*' in a range");
}

function parsePattern(scanner: Scanner): SearchMatch {
  const parts: PatternPart[] = [];
  let literal = "";
  const flush = (): void => {
    if (literal !== "") parts.push(literal);
    literal = "";
  };
  while (!scanner.done && !/[\s)]/.test(next(scanner))) {
    const character = next(scanner);
    if (RESERVED.has(character)) scanner.fail(`'${character}' must be quoted or escaped in a search`);
    scanner.position += 1;
    if (character === "\\") {
      if (scanner.done) scanner.fail("nothing follows the backslash");
      literal += next(scanner);
      scanner.position += 1;
    } else if (character === "*" || character === "?") {
      flush();
      parts.push({ wildcard: character === "*" ? "any" : "one" });
    } else {
      literal += character;
    }
  }
  flush();
  if (parts.length === 0) return scanner.fail("expected a value");
  const [only] = parts;
  if (parts.length === 1 && typeof only === "object" && only.wildcard === "any") return { kind: "exists" };
  return { kind: "pattern", parts };
}

function endOfTerm(scanner: Scanner): void {
  if (!scanner.done && !/[\s)]/.test(next(scanner))) scanner.fail("unexpected text after the number");
}

function next(scanner: Scanner): string {
  return scanner.text.charAt(scanner.position);
}

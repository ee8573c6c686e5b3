import type { Scanner } from "./scanner.ts";

/**
 * What stands between the braces of a metric query.
 *
 * A comma means AND, as does the word; `!` and `NOT` negate; `IN (a,b)` lists values; `*` stands for any characters.
 */
export type TagFilter =
  | { type: "all" }
  | { type: "tag"; key: string; value: string | null }
  | { type: "in"; key: string; values: string[] }
  | { type: "not"; operand: TagFilter }
  | { type: "and" | "or"; left: TagFilter; right: TagFilter };

const TAG_PART = /[A-Za-z0-9_.\-/:*@#%?+]+/;

/** Parses `{env:prod,!host:a*}` including the braces. */
export function parseTagFilter(scanner: Scanner): TagFilter {
  scanner.expect("{");
  scanner.space();
  if (scanner.at("}")) scanner.fail("expected a tag or '*'");
  const filter = parseOr(scanner);
  scanner.space();
  scanner.expect("}");
  return filter;
}

function parseOr(scanner: Scanner): TagFilter {
  let left = parseAnd(scanner);
  while (scanner.space().match(/OR\b/i) !== undefined) left = { type: "or", left, right: parseAnd(scanner) };
  return left;
}

function parseAnd(scanner: Scanner): TagFilter {
  let left = parseNot(scanner);
  while (scanner.space().take(",") || scanner.match(/AND\b/i) !== undefined) {
    left = { type: "and", left, right: parseNot(scanner) };
  }
  return left;
}

function parseNot(scanner: Scanner): TagFilter {
  scanner.space();
  if (scanner.take("!") || scanner.match(/NOT\b/i) !== undefined) return { type: "not", operand: parseNot(scanner) };
  if (scanner.take("(")) {
    const inner = parseOr(scanner);
    scanner.space().expect(")");
    return inner;
  }
  return parseTag(scanner);
}

function parseTag(scanner: Scanner): TagFilter {
  const tag = scanner.need(TAG_PART, "a tag such as env:prod");
  if (tag === "*") return { type: "all" };
  scanner.space();
  const negated = scanner.match(/NOT\s+IN\b/i) !== undefined;
  if (negated || scanner.match(/IN\b/i) !== undefined) {
    const list: TagFilter = { type: "in", key: tag, values: parseValues(scanner) };
    return negated ? { type: "not", operand: list } : list;
  }
  const colon = tag.indexOf(":");
  if (colon === 0 || colon === tag.length - 1) scanner.fail(`'${tag}' lacks a key or a value`);
  if (colon === -1) return { type: "tag", key: tag, value: null };
  return { type: "tag", key: tag.slice(0, colon), value: tag.slice(colon + 1) };
}

function parseValues(scanner: Scanner): string[] {
  scanner.space().expect("(");
  const values: string[] = [];
  do {
    values.push(scanner.space().need(TAG_PART, "a tag value"));
  } while (scanner.space().take(","));
  scanner.expect(")");
  return values;
}

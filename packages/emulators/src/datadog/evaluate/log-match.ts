import type { StoredLog } from "../intake/model.ts";
import type { SearchNode } from "../query/search.ts";
import type { SearchMatch } from "../query/search-match.ts";
import { allValues, type Scalar, valuesAt } from "./log-values.ts";

/** Whether a log is found by a search. */
export type LogTest = (log: StoredLog) => boolean;

/** A search as a function. What the parser takes is all there is: every node has its meaning here. */
export function compileSearch(node: SearchNode): LogTest {
  switch (node.type) {
    case "all":
      return () => true;
    case "text":
      return textTest(node.match, node.everywhere);
    case "field": {
      const test = valueTest(node.match);
      const facet = node.attribute ? `@${node.key}` : node.key;
      return (log) => valuesAt(log, facet).some(test);
    }
    case "not": {
      const inner = compileSearch(node.operand);
      return (log) => !inner(log);
    }
    case "and":
    case "or": {
      const [left, right] = [compileSearch(node.left), compileSearch(node.right)];
      return node.type === "and" ? (log) => left(log) && right(log) : (log) => left(log) || right(log);
    }
  }
}

/** Words and phrases are found as whole words, without regard to case (docs: Logs > Search Syntax). */
function textTest(match: SearchMatch, everywhere: boolean): LogTest {
  const words = wordPattern(match);
  if (words === null) return () => true;
  if (!everywhere) return (log) => words.test(log.message);
  return (log) => words.test(log.message) || allValues(log).some((value) => words.test(String(value)));
}

/** Null when anything will do. A comparison without a key cannot be parsed, so it need not be told from text here. */
function wordPattern(match: SearchMatch): RegExp | null {
  switch (match.kind) {
    case "exists":
      return null;
    case "phrase":
      return new RegExp(bounded(escapeText(match.phrase), match.phrase), "iu");
    case "pattern": {
      const source = match.parts.map((part) =>
        typeof part === "string" ? escapeText(part) : part.wildcard === "any" ? "\\S*" : "\\S",
      );
      const text = match.parts.map((part) => (typeof part === "string" ? part : "*")).join("");
      return new RegExp(bounded(source.join(""), text), "iu");
    }
    case "compare":
      return new RegExp(escapeText(`${match.comparator}${match.value}`), "iu");
    case "range":
      return new RegExp(escapeText(`[${match.from ?? "*"} TO ${match.to ?? "*"}]`), "iu");
  }
}

/** A word does not begin or end inside another one. */
function bounded(source: string, text: string): string {
  const wordAt = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}_]/u.test(character);
  const before = wordAt(text.at(0)) ? "(?<![\\p{L}\\p{N}_])" : "";
  const after = wordAt(text.at(-1)) ? "(?![\\p{L}\\p{N}_])" : "";
  return `${before}${source}${after}`;
}

/** White space of any kind and length is one separator. */
function escapeText(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replace(/\s+/g, "\\s+");
}

/** How one value of an attribute or tag is compared. */
function valueTest(match: SearchMatch): (value: Scalar) => boolean {
  switch (match.kind) {
    case "exists":
      return () => true;
    case "phrase":
      return (value) => String(value) === match.phrase;
    case "pattern": {
      const source = match.parts.map((part) =>
        typeof part === "string" ? escapeExact(part) : part.wildcard === "any" ? ".*" : ".",
      );
      const pattern = new RegExp(`^${source.join("")}$`, "su");
      return (value) => pattern.test(String(value));
    }
    case "compare":
      return numeric((value) => compare(value, match.comparator, match.value));
    case "range": {
      const [from, to] = [match.from ?? Number.NEGATIVE_INFINITY, match.to ?? Number.POSITIVE_INFINITY];
      return numeric((value) => value >= from && value <= to);
    }
  }
}

function escapeExact(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

function numeric(test: (value: number) => boolean): (value: Scalar) => boolean {
  return (value) => {
    if (typeof value === "boolean" || value === "") return false;
    const number = Number(value);
    return Number.isFinite(number) && test(number);
  };
}

function compare(value: number, comparator: ">" | ">=" | "<" | "<=", bound: number): boolean {
  switch (comparator) {
    case ">":
      return value > bound;
    case ">=":
      return value >= bound;
    case "<":
      return value < bound;
    case "<=":
      return value <= bound;
  }
}

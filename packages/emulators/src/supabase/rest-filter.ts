import { unreadable } from "./rest-errors.ts";
import { column, type Statement, type Target } from "./rest-query.ts";

/** Parameters of a query string that are not filters. */
const reserved: readonly string[] = ["select", "order", "limit", "offset", "columns", "on_conflict", "apikey"];

const comparisons: Record<string, string> = { eq: "=", neq: "<>", gt: ">", gte: ">=", lt: "<", lte: "<=" };
const patterns: Record<string, string> = { like: "like", ilike: "ilike" };
const states: readonly string[] = ["null", "not_null", "true", "false", "unknown"];

/**
 * The condition that a query string asks for; empty when it has no filter. `col=op.value`, `not.` before the operator,
 * and `and=(...)`, `or=(...)` to any depth.
 *
 * @throws RestError 400 for an operator that is not emulated: it is never guessed
 */
export function where(target: Target, query: URLSearchParams, statement: Statement): string {
  const parts: string[] = [];
  for (const [name, text] of query) {
    if (reserved.includes(name)) continue;
    const negated = name.startsWith("not.");
    const plain = negated ? name.slice(4) : name;
    if (plain === "and" || plain === "or") parts.push(group(target, plain, negated, text, statement));
    else parts.push(filter(target, name, text, statement));
  }
  return parts.join(" and ");
}

function group(target: Target, kind: "and" | "or", negated: boolean, text: string, statement: Statement): string {
  if (!text.startsWith("(") || !text.endsWith(")")) throw unreadable("logic tree", `${kind}${text}`);
  const parts = splitTop(text.slice(1, -1)).map((item) => {
    const nested = /^(not\.)?(and|or)(\(.*\))$/s.exec(item);
    if (nested !== null)
      return group(target, nested[2] === "or" ? "or" : "and", nested[1] !== undefined, nested[3] ?? "", statement);
    const match = /^([\w]+(?:->>?\w+)?)\.(.+)$/s.exec(item);
    if (match === null) throw unreadable("logic tree", `${kind}${text}`);
    return filter(target, match[1] ?? "", match[2] ?? "", statement);
  });
  if (parts.length === 0) throw unreadable("logic tree", `${kind}${text}`);
  return `${negated ? "not " : ""}(${parts.join(` ${kind} `)})`;
}

function filter(target: Target, name: string, text: string, statement: Statement): string {
  const match = /^(not\.)?([a-z]+)\.(.*)$/s.exec(text);
  if (match === null) throw unreadable("filter", text);
  const [, not, operator = "", value = ""] = match;
  const { sql, type } = column(target, name);
  const condition = conditionOf(sql, type, operator, value, statement);
  if (condition === null) throw unreadable("filter", text);
  return not === undefined ? condition : `not (${condition})`;
}

function conditionOf(sql: string, type: string, operator: string, value: string, statement: Statement): string | null {
  const comparison = comparisons[operator];
  if (comparison !== undefined) return `${sql} ${comparison} ${statement.value(unquoted(value), type)}`;
  const pattern = patterns[operator];
  if (pattern !== undefined)
    return `(${sql})::text ${pattern} ${statement.value(unquoted(value).replaceAll("*", "%"))}`;
  if (operator === "is" && states.includes(value)) return `${sql} is ${value.replace("_", " ")}`;
  if (operator === "in" && value.startsWith("(") && value.endsWith(")")) {
    const items = value === "()" ? [] : splitTop(value.slice(1, -1));
    if (items.length === 0) return "false";
    return `${sql} in (${items.map((item) => statement.value(unquoted(item), type)).join(", ")})`;
  }
  return null;
}

/** Splits at commas that stand outside of quotes and parentheses. */
function splitTop(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === "\\" && quoted) at += 1;
    else if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === "(") depth += 1;
    else if (char === ")") depth -= 1;
    else if (char === "," && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  if (quoted || depth !== 0) throw unreadable("filter", text);
  const last = text.slice(start);
  return last === "" && parts.length === 0 ? [] : [...parts, last];
}

function unquoted(value: string): string {
  const inner = /^"((?:[^"\\]|\\.)*)"$/s.exec(value)?.[1];
  return inner === undefined ? value : inner.replace(/\\(.)/gs, "$1");
}

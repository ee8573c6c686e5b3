import type { Json } from "../model/resource.ts";

/** Values longer than this are cut in a sentence; the report has the whole difference beside it. */
const longest = 120;

/** `a, b and c`. */
export function list(items: readonly string[], last = "and"): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${last} ${items.at(-1)}`;
}

/** A value within a sentence: texts in quotes, nothing as `nothing`. */
export function valueText(value: Json | undefined): string {
  if (value === undefined || value === null) return "nothing";
  const text = typeof value === "string" ? `"${value}"` : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

export const quoted = (values: readonly string[], last = "or"): string => list(values.map(valueText), last);

/** `5 requests`, `1 request`. */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** What one set has that the other has not. */
export function moved<T>(before: readonly T[], after: readonly T[]): { gone: T[]; come: T[] } {
  const key = (value: T) => JSON.stringify(value);
  const [old, now] = [new Set(before.map(key)), new Set(after.map(key))];
  return { gone: before.filter((v) => !now.has(key(v))), come: after.filter((v) => !old.has(key(v))) };
}

export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

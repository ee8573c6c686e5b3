import type { Search } from "./search.ts";

/** What a search looks at: the values of a key (none: the key is not set), and the text for words without key. */
export interface Searchable {
  values(key: string): string[];
  text: string;
}

/** Whether something matches a parsed query; null is the empty query. */
export function matches(search: Search | null, found: Searchable): boolean {
  if (search === null) return true;
  switch (search.kind) {
    case "and":
      return search.parts.every((part) => matches(part, found));
    case "or":
      return search.parts.some((part) => matches(part, found));
    case "text":
      return wildcard(`*${search.text}*`).test(found.text);
    case "has":
      return found.values(search.key).length > 0 !== search.negated;
    case "filter": {
      const values = found.values(search.key);
      const hit = search.values.some((wanted) =>
        search.operator === "="
          ? // An empty value asks for the key to be unset.
            wanted === ""
            ? values.length === 0
            : values.some((value) => wildcard(wanted).test(value))
          : values.some((value) => compares(Number(value), search.operator, quantity(wanted))),
      );
      return hit !== search.negated;
    }
  }
}

function wildcard(pattern: string): RegExp {
  const source = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${source.join("[\\s\\S]*")}$`, "i");
}

function compares(value: number, operator: string, wanted: number): boolean {
  if (operator === ">") return value > wanted;
  if (operator === ">=") return value >= wanted;
  if (operator === "<") return value < wanted;
  return value <= wanted;
}

const milliseconds: Record<string, number> = {
  ms: 1,
  s: 1000,
  min: 60_000,
  m: 60_000,
  h: 3_600_000,
  hr: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
  w: 604_800_000,
  wk: 604_800_000,
};

/** A number, or a duration in milliseconds. */
function quantity(text: string): number {
  const unit = /[a-z]+$/.exec(text)?.[0];
  return Number.parseFloat(text) * (unit === undefined ? 1 : (milliseconds[unit] ?? Number.NaN));
}

import type { Search } from "./search.ts";

/** What a search looks at: the values of a key (none: the key is not set), and the text for words without key. */
export interface Searchable {
  values: (key: string) => string[];
  text: string;
}

type Matcher = (found: Searchable) => boolean;

/** Fewer patterns are tried as quickly as what was found before is looked up. */
const manyPatterns = 8;
/** So many values are remembered of a filter with many: those of one field are few, and come again and again. */
const mostRemembered = 1_000;

/**
 * A parsed query made ready to be asked of many things; null, the empty query, matches all of them. Patterns are compiled once: a
 * query may name a thousand, and there may be a hundred thousand spans.
 */
export function matcherOf(search: Search | null): Matcher {
  if (search === null) return () => true;
  switch (search.kind) {
    case "and": {
      const parts = search.parts.map(matcherOf);
      return (found) => parts.every((part) => part(found));
    }
    case "or": {
      const parts = search.parts.map(matcherOf);
      return (found) => parts.some((part) => part(found));
    }
    case "text": {
      const pattern = wildcard(`*${search.text}*`);
      return ({ text }) => pattern.test(text);
    }
    case "has": {
      const { key, negated } = search;
      return ({ values }) => values(key).length > 0 !== negated;
    }
    case "filter":
      return filterOf(search);
  }
}

function filterOf({ key, negated, operator, values: wanted }: Extract<Search, { kind: "filter" }>): Matcher {
  if (operator !== "=") {
    const limits = wanted.map(quantity);
    return ({ values }) => {
      const found = values(key);
      return limits.some((limit) => found.some((value) => compares(Number(value), operator, limit))) !== negated;
    };
  }
  // An empty value asks for the key to be unset.
  const unset = wanted.includes("");
  const isWanted = anyOf(wanted.filter((one) => one !== ""));
  return ({ values }) => {
    const found = values(key);
    return (found.length === 0 ? unset : found.some(isWanted)) !== negated;
  };
}

/** Whether a text is one of these, some of which are patterns; neither tells upper from lower case. */
function anyOf(wanted: readonly string[]): (value: string) => boolean {
  const plain = new Set(wanted.filter((one) => !one.includes("*")).map((one) => one.toLowerCase()));
  const patterns = wanted.filter((one) => one.includes("*")).map(wildcard);
  const judge = (value: string) => plain.has(value.toLowerCase()) || patterns.some((pattern) => pattern.test(value));
  return patterns.length < manyPatterns ? judge : remembering(judge);
}

function remembering(judge: (value: string) => boolean): (value: string) => boolean {
  const known = new Map<string, boolean>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    if (known.size >= mostRemembered) known.clear();
    const judged = judge(value);
    known.set(value, judged);
    return judged;
  };
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

/**
 * Filters in KQL, as far as monitors on requests use it: comparisons of two dimensions, `and`, `or`, parentheses
 * (elastic.co/docs, KQL; dimensions: vercel.com/docs/query/reference).
 */

/** What a filter is asked about. */
interface Counted {
  httpStatus: number;
  requestPath: string;
  requestMethod: string;
}

type Test = (request: Counted) => boolean;

const numbers = new Set(["httpStatus"]);
const texts = new Set(["requestPath", "requestMethod"]);

class Unreadable extends Error {}

/** Why a filter is refused; null: it is not. */
export function filterFault(text: string): string | null {
  try {
    parse(text);
    return null;
  } catch (error) {
    if (error instanceof Unreadable) return error.message;
    throw error;
  }
}

/** @throws Unreadable for what `filterFault` refuses */
export const matcher = (text: string | undefined): Test => (text === undefined ? () => true : parse(text));

/** As Vercel gives a filter back: without spaces around what compares. */
export const canonical = (text: string): string =>
  text
    .replace(/\s*:?\s*(<=|>=|<|>)\s*/g, ":$1")
    .replace(/\s+/g, " ")
    .trim();

function parse(text: string): Test {
  const words = text.match(/"(?:[^"\\]|\\.)*"|<=|>=|[<>:()]|[^\s<>:()"]+/g) ?? [];
  let at = 0;
  const take = (word: string): boolean => {
    if (words[at]?.toLowerCase() !== word) return false;
    at += 1;
    return true;
  };
  const any = (): Test => {
    const all = [every()];
    while (take("or")) all.push(every());
    return (request) => all.some((test) => test(request));
  };
  const every = (): Test => {
    const all = [one()];
    while (take("and")) all.push(one());
    return (request) => all.every((test) => test(request));
  };
  const one = (): Test => {
    if (take("(")) {
      const inner = any();
      if (!take(")")) throw new Unreadable("has a parenthesis that is not closed");
      return inner;
    }
    return comparison(words[at++], () => words[at++], take);
  };
  const test = any();
  if (at < words.length) throw new Unreadable(`cannot be read from ${words[at]} on`);
  return test;
}

function comparison(field: string | undefined, next: () => string | undefined, take: (word: string) => boolean): Test {
  const isNumber = numbers.has(field ?? "");
  if (!isNumber && !texts.has(field ?? "")) throw new Unreadable(`names ${field ?? "nothing"}, which is no dimension`);
  const colon = take(":");
  const sign = (["<=", ">=", "<", ">"] as const).find(take);
  if (!colon && sign === undefined) throw new Unreadable(`does not compare ${field}`);
  const word = next();
  if (word === undefined) throw new Unreadable(`compares ${field} with nothing`);
  if (!isNumber) {
    if (sign !== undefined) throw new Unreadable(`orders ${field}, which is a text`);
    const matches = textTest(word);
    return (request) => matches(field === "requestPath" ? request.requestPath : request.requestMethod);
  }
  const limit = Number(word);
  if (Number.isNaN(limit)) throw new Unreadable(`compares ${field} with ${word}, which is no number`);
  return ({ httpStatus }) => {
    if (sign === "<") return httpStatus < limit;
    if (sign === "<=") return httpStatus <= limit;
    if (sign === ">") return httpStatus > limit;
    return sign === ">=" ? httpStatus >= limit : httpStatus === limit;
  };
}

/** A text in quotes is meant as it stands; without them a star stands for anything. */
function textTest(word: string): (text: string) => boolean {
  if (word.startsWith('"')) {
    const wanted = word.slice(1, -1).replace(/\\(.)/g, "$1");
    return (text) => text === wanted;
  }
  const parts = word.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`^${parts.join(".*")}$`);
  return (text) => pattern.test(text);
}

import { printable } from "./printable.ts";
import type { Json } from "./resource.ts";

/** What two values read like beside each other, each on one line. `nothing` is no value at all, as opposed to an empty text. */
export interface Sides {
  expected: string;
  actual: string;
}

/** Characters shown before and after the part that differs. */
const around = 24;

/**
 * Two differing values for people, each at most about `most` characters long. Of values that are longer only what differs is
 * shown, so that the two never read alike: of texts the part around it, of lists the elements that only one of them has.
 */
export function sides(expected: Json | undefined, actual: Json | undefined, most = 100): Sides {
  const whole = { expected: textOf(expected), actual: textOf(actual) };
  if (whole.expected.length <= most && whole.actual.length <= most) return told(whole);
  if (Array.isArray(expected) && Array.isArray(actual)) return listSides(expected, actual, most);
  if (typeof expected === "string" && typeof actual === "string") {
    const parts = textSides(expected, actual, most);
    return told({ expected: `"${parts.expected}"`, actual: `"${parts.actual}"` });
  }
  const bothWritten = expected != null && actual != null;
  return bothWritten
    ? told(textSides(JSON.stringify(expected), JSON.stringify(actual), most, printable))
    : { expected: cut(whole.expected, most), actual: cut(whole.actual, most) };
}

const textOf = (value: Json | undefined): string =>
  value === undefined || value === null ? "nothing" : printable(JSON.stringify(value));

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** Characters within a quoted text, so that an end of line or a quotation mark is seen. */
const escaped = (text: string): string => printable(JSON.stringify(text).slice(1, -1));

function textSides(expected: string, actual: string, most: number, write = escaped): Sides {
  const [ours, theirs] = [[...expected], [...actual]];
  const shorter = Math.min(ours.length, theirs.length);
  let [head, tail] = [0, 0];
  while (head < shorter && ours[head] === theirs[head]) head++;
  while (tail < shorter - head && ours.at(-1 - tail) === theirs.at(-1 - tail)) tail++;
  const start = Math.max(0, head - around);
  const part = (text: string[]) => {
    const end = Math.min(text.length, text.length - tail + around, start + most);
    const [before, after] = [start > 0 ? "…" : "", end < text.length ? "…" : ""];
    return `${before}${write(text.slice(start, end).join(""))}${after}`;
  };
  return { expected: part(ours), actual: part(theirs) };
}

function listSides(expected: Json[], actual: Json[], most: number): Sides {
  const [ours, theirs] = [onlyIn(expected, actual), onlyIn(actual, expected)];
  const [ourOne, theirOne] = [ours[0], theirs[0]];
  // One element that became another: what differs within it.
  const alone = ours.length === 1 && theirs.length === 1;
  const inside = alone ? sides(ourOne, theirOne, most) : null;
  const equal = expected.length - ours.length;
  const side = (elements: Json[], one: string | undefined) => {
    const shown = one === undefined ? within(elements.map(textOf), most) : [one];
    return `[${[...(equal > 0 ? [`… ${equal} equal`] : []), ...shown].join(", ")}]`;
  };
  // Lists of the same elements differ in their order.
  if (ours.length === 0 && theirs.length === 0)
    return told(textSides(JSON.stringify(expected), JSON.stringify(actual), most, printable));
  return { expected: side(ours, inside?.expected), actual: side(theirs, inside?.actual) };
}

/** Elements of `list` beyond those that `other` has as well; one that is there twice counts twice. */
function onlyIn(list: Json[], other: Json[]): Json[] {
  const left = other.map((element) => JSON.stringify(element));
  return list.filter((element) => {
    const at = left.indexOf(JSON.stringify(element));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function within(texts: string[], most: number): string[] {
  const shown: string[] = [];
  for (const text of texts) {
    if (shown.length > 0 && [...shown, text].join(", ").length > most) break;
    shown.push(cut(text, most));
  }
  return texts.length > shown.length ? [...shown, `… ${texts.length - shown.length} more`] : shown;
}

/** Two that look the same to a reader (another kind of space, another composition of a letter) are shown by their codes. */
function told(shown: Sides): Sides {
  const seen = (text: string) => text.normalize("NFKC").replace(/\s+/g, " ");
  if (shown.expected === shown.actual || seen(shown.expected) !== seen(shown.actual)) return shown;
  const coded = (text: string) =>
    text.replace(/[^\x20-\x7e…]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
  return { expected: coded(shown.expected), actual: coded(shown.actual) };
}

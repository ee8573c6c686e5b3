import { groupBy } from "../live.ts";
import type { VendorError } from "./errors.ts";

/** A question that failed: what nobody knows now, as the subject of a sentence, and why. */
export interface Failure {
  what: string;
  error: VendorError;
}

/** Failures that say one thing of one vendor, and that as a sentence; of a single one, its own message. */
export interface Outage<F> {
  message: string;
  failures: readonly F[];
}

/**
 * A vendor that is down, or takes a credential no longer, says so of every question, which are dozens: whoever is woken by it
 * reads one line, and what it covers. Other failures stay as they are. In the order in which the first of each came. Pure.
 */
export function together<F extends { error: VendorError }>(failures: readonly F[]): Outage<F>[] {
  const groups = groupBy<F, unknown>(failures, (failure) => failure.error.ofVendor ?? failure);
  return [...groups.values()].map((own) => {
    const [first, ...more] = own;
    const message = more.length === 0 ? first?.error.message : first?.error.ofVendor;
    return { message: [message, ...scopesOf(more.length === 0 ? [] : own)].join(" "), failures: own };
  });
}

function scopesOf(failures: readonly { error: VendorError }[]): string[] {
  const scopes = [...new Set(failures.flatMap(({ error }) => error.scope ?? []))];
  return scopes.length === 0 ? [] : [`It needs the scope${scopes.length === 1 ? "" : "s"} ${scopes.join(", ")}.`];
}

/** A sentence or two for each outage, without repeating what is not known. */
export function failureTexts(failures: readonly Failure[]): string[] {
  const texts = together(failures).map(({ message, failures: own }) => {
    const unknown = [...new Set(own.map(({ what }) => what))].sort();
    return own.length === 1 ? `${capital(unknown.join())}: ${message}` : `${message} Not known: ${unknown.join(", ")}.`;
  });
  // Answers come in any order.
  return texts.sort();
}

/** Lines of a report: those of one verdict with one cause as `merge` makes one of them, the others as they are. */
export function byCause<L extends { cause: string | null; verdict: string }>(
  lines: readonly L[],
  merge: (all: readonly L[], first: L) => L,
): L[] {
  const groups = groupBy<L, unknown>(lines, (line) => (line.cause === null ? line : `${line.verdict} ${line.cause}`));
  return [...groups.values()].flatMap((all) => {
    const [first, second] = all;
    if (first === undefined) return [];
    return [second === undefined ? first : merge(all, first)];
  });
}

/** A question that failed. `covers`: what it would have told, with its verb: `30 metrics were`, `Whether monitors are muted was`. */
export interface Unread {
  error: VendorError;
  covers: string;
}

/** `Datadog answered 500 … 54 monitors were not checked.`; of several: `… Not checked (2): 54 monitors, whether monitors are muted.` */
export function notCheckedText({ message, failures }: Outage<Unread>): string {
  const [first, ...more] = failures;
  if (more.length === 0) return `${message} ${first?.covers} not checked.`;
  return `${message} Not checked (${failures.length}): ${failures.map(withoutVerb).join(", ")}.`;
}

const withoutVerb = ({ covers }: Unread): string =>
  covers.replace(/,? (?:was|were)$/, "").replace(/^(?:Whether|What|Whom|The)\b/, (word) => word.toLowerCase());

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

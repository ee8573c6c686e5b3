import { VendorAnsweredWrong } from "./http/errors.ts";

/** One page of a list, and the mark of the next; null: it is the last. */
interface Page<T> {
  items: readonly T[];
  next: string | null;
}

/** Whose list of what is read, for messages: `{ vendor: "Sentry", what: "alerts" }`. */
interface List {
  vendor: string;
  what: string;
}

/**
 * Reads a list by the marks that each page gives for the next; that of the first is "".
 * @throws VendorAnsweredWrong for a mark that comes a second time, or a page that begins as the one before: such a list goes on for
 * ever, and nobody can tell what it lacks
 */
export async function readPages<T>(list: List, read: (mark: string) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = [];
  const seen = new Set<string>();
  let last: string | undefined;
  for (let mark: string | null = ""; mark !== null; ) {
    if (seen.has(mark)) throw endless(list);
    seen.add(mark);
    const { items, next }: Page<T> = await read(mark);
    const begin = JSON.stringify(items[0]);
    if (begin !== undefined && begin === last) throw endless(list);
    last = begin;
    for (const item of items) all.push(item);
    mark = next;
  }
  return all;
}

/** The same by page numbers from 0 on, `size` entries each. */
export async function numberedPages<T>(
  list: List,
  size: number,
  read: (page: number) => Promise<readonly T[]>,
): Promise<T[]> {
  return readPages(list, async (mark): Promise<Page<T>> => {
    const page = Number(mark);
    const items = await read(page);
    return { items, next: items.length < size ? null : String(page + 1) };
  });
}

/** A list that has more than this page, and does not say where. */
export const endsNowhere = ({ vendor, what }: List): VendorAnsweredWrong =>
  new VendorAnsweredWrong(vendor, `${vendor} gives a part of its list of ${what}, and not where it goes on.`);

const endless = ({ vendor, what }: List): VendorAnsweredWrong =>
  new VendorAnsweredWrong(vendor, `${vendor} gives the same part of its list of ${what} again and again.`);

/**
 * A page of a list of Sentry's, with the cursor of the next from the header `Link`. It names a next page even when there is none: only
 * `results="true"` says that it holds something.
 * @throws VendorAnsweredWrong for a full page (`size` entries) without that header, as behind a proxy that drops it
 */
export function sentryPage<T>(list: List, items: readonly T[], link: string | null, size: number): Page<T> {
  if (items.length >= size && !link?.includes('rel="next"')) throw endsNowhere(list);
  return { items, next: nextCursor(link) };
}

export function nextCursor(link: string | null): string | null {
  for (const part of (link ?? "").split(",")) {
    if (part.includes('rel="next"') && part.includes('results="true"'))
      return /cursor="([^"]+)"/.exec(part)?.[1] ?? null;
  }
  return null;
}

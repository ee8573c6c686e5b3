/** One page of a list, and the mark of the next; null: it is the last. */
interface Page<T> {
  items: readonly T[];
  next: string | null;
}

/**
 * Reads a list by the marks that each page gives for the next; that of the first is "". A mark that comes a second time ends it: what follows has been read,
 * and such a list would go on for ever.
 */
export async function readPages<T>(read: (mark: string) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = [];
  const seen = new Set<string>();
  for (let mark: string | null = ""; mark !== null && !seen.has(mark); ) {
    seen.add(mark);
    const { items, next }: Page<T> = await read(mark);
    for (const item of items) all.push(item);
    mark = next;
  }
  return all;
}

/**
 * Reads a list by page numbers from 0 on, `size` entries each. A page that begins as the one before ends it: who answers whatever
 * number is asked for with the same page answers so for ever.
 */
export async function numberedPages<T>(size: number, read: (page: number) => Promise<readonly T[]>): Promise<T[]> {
  let last: string | undefined;
  return readPages(async (mark): Promise<Page<T>> => {
    const page = Number(mark);
    const items = await read(page);
    const begin = JSON.stringify(items[0]);
    if (begin === last) return { items: [], next: null };
    last = begin;
    return { items, next: items.length < size ? null : String(page + 1) };
  });
}

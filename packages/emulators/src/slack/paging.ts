import { type Arguments, text } from "./arguments.ts";

/** A page of a list, and the cursor to the next one (empty at the end, as Slack has it). */
export interface Page<T> {
  items: T[];
  nextCursor: string;
}

/**
 * Cuts a list by `limit` (1 to 999, else `most`) and `cursor`.
 *
 * @returns null when the cursor is none that this API gave out (`invalid_cursor`)
 */
export function paginate<T>(items: readonly T[], args: Arguments, most = 100): Page<T> | null {
  const cursor = text(args, "cursor");
  const start = cursor === undefined ? 0 : readCursor(cursor);
  if (start === null || start > items.length) return null;
  const asked = Number(text(args, "limit") ?? most);
  const limit = Number.isInteger(asked) && asked >= 1 && asked <= 999 ? asked : most;
  const end = start + limit;
  return { items: items.slice(start, end), nextCursor: end < items.length ? writeCursor(end) : "" };
}

function writeCursor(position: number): string {
  return Buffer.from(`next:${position}`).toString("base64");
}

function readCursor(cursor: string): number | null {
  const found = /^next:(\d+)$/.exec(Buffer.from(cursor, "base64").toString("utf8"));
  return found === null ? null : Number(found[1]);
}

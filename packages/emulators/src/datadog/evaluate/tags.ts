import type { TagFilter } from "../query/tag-filter.ts";

/** The name of the one group of a query that does not group, as the API writes it. */
export const EVERYTHING = "*";

/** What the vendor calls the group of data that lacks the tag. */
const ABSENT = "n/a";

/** Whether data with these tags is in the scope of a metric query. */
export function inScope(filter: TagFilter, tags: readonly string[]): boolean {
  switch (filter.type) {
    case "all":
      return true;
    case "tag":
      return tags.some((tag) => matches(tag, filter.key, filter.value));
    case "in":
      return filter.values.some((value) => tags.some((tag) => matches(tag, filter.key, value)));
    case "not":
      return !inScope(filter.operand, tags);
    case "and":
      return inScope(filter.left, tags) && inScope(filter.right, tags);
    case "or":
      return inScope(filter.left, tags) || inScope(filter.right, tags);
  }
}

/** Tags are stored in lower case, so what a query asks for is compared in lower case; `*` stands for any characters. */
function matches(tag: string, key: string, value: string | null): boolean {
  const wanted = (value === null ? key : `${key}:${value}`).toLowerCase();
  if (!wanted.includes("*")) return tag === wanted;
  const pieces = wanted.split("*").map((piece) => piece.replace(/[\\^$.+?()[\]{}|/-]/g, "\\$&"));
  return new RegExp(`^${pieces.join(".*")}$`).test(tag);
}

/** The values by which data is grouped, in the order of the keys. */
export function groupValues(keys: readonly string[], tags: readonly string[]): string[] {
  return keys.map((key) => {
    const tag = tags.find((each) => each.startsWith(`${key}:`));
    return tag === undefined ? ABSENT : tag.slice(key.length + 1);
  });
}

/** Whether a group stands for data that lacks one of the tags, or the tag of one key. */
export function isAbsent(group: ReadonlyMap<string, string>, key: string | null): boolean {
  return [...group].some(([name, value]) => value === ABSENT && (key === null || key === name));
}

/** The API's name of a group: `host:a,mountpoint:/data`, keys in alphabetical order. */
export function groupName(group: ReadonlyMap<string, string>): string {
  if (group.size === 0) return EVERYTHING;
  return [...group]
    .map(([key, value]) => `${key}:${value}`)
    .sort()
    .join(",");
}

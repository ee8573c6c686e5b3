import type { Series } from "./types.ts";

/** The group of a definition that does not group. */
export const everything = "*";

/** The group that a series belongs to: `key:value` in alphabetical order, `n/a` for a tag that it lacks. */
export function groupOf(series: Series, keys: readonly string[]): string {
  if (keys.length === 0) return everything;
  return keys
    .map((key) => `${key}:${series.tags[key] ?? "n/a"}`)
    .sort()
    .join(",");
}

/** Series by group. */
export function grouped(series: readonly Series[], keys: readonly string[]): Map<string, Series[]> {
  const groups = new Map<string, Series[]>();
  for (const one of series) {
    const group = groupOf(one, keys);
    const known = groups.get(group);
    if (known === undefined) groups.set(group, [one]);
    else known.push(one);
  }
  return groups;
}

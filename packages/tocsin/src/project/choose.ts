/** Which definitions the words of a command line mean. */

import { nearest } from "../shared/nearest.ts";
import { covers } from "../shared/pattern.ts";
import { UsageError } from "../shared/usage-error.ts";

/**
 * The definitions that ids and patterns name, in the order of the project; all without any. `*` stands for any characters,
 * those of `/` included: `web-api/*`, `*latency*`.
 * @throws UsageError naming each word that no definition has, with the ids that are nearest to it
 */
export function chosenOf<T extends { id: string }>(definitions: readonly T[], words: readonly string[]): T[] {
  if (words.length === 0) return [...definitions];
  const chosen = new Set<T>();
  const unknown: string[] = [];
  for (const word of words) {
    const matching = definitions.filter(matches(word));
    if (matching.length === 0) unknown.push(word);
    for (const definition of matching) chosen.add(definition);
  }
  if (unknown.length > 0) throw noSuch(unknown, definitions);
  return definitions.filter((definition) => chosen.has(definition));
}

/**
 * The definition of an id.
 * @throws UsageError with the ids that are nearest
 */
export function definitionNamed<T extends { id: string }>(definitions: readonly T[], id: string): T {
  const definition = definitions.find((one) => one.id === id);
  if (definition === undefined) throw noSuch([id], definitions);
  return definition;
}

const matches =
  (word: string) =>
  ({ id }: { id: string }): boolean =>
    covers(word, id);

function noSuch(words: readonly string[], definitions: readonly { id: string }[]): UsageError {
  const ids = definitions.map(({ id }) => id);
  const near = [...new Set(words.flatMap((word) => meant(word, ids)))].slice(0, 3);
  const next = near.length === 0 ? "`tocsin list` shows all ids." : `Did you mean ${near.join(" or ")}?`;
  return new UsageError(`No definition has the id ${words.join(", ")}. ${next}`);
}

/** At most three ids that somebody who typed `word` may have meant: one that contains it, or is a few letters away. */
function meant(word: string, ids: readonly string[]): string[] {
  if (word.includes("*")) return [];
  const containing = word.length < 3 ? [] : ids.filter((id) => id.includes(word));
  return containing.length > 0 ? containing.slice(0, 3) : nearest(word, ids);
}

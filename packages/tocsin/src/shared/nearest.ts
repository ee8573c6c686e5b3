import { distance } from "fastest-levenshtein";

/**
 * At most three names that somebody who typed `word` may have meant, the nearest first: those a few letters away, also from the part
 * behind a slash (`web/errors`, `origin/main`). None where nothing is near.
 */
export function nearest(word: string, names: readonly string[]): string[] {
  const most = Math.max(2, Math.floor(word.length / 3));
  return names
    .map((name) => ({
      name,
      far: Math.min(distance(word, name), distance(word, name.slice(name.indexOf("/") + 1))),
    }))
    .filter(({ far }) => far <= most)
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ name }) => name);
}

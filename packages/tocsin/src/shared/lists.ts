/** A list in parts of at most so many. */
export const inParts = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));

/** Names that are separated by white space: a long list of them is read, and changed, more easily so. */
export const namesIn = (text: string): string[] => text.trim().split(/\s+/);

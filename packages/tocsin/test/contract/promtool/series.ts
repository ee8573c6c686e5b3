/** Generated values around a limit, with gaps; the same for the same seed. Null is a minute without a sample. */
export type Samples = (number | null)[];

/** A small generator of numbers from 0 to 1 (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A walk in whole numbers from 1 to 100, with single missing minutes and, now and then, a longer silence. */
export function walk(seed: number, minutes: number): Samples {
  const next = random(seed);
  let value = 50;
  let silent = 0;
  return Array.from({ length: minutes }, () => {
    value = Math.min(100, Math.max(1, value + Math.round((next() - 0.5) * 40)));
    if (silent === 0 && next() < 0.03) silent = 3 + Math.floor(next() * 8);
    if (silent > 0) silent -= 1;
    return silent > 0 || next() < 0.08 ? null : value;
  });
}

/** Choices that come out the same every time: the estate is data, whoever makes it. */
export interface Draw {
  of<T>(values: readonly T[]): T;
  /** A part of the values, in their order. */
  some<T>(values: readonly T[]): T[];
}

/** A linear congruential generator (Numerical Recipes); good enough to mix. */
export function drawFrom(seed: number): Draw {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return {
    of(values) {
      const value = values[Math.floor(next() * values.length)];
      if (value === undefined) throw new Error("nothing to choose from");
      return value;
    },
    some: (values) => values.filter(() => next() < 0.5),
  };
}

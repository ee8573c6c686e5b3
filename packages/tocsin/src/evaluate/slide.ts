/**
 * Aggregates over windows that slide along a vector, each in constant time whatever the window's length: the vector is cut
 * into blocks as long as the window, and a window is the tail of one block joined with the head of the next (van Herk,
 * 1992). Nothing is ever subtracted, so sums do not drift. NaN is a place without data and is left out.
 */

export type Slide = "sum" | "avg" | "min" | "max";

/** Windows of `length` places that end before the places `first`, `first + step`, ... (`count` of them). */
export interface Windows {
  length: number;
  first: number;
  step: number;
  count: number;
}

/** One value a window; NaN where none of its places has data. */
export function slide(values: Float64Array, how: Slide, windows: Windows): Float64Array {
  const present = presence(values);
  const joined = join(values, how === "avg" ? "sum" : how, windows.length);
  const result = new Float64Array(windows.count);
  for (let i = 0; i < windows.count; i += 1) {
    const end = Math.min(values.length, Math.max(0, windows.first + i * windows.step));
    const begin = Math.max(0, windows.first + i * windows.step - windows.length);
    const known = begin < end ? (present[end] ?? 0) - (present[begin] ?? 0) : 0;
    if (known === 0) result[i] = Number.NaN;
    else result[i] = how === "avg" ? joined(begin, end) / known : joined(begin, end);
  }
  return result;
}

/** How many places before each one have data. */
function presence(values: Float64Array): Int32Array {
  const before = new Int32Array(values.length + 1);
  let known = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? Number.NaN;
    if (!Number.isNaN(value)) known += 1;
    before[i + 1] = known;
  }
  return before;
}

type Operation = Exclude<Slide, "avg">;

const neutral: Readonly<Record<Operation, number>> = {
  sum: 0,
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
};

const two: Readonly<Record<Operation, (a: number, b: number) => number>> = {
  sum: (a, b) => a + b,
  min: (a, b) => Math.min(a, b),
  max: (a, b) => Math.max(a, b),
};

/** Answers for any `[begin, end)` that is at most one window long. */
function join(values: Float64Array, how: Operation, length: number): (begin: number, end: number) => number {
  const none = neutral[how];
  const combine = two[how];
  const size = values.length;
  const heads = new Float64Array(size);
  const tails = new Float64Array(size);
  let running = none;
  for (let i = 0; i < size; i += 1) {
    if (i % length === 0) running = none;
    const value = values[i] ?? Number.NaN;
    if (!Number.isNaN(value)) running = combine(running, value);
    heads[i] = running;
  }
  running = none;
  for (let i = size - 1; i >= 0; i -= 1) {
    if (i % length === length - 1) running = none;
    const value = values[i] ?? Number.NaN;
    if (!Number.isNaN(value)) running = combine(running, value);
    tails[i] = running;
  }
  return (begin, end) => {
    const last = heads[end - 1] ?? none;
    // Within one block that begins the window the head alone is the whole.
    if (begin % length === 0) return last;
    const sameBlock = Math.floor(begin / length) === Math.floor((end - 1) / length);
    return sameBlock ? (tails[begin] ?? none) : combine(tails[begin] ?? none, last);
  };
}

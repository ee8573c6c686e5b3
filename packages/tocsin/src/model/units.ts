/**
 * Units carried in the type, so that a window in minutes cannot be mistaken for one in milliseconds. The brand exists only
 * for the compiler; at run time these are plain numbers.
 */
declare const unit: unique symbol;

/** A length of time in whole seconds. */
export type Seconds = number & { readonly [unit]: "seconds" };

/** A share of a whole, 0 to 100. */
export type Percent = number & { readonly [unit]: "percent" };

export const seconds = (n: number): Seconds => n as Seconds;
export const minutes = (n: number): Seconds => seconds(n * 60);
export const hours = (n: number): Seconds => seconds(n * 3600);
export const days = (n: number): Seconds => seconds(n * 86_400);
export const percent = (n: number): Percent => n as Percent;

const steps: ReadonlyArray<readonly [string, number]> = [
  ["d", 86_400],
  ["h", 3600],
  ["m", 60],
];

/** The largest unit that says it exactly, as vendors' query languages write it: 300 -> `5m`, 93600 -> `26h`. */
export function shortDuration(length: number): string {
  const step = steps.find(([, size]) => length >= size && length % size === 0);
  return step ? `${length / step[1]}${step[0]}` : `${length}s`;
}

/** For people: 300 -> `5 min`, 3600 -> `1 h`. */
export function readableDuration(length: number): string {
  return shortDuration(length)
    .replace(/(\d+)m$/, "$1 min")
    .replace(/(\d+)h$/, "$1 h")
    .replace(/(\d+)d$/, "$1 d")
    .replace(/(\d+)s$/, "$1 s");
}

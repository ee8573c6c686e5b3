import { groupName } from "./tags.ts";

/** Values at the buckets of a window, oldest first; NaN is a bucket without data. */
export type Vector = Float64Array;

/** One group of a query's answer. */
export interface Row {
  /** Tag values by key; empty for a query that does not group. */
  group: ReadonlyMap<string, string>;
  values: Vector;
  /** When the group was first seen, in seconds since the epoch. */
  firstSeen: number;
}

/** The answer to an expression: a number, or rows by group name. */
export type Answer = number | ReadonlyMap<string, Row>;

/** Applies an operator to two answers: equal groups meet, and a coarser side is spread over the groups of the finer one. */
export function combine(left: Answer, right: Answer, operate: (a: number, b: number) => number): Answer {
  if (typeof left === "number" && typeof right === "number") return finite(operate(left, right));
  if (typeof left === "number") return mapValues(rows(right), (value) => operate(left, value));
  if (typeof right === "number") return mapValues(left, (value) => operate(value, right));
  const finerIsLeft = keyCount(left) >= keyCount(right);
  const [finer, coarser] = finerIsLeft ? [left, right] : [right, left];
  const joined = new Map<string, Row>();
  for (const [name, row] of finer) {
    const other = coarser.get(nameIn(coarser, row));
    if (other === undefined) continue;
    const values = new Float64Array(row.values.length);
    for (let i = 0; i < values.length; i += 1) {
      const [a, b] = [row.values[i] ?? Number.NaN, other.values[i] ?? Number.NaN];
      values[i] = finite(finerIsLeft ? operate(a, b) : operate(b, a));
    }
    joined.set(name, { group: row.group, values, firstSeen: Math.min(row.firstSeen, other.firstSeen) });
  }
  return joined;
}

/** Changes every value on its own. */
export function mapValues(answer: ReadonlyMap<string, Row>, change: (value: number) => number): Answer {
  return mapRows(answer, (values) => values.map((value) => finite(change(value))));
}

/** Changes every row on its own. */
export function mapRows(answer: ReadonlyMap<string, Row>, change: (values: Vector) => Vector): Map<string, Row> {
  return new Map([...answer].map(([name, row]) => [name, { ...row, values: change(row.values) }]));
}

/** What is infinite or undefined (a division by zero) is no data. */
export function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}

function rows(answer: Answer): ReadonlyMap<string, Row> {
  return typeof answer === "number" ? new Map() : answer;
}

function keyCount(answer: ReadonlyMap<string, Row>): number {
  for (const row of answer.values()) return row.group.size;
  return 0;
}

/** The name that a row's group has in an answer with fewer keys. */
function nameIn(coarser: ReadonlyMap<string, Row>, row: Row): string {
  for (const { group } of coarser.values()) {
    return groupName(new Map([...row.group].filter(([key]) => group.has(key))));
  }
  return "";
}

/** How the values of a window, or those from one index up to another, become one; NaN when there is none. */
export function reduce(values: ArrayLike<number>, how: Reducer, from = 0, to = values.length): number {
  let count = 0;
  let sum = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  let last = Number.NaN;
  for (let i = from; i < to; i += 1) {
    const value = values[i] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    count += 1;
    sum += value;
    least = Math.min(least, value);
    most = Math.max(most, value);
    last = value;
  }
  if (count === 0) return Number.NaN;
  switch (how) {
    case "avg":
      return sum / count;
    case "sum":
      return sum;
    case "min":
      return least;
    case "max":
      return most;
    case "last":
      return last;
    case "count":
      return count;
  }
}

/** Ways to make one value of many. */
export type Reducer = "avg" | "sum" | "min" | "max" | "last" | "count";

/** The value below which `percent` of the values lie, interpolated; NaN when there is none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  if (sorted.length === 0) return Number.NaN;
  const place = (percent / 100) * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}

import { type Answer, type Row, reduce, type Vector } from "./vector.ts";

/** What a monitor's query says of one group at one evaluation. */
export interface Outcome {
  group: ReadonlyMap<string, string>;
  /** Null when there is no data; "skip" when the evaluation does not count (a window that is not full). */
  value: number | null | "skip";
  /** When the group was first seen, in seconds since the epoch. */
  firstSeen: number;
}

/** The outcomes of an evaluation, by group name. */
export type Outcomes = Map<string, Outcome>;

/** Makes one value of each row; a row whose values are all missing has no data. */
export function outcomesOf(answer: Answer, toValue: (values: Vector) => number): Outcomes {
  if (typeof answer === "number") return new Map();
  return new Map(
    [...answer].map(([name, row]): [string, Outcome] => {
      const value = toValue(row.values);
      return [name, { group: row.group, value: Number.isNaN(value) ? null : value, firstSeen: row.firstSeen }];
    }),
  );
}

/** A row of one value. */
export function single(group: ReadonlyMap<string, string>, value: number, firstSeen: number): Row {
  return { group, values: Float64Array.of(value), firstSeen };
}

/** Whether any bucket of a row lacks data. */
export function hasGap(values: Vector): boolean {
  return reduce(values, "count") !== values.length;
}

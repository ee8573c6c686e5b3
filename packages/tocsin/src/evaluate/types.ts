/** What goes into an evaluation and what comes out. All times are milliseconds since the epoch. */

interface Point {
  at: number;
  value: number;
}

/** Many points without an object for each: two arrays of one length, `at` in rising order. */
export interface Columns {
  at: Float64Array;
  value: Float64Array;
}

/** One series; `tags` decide its group (for issues: which issue, for checks: which location). */
export interface Series {
  tags: Readonly<Record<string, string>>;
  /** In rising order of time. */
  points: readonly Point[] | Columns;
}

/** What a definition is evaluated on. */
export interface Input {
  /** By the names of `readsOf(definition)`; a name that is absent has no data. */
  series: Readonly<Record<string, readonly Series[]>>;
  /** Numbers that the stack file gives and that an expression names with `limit:NAME`. */
  limits?: Readonly<Record<string, number>>;
  /**
   * Milliseconds between two points where they stand for all of the time between (history from a vendor), a whole number of
   * minutes; each point stands at the end of its time. Evaluations are then no closer than that.
   */
  resolution?: number;
  /** Times of which nothing is known, because they could not be read: no window that touches one is judged. */
  missing?: readonly Range[];
}

/** Evaluations from `from` to `to`, both included. */
export interface Range {
  from: number;
  to: number;
}

export type State = "ok" | "warn" | "alert" | "no-data";

/** A change of state of one group: `*` where the definition does not group, else `key:value`, joined by commas. */
export interface Transition {
  at: number;
  group: string;
  from: State;
  to: State;
  /** What was compared; null when there was no data. */
  value: number | null;
}

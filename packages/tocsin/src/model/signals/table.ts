import type { SignalKind, SignalOf } from "../signal.ts";

export type Signals = { [K in SignalKind]: SignalOf<K> };
/** A signal of a kind, so that the row of its kind in a table takes it. */
export type OfKind<K extends SignalKind = SignalKind> = { [P in K]: Signals[P] & { kind: P } }[K];

/** One function a kind: a new kind does not compile until every table has its row. */
export type Table<A extends unknown[], R> = { readonly [K in SignalKind]: (signal: OfKind<K>, ...rest: A) => R };

/** The row of a signal's kind, asked about the signal. */
export function ask<K extends SignalKind, A extends unknown[], R>(
  table: { readonly [P in K]: (signal: OfKind<P>, ...rest: A) => R },
  signal: OfKind<K>,
  ...rest: A
): R {
  return table[signal.kind](signal, ...rest);
}
